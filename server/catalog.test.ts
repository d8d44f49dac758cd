import { describe, expect, it } from 'vitest'
import { catalog } from './catalog'
import { builtInRoles, integratorScopes, isPermission } from './core/permissions'
import { webhookEventTypes } from './domains/webhooks/event-types'
import { reactionsTo, runnerOf } from './worker/registry'

/** Names that other programs subscribe to: none is taken back. */
const onTheWire = [
  'appointment.created',
  'appointment.updated',
  'appointment.canceled',
  'visitpass.issued',
  'visitpass.revoked',
  'visitpass.suspended',
  'visitpass.resumed',
  'visitpass.reissued',
  'visitpass.expired',
  'visitpass.checked_in',
  'visitpass.checked_out',
  'visitpass.denied',
  'visitor.created',
  'visitor.erased',
  'visitor_file.ready',
  'visitor_file.rejected',
  'endpoint.disabled',
]

describe('the catalog', () => {
  it('announces exactly the events that integrators know, each once', () => {
    const types = catalog.events.filter((event) => event.webhook).map((event) => event.type)
    expect(types.toSorted()).toEqual(onTheWire.toSorted())
    expect(webhookEventTypes.map(({ name }) => name).toSorted()).toEqual(onTheWire.toSorted())
    expect(new Set(catalog.events.map((event) => event.type)).size).toBe(catalog.events.length)
  })

  it('has a runner for every job, and its names are unique', () => {
    for (const job of catalog.jobs) expect(runnerOf(job).job.name).toBe(job.name)
    expect(new Set(catalog.jobs.map((job) => job.name)).size).toBe(catalog.jobs.length)
  })

  it('names a reaction by its job: no event has two reactions of one name', () => {
    for (const { type } of catalog.events) {
      const names = reactionsTo(type).map((reaction) => reaction.job.name)
      expect(new Set(names).size).toBe(names.length)
    }
  })

  it('gives roles and keys only permissions that exist', () => {
    const held = Object.values(builtInRoles).flatMap((role) => role.permissions.map((permission) => permission.replace(/:own$/, '')))
    expect([...held, ...integratorScopes].filter((permission) => !isPermission(permission))).toEqual([])
  })
})

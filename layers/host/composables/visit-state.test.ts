import { describe, expect, it } from 'vitest'
import type { Visit, VisitPass } from './host-documents'
import { guestsOf, isUnsettled, stateOf } from './visit-state'

const now = Date.parse('2026-11-17T10:00Z')

function visit(pass: Partial<VisitPass>, more: Partial<Visit> = {}): Visit {
  const node: VisitPass = {
    id: '1',
    status: 'ACTIVE',
    type: 'SINGLE',
    groupSize: null,
    entriesUsed: 0,
    peopleInside: 0,
    presence: 'EXPECTED',
    vehiclePlate: null,
    broughtBy: null,
    insideSince: null,
    reply: null,
    lateMinutes: null,
    hereAt: null,
    inviteStatus: 'SENT',
    inviteUrl: null,
    revokedReason: null,
    suspendedReason: null,
    validTo: '2026-11-17T13:00:00.000Z',
    visitor: { id: '1', name: 'Anna', email: null, phone: null, company: null },
    ...pass,
  }
  return {
    id: '1',
    title: null,
    message: null,
    receptionNote: null,
    companions: null,
    version: 0,
    series: null,
    startsAt: '2026-11-17T11:00:00.000Z',
    endsAt: '2026-11-17T12:00:00.000Z',
    timeZone: 'UTC',
    status: 'SCHEDULED',
    cancelReason: null,
    site: { id: '1', name: 'HQ', timeZone: 'UTC' },
    host: { id: '1', name: 'Host' },
    coHosts: [],
    room: null,
    visitPasses: { edges: [{ node }], pageInfo: { hasNextPage: false } },
    ...more,
  }
}

describe('stateOf', () => {
  it.each([
    ['preparing', { status: 'DRAFT', inviteStatus: null }],
    ['sending', { inviteStatus: null }],
    ['sending', { inviteStatus: 'QUEUED' }],
    ['sent', {}],
    ['notSent', { inviteStatus: 'FAILED' }],
    ['noAddress', { inviteStatus: 'NO_ADDRESS' }],
    ['revoked', { status: 'REVOKED' }],
    ['suspended', { status: 'SUSPENDED' }],
    ['pendingApproval', { status: 'PENDING_APPROVAL', inviteStatus: null }],
    ['inside', { status: 'USED', presence: 'INSIDE' }],
    ['left', { status: 'USED', presence: 'LEFT' }],
  ] satisfies [string, Partial<VisitPass>][])('is %s', (state, pass) => {
    expect(stateOf(visit(pass), now)).toBe(state)
  })

  it('says of a past visit whether the guest came', () => {
    const later = Date.parse('2026-11-17T12:00:01Z')
    expect(stateOf(visit({}), later)).toBe('missed')
    expect(stateOf(visit({ presence: 'LEFT' }), later)).toBe('left')
  })

  it('never hides a guest who is inside', () => {
    expect(stateOf(visit({ presence: 'INSIDE' }, { status: 'CANCELED' }), now)).toBe('inside')
    expect(stateOf(visit({}, { status: 'CANCELED' }), now)).toBe('canceled')
  })

  it('is unsettled until the invite is sent', () => {
    expect(isUnsettled(visit({ status: 'DRAFT', inviteStatus: null }), now)).toBe(true)
    expect(isUnsettled(visit({ inviteStatus: 'QUEUED' }), now)).toBe(true)
    expect(isUnsettled(visit({}), now)).toBe(false)
  })

  it('names every guest', () => {
    const two = visit({})
    two.visitPasses.edges.push({
      node: { ...two.visitPasses.edges[0]!.node, visitor: { id: '2', name: 'Boris', email: null, phone: null, company: null } },
    })
    expect(guestsOf(two)).toBe('Anna, Boris')
  })
})

import fc from 'fast-check'
import { beforeAll, describe, expect, it } from 'vitest'
import type { Ctx } from '../../../server/core/ctx'
import { newId } from '../../../server/core/ids'
import { visibleActivity } from '../../../server/domains/access-control/policy'
import { prisma } from '../../../server/infra/db'
import { createHost, type RoleName } from '../../setup/organization'
import { createVisit } from '../../setup/visits'
import { dataOf, gid } from '../api/graphql-call'
import { expectedOf, furnish, gates, holderOf, ids, org, places, visitOf, visits, type Place, type Visit } from './places-of-roles'
import { inSession, send } from './sessions-of-people'

beforeAll(furnish)

const sorted = (values: string[]): string[] => values.toSorted()
type Edges = { edges: { node: { id: string } }[] }

async function listed(ctx: Ctx, field: string, filter = ''): Promise<string[] | 'FORBIDDEN'> {
  const data = await dataOf<Record<string, Edges>>(ctx, `{ ${field}(first: 100, ${filter}) { edges { node { id } } } }`).catch(
    (error: unknown) => {
      if (String(error).includes('FORBIDDEN')) return null
      throw error
    },
  )
  return data?.[field] ? sorted(data[field].edges.map(({ node }) => node.id)) : 'FORBIDDEN'
}

async function byId(ctx: Ctx, all: string[]): Promise<string[]> {
  const { nodes } = await dataOf<{ nodes: ({ id: string } | null)[] }>(ctx, 'query ($ids: [ID!]!) { nodes(ids: $ids) { id } }', {
    ids: all,
  }).catch(() => ({ nodes: [] }))
  return sorted(nodes.flatMap((node) => node?.id ?? []))
}

const kinds = [
  ['appointments', 'Appointment', 'appointment', 'appointment:read'],
  ['visitPasses', 'VisitPass', 'pass', 'pass:read'],
  ['visitors', 'Visitor', 'visitor', 'visitor:read'],
  ['checkins', 'Checkin', 'checkin', 'checkin:read'],
] as const

const grantOf = fc.record({ role: fc.constantFrom<RoleName>('Operator', 'SecurityOfficer', 'OrgAdmin'), place: fc.constantFrom(...places) })

describe('a role that is held in a place', () => {
  it('opens what lies there in every list and by id, and nothing else, for any set of grants', async () => {
    await fc.assert(
      fc.asyncProperty(fc.uniqueArray(grantOf, { maxLength: 3, selector: (grant) => Object.values(grant).join() }), async (grants) => {
        const { ctx } = await holderOf(grants)
        for (const [field, type, key, right] of kinds) {
          const expected = sorted(expectedOf(grants, right).map((visit) => gid(type, visit[key])))
          expect(await listed(ctx, field)).toEqual(grants.length > 0 ? expected : 'FORBIDDEN')
          if (grants.length > 0)
            expect(
              await byId(
                ctx,
                visits.map((visit) => gid(type, visit[key])),
              ),
            ).toEqual(expected)
        }
      }),
      { numRuns: 25 },
    )
  })

  it('opens the gates and the numbers of its sites, a department neither', async () => {
    const { ctx } = await holderOf([{ role: 'Operator', place: 'siteB' }])
    expect(await listed(ctx, 'gates')).toEqual([gid('Gate', gates.siteB)])
    const presence = (at: Ctx, place: Place) =>
      dataOf<{ presence: { inside: number } | null }>(at, 'query ($id: ID!) { presence(siteId: $id) { inside } }', {
        id: gid('Site', ids[place]),
      })
    expect((await presence(ctx, 'siteB')).presence).toEqual({ inside: 0 })
    expect((await presence(ctx, 'siteA')).presence).toBeNull()
    expect(await listed(ctx, 'sites', 'filter: { mayWatch: true }')).toEqual([gid('Site', ids.siteB)])
    const { ctx: ofDepartment } = await holderOf([{ role: 'Operator', place: 'above' }])
    expect(await listed(ofDepartment, 'gates')).toBe('FORBIDDEN')
    expect((await presence(ofDepartment, 'siteA')).presence).toBeNull()
  })

  it('hears of the gates of its sites and of the guests of its hosts', async () => {
    const { ctx: atSite } = await holderOf([{ role: 'Operator', place: 'siteB' }])
    const { ctx: inDepartment } = await holderOf([{ role: 'Operator', place: 'below' }])
    const host = await prisma.host.findFirstOrThrow({ where: { membership: { departmentId: ids.below } } })
    const happenings = [
      { hostId: null, siteId: ids.siteA },
      { hostId: null, siteId: ids.siteB },
      { hostId: host.id, siteId: ids.siteA },
    ]
    expect(happenings.map(visibleActivity(atSite))).toEqual([false, true, false])
    expect(happenings.map(visibleActivity(inDepartment))).toEqual([false, false, true])
  })

  it('decides about what lies there only', async () => {
    const [here, there] = [await visitOf('siteB', 'beside'), await visitOf('siteA', 'beside')]
    const { ctx } = await holderOf([{ role: 'OrgAdmin', place: 'siteB' }])
    const cancel = (visit: Visit) =>
      send(ctx, 'cancelAppointment', { appointmentId: gid('Appointment', visit.appointment), passes: 'KEEP' })
    const revoke = (visit: Visit) => send(ctx, 'revokeVisitPass', { visitPassId: gid('VisitPass', visit.pass), reason: 'Lost' })
    const reveal = (visit: Visit) => send(ctx, 'revealVisitorContact', { visitorId: gid('Visitor', visit.visitor) })
    const override = (site: 'siteA' | 'siteB') =>
      dataOf<{ result: { __typename: string } }>(
        ctx,
        'mutation ($input: OverrideScanInput!) { result: overrideScan(input: $input) { __typename } }',
        {
          input: {
            visitPassId: gid('VisitPass', here.pass),
            gateId: gid('Gate', gates[site]),
            direction: 'ENTRY',
            nonce: newId(),
            reason: 'Known',
          },
        },
      )
    expect((await reveal(there)).__typename).toBe('NotFound')
    expect((await cancel(there)).__typename).toBe('NotFound')
    expect((await revoke(there)).__typename).toBe('NotFound')
    expect((await override('siteA')).result.__typename).toBe('NotFound')
    expect((await reveal(here)).__typename).toBe('RevealVisitorContactSuccess')
    expect((await override('siteB')).result.__typename).toBe('ScanAdmitted')
    expect((await cancel(here)).__typename).toBe('CancelAppointmentSuccess')
    expect((await revoke(here)).__typename).toBe('RevokeVisitPassSuccess')
    const after = await prisma.appointment.findUniqueOrThrow({ where: { id: there.appointment } })
    expect(after.status).toBe('SCHEDULED')
  })

  it('books visits there only', async () => {
    const startsAt = new Date(Date.now() + 3_600_000)
    const visit = (site: Place, hostId: string) => ({
      visitor: { name: 'Anna Petrova' },
      siteId: gid('Site', ids[site]),
      hostId: gid('Host', hostId),
      startsAt: startsAt.toISOString(),
      endsAt: new Date(startsAt.getTime() + 3_600_000).toISOString(),
    })
    const ofDepartment = await createHost(org.id)
    await prisma.membership.updateMany({ where: { userId: ofDepartment.user.id }, data: { departmentId: ids.below } })
    const { ctx: atSite } = await holderOf([{ role: 'Operator', place: 'siteB' }])
    expect((await send(atSite, 'inviteGuest', visit('siteB', org.host.id))).__typename).toBe('InviteGuestSuccess')
    expect((await send(atSite, 'inviteGuest', visit('siteA', org.host.id))).__typename).toBe('NotFound')
    const { ctx: inDepartment } = await holderOf([{ role: 'Operator', place: 'above' }])
    expect((await send(inDepartment, 'inviteGuest', visit('siteA', ofDepartment.id))).__typename).toBe('InviteGuestSuccess')
    expect((await send(inDepartment, 'inviteGuest', visit('siteA', org.host.id))).__typename).toBe('NotFound')
  })

  it('gives no right of the organization as a whole', async () => {
    const { ctx } = await holderOf(places.map((place) => ({ role: 'OrgAdmin', place })))
    const { viewer } = await dataOf<{ viewer: { permissions: string[] } }>(ctx, '{ viewer { permissions } }')
    expect(viewer.permissions.filter((right) => !right.endsWith(':narrowed'))).toEqual([])
    expect(viewer.permissions).toContain('scan:override:narrowed')
    for (const field of ['members', 'roles', 'auditLogs', 'applications', 'devices'])
      expect(await listed(ctx, field).catch(() => 'FORBIDDEN')).toBe('FORBIDDEN')
  })

  it('follows its department: who joins it is seen, who leaves it is not', async () => {
    const { user } = await holderOf([{ role: 'Operator', place: 'beside' }])
    const host = await createHost(org.id)
    const { appointmentId } = await createVisit({ ...org, host })
    const sees = async () => {
      const ctx = await inSession(user, org.id, () => new Date())
      return (await listed(ctx, 'appointments')).includes(gid('Appointment', appointmentId))
    }
    expect(await sees()).toBe(false)
    await prisma.membership.updateMany({ where: { userId: host.user.id }, data: { departmentId: ids.beside } })
    expect(await sees()).toBe(true)
    await prisma.membership.updateMany({ where: { userId: host.user.id }, data: { departmentId: null } })
    expect(await sees()).toBe(false)
  })
})

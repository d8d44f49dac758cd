import { randomBytes } from 'node:crypto'
import fc from 'fast-check'
import { beforeAll, describe, expect, it } from 'vitest'
import type { Ctx } from '../../../server/core/ctx'
import { newId } from '../../../server/core/ids'
import { builtInRoles } from '../../../server/core/permissions'
import { prisma } from '../../../server/infra/db'
import { createHost, createOrganization, createUser, type RoleName, type TestOrganization, type TestUser } from '../../setup/organization'
import { asOrgAdmin } from '../../setup/principals'
import { createVisit } from '../../setup/visits'
import { dataOf, gid } from '../api/graphql-call'
import { inSession, send } from './sessions-of-people'

const places = ['siteA', 'siteB', 'above', 'below', 'beside'] as const
type Place = (typeof places)[number]
const isSite = (place: Place): boolean => place.startsWith('site')

interface Visit {
  appointment: string
  pass: string
  visitor: string
  checkin: string
  site: Place
  department: Place | null
}

let org: TestOrganization
let other: TestOrganization
let ids: Record<Place, string>
let gates: Record<'siteA' | 'siteB', string>
let visits: Visit[]

async function createCheckin(site: 'siteA' | 'siteB', visitPassId: string): Promise<string> {
  const id = newId()
  const at = new Date()
  const scan = { direction: 'ENTRY', result: 'ADMITTED', source: 'DESK', scannerId: newId(), nonce: newId(), forced: false } as const
  const codeHash = new Uint8Array(randomBytes(32))
  const where = { organizationId: org.id, siteId: ids[site], gateId: gates[site], visitPassId }
  await prisma.checkin.create({ data: { id, ...where, ...scan, codeHash, occurredAt: at, recordedAt: at } })
  return id
}

async function visitOf(site: 'siteA' | 'siteB', department: Place | null): Promise<Visit> {
  const host = await createHost(org.id)
  if (department) await prisma.membership.updateMany({ where: { userId: host.user.id }, data: { departmentId: ids[department] } })
  const { appointmentId, passId, visitorId } = await createVisit({ ...org, host, site: { ...org.site, id: ids[site] } })
  const checkin = await createCheckin(site, passId)
  return { appointment: appointmentId, pass: passId, visitor: visitorId, checkin, site, department }
}

beforeAll(async () => {
  ;[org, other] = await Promise.all([createOrganization(), createOrganization()])
  ids = { siteA: org.site.id, siteB: newId(), above: newId(), below: newId(), beside: newId() }
  gates = { siteA: org.gates[0].id, siteB: newId() }
  const organizationId = org.id
  await prisma.site.create({ data: { id: ids.siteB, organizationId, name: 'Works', timeZone: 'Europe/Berlin' } })
  await prisma.gate.create({ data: { id: gates.siteB, organizationId, siteId: ids.siteB, name: 'Lorries' } })
  for (const [place, parentId] of [
    ['above', null],
    ['below', ids.above],
    ['beside', null],
  ] as const)
    await prisma.department.create({ data: { id: ids[place], organizationId, parentId, name: place } })
  visits = []
  for (const site of ['siteA', 'siteB'] as const)
    for (const department of ['above', 'below', 'beside', null] as const) visits.push(await visitOf(site, department))
  // createVisit books at org.room and org.gates, which stand at the first site: rooms do not decide what is seen.
})

interface Grant {
  role: RoleName
  place: Place
}

const inputOf = ({ role, place }: Grant) => ({
  roleId: gid('Role', builtInRoles[role].id),
  [isSite(place) ? 'siteId' : 'departmentId']: gid(isSite(place) ? 'Site' : 'Department', ids[place]),
})

const memberIdOf = async (user: TestUser): Promise<string> => {
  const where = { organizationId_userId: { organizationId: org.id, userId: user.id } }
  return gid('Member', (await prisma.membership.findUniqueOrThrow({ where })).id)
}

const wanted = 'member { roles { key } narrowedRoles { role { key } site { id } department { id } } }'
const change = async (by: Ctx, user: TestUser, roles: RoleName[], narrowed?: object[]) =>
  send(
    by,
    'changeUserRoles',
    {
      memberId: await memberIdOf(user),
      roleIds: roles.map((role) => gid('Role', builtInRoles[role].id)),
      ...(narrowed ? { narrowedRoles: narrowed } : {}),
    },
    wanted,
  )

/** Somebody who holds these roles in these places, signed in. */
async function holderOf(grants: Grant[]): Promise<{ user: TestUser; ctx: Ctx }> {
  const user = await createUser(org.id, 'Developer')
  const answer = await change(asOrgAdmin(org), user, grants.length > 0 ? [] : ['Developer'], grants.map(inputOf))
  expect(answer.__typename).toBe('ChangeUserRolesSuccess')
  return { user, ctx: await inSession(user, org.id, () => new Date()) }
}

/** Whether a visit lies in a place: departments reach down the tree. */
const lies = (visit: Visit, place: Place): boolean =>
  isSite(place) ? visit.site === place : visit.department === place || (place === 'above' && visit.department === 'below')

/** What a set of grants must open: written down once more, in the words of the rule. */
function expectedOf(grants: Grant[], right: string): Visit[] {
  const giving = grants.filter(({ role }) => (builtInRoles[role].permissions as readonly string[]).includes(right))
  return visits.filter((visit) => giving.some(({ place }) => lies(visit, place)))
}

const sorted = (values: string[]): string[] => values.toSorted()
type Edges = { edges: { node: { id: string } }[] }

async function listed(ctx: Ctx, field: string): Promise<string[] | 'FORBIDDEN'> {
  const data = await dataOf<Record<string, Edges>>(ctx, `{ ${field}(first: 100) { edges { node { id } } } }`).catch((error: unknown) => {
    if (String(error).includes('FORBIDDEN')) return null
    throw error
  })
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
    const { ctx: ofDepartment } = await holderOf([{ role: 'Operator', place: 'above' }])
    expect(await listed(ofDepartment, 'gates')).toBe('FORBIDDEN')
    expect((await presence(ofDepartment, 'siteA')).presence).toBeNull()
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

describe('narrowing a role', () => {
  it('shows it beside the roles that hold everywhere, keeps it where nothing is said of it, and audits it with its place', async () => {
    const user = await createUser(org.id, 'Operator')
    const given = await change(asOrgAdmin(org), user, ['Host'], [inputOf({ role: 'SecurityOfficer', place: 'siteA' })])
    const held = {
      roles: [{ key: 'Host' }],
      narrowedRoles: [{ role: { key: 'SecurityOfficer' }, site: { id: gid('Site', ids.siteA) }, department: null }],
    }
    expect(given).toMatchObject({ member: held })
    expect(await change(asOrgAdmin(org), user, ['Host', 'Operator'])).toMatchObject({ member: { narrowedRoles: held.narrowedRoles } })
    const [, last] = await prisma.auditLog.findMany({
      where: { entityId: user.id, action: 'user.change_roles' },
      orderBy: { createdAt: 'asc' },
    })
    expect(last?.metadata).toMatchObject({ after: { roles: ['Host', 'Operator', `SecurityOfficer@${ids.siteA}`] } })
    expect(await change(asOrgAdmin(org), user, ['Host'], [])).toMatchObject({ member: { narrowedRoles: [] } })
  })

  it('is refused for rights that the caller does not hold, for nothing to do there, for no place or two, for places elsewhere', async () => {
    const user = await createUser(org.id, 'Operator')
    const admin = asOrgAdmin(org)
    const roleId = gid('Role', builtInRoles.Operator.id)
    const problems = [
      [{ roleId }],
      [{ roleId, siteId: gid('Site', ids.siteA), departmentId: gid('Department', ids.above) }],
      [inputOf({ role: 'Developer', place: 'siteA' })],
      [inputOf({ role: 'PlatformAdmin', place: 'siteA' })],
      [{ roleId, siteId: gid('Site', other.site.id) }],
      [{ roleId, siteId: gid('Site', newId()) }],
      [{ roleId, departmentId: gid('Department', ids.siteA) }],
    ]
    for (const narrowed of problems)
      expect(['ValidationFailed', 'NotFound']).toContain((await change(admin, user, ['Operator'], narrowed)).__typename)
    expect((await change(admin, user, [], [])).__typename).toBe('ValidationFailed')
    expect(await prisma.userRole.count({ where: { userId: user.id } })).toBe(1)
    const { ctx } = await holderOf([{ role: 'OrgAdmin', place: 'siteA' }])
    await expect(change(ctx, user, [], [inputOf({ role: 'Operator', place: 'siteA' })])).rejects.toThrow('FORBIDDEN')
  })

  it('leaves no organization without somebody who administers all of it', async () => {
    const answer = await change(
      asOrgAdmin(other),
      other.orgAdmin,
      [],
      [{ roleId: gid('Role', builtInRoles.OrgAdmin.id), siteId: gid('Site', other.site.id) }],
    ).catch(() => null)
    expect(answer).toBeNull()
    const where = { organizationId_userId: { organizationId: other.id, userId: other.orgAdmin.id } }
    const memberId = gid('Member', (await prisma.membership.findUniqueOrThrow({ where })).id)
    const narrowedRoles = [{ roleId: gid('Role', builtInRoles.OrgAdmin.id), siteId: gid('Site', other.site.id) }]
    const refused = await send(asOrgAdmin(other), 'changeUserRoles', { memberId, roleIds: [], narrowedRoles })
    expect(refused).toMatchObject({ __typename: 'ValidationFailed', fields: [{ message: expect.stringContaining('administrator') }] })
  })

  it('keeps a department that somebody holds a role in from being deleted', async () => {
    const departmentId = newId()
    await prisma.department.create({ data: { id: departmentId, organizationId: org.id, name: 'Guarded' } })
    const user = await createUser(org.id, 'Operator')
    const narrowed = [{ roleId: gid('Role', builtInRoles.Operator.id), departmentId: gid('Department', departmentId) }]
    expect((await change(asOrgAdmin(org), user, [], narrowed)).__typename).toBe('ChangeUserRolesSuccess')
    const remove = () => send(asOrgAdmin(org), 'deleteDepartment', { departmentId: gid('Department', departmentId) })
    expect((await remove()).__typename).toBe('ValidationFailed')
    await change(asOrgAdmin(org), user, ['Operator'], [])
    expect((await remove()).__typename).toBe('DeleteDepartmentSuccess')
  })
})

import { randomBytes } from 'node:crypto'
import { expect } from 'vitest'
import type { Ctx } from '../../../server/core/ctx'
import { newId } from '../../../server/core/ids'
import { builtInRoles } from '../../../server/core/permissions'
import { prisma } from '../../../server/infra/db'
import { createHost, createOrganization, createUser, type RoleName, type TestOrganization, type TestUser } from '../../setup/organization'
import { asOrgAdmin } from '../../setup/principals'
import { createVisit } from '../../setup/visits'
import { gid } from '../api/graphql-call'
import { inSession, send } from './sessions-of-people'

/** Where roles are held: `below` lies under `above`. */
export const places = ['siteA', 'siteB', 'above', 'below', 'beside'] as const
/** One of them. */
export type Place = (typeof places)[number]
const isSite = (place: Place): boolean => place.startsWith('site')

/** A visit and its rows. */
export interface Visit {
  appointment: string
  pass: string
  visitor: string
  checkin: string
  site: Place
  department: Place | null
}

/** Made by {@link furnish}. */
export let org: TestOrganization
/** Ids of the places. */
export let ids: Record<Place, string>
/** One gate of each site. */
export let gates: Record<'siteA' | 'siteB', string>
/** Every visit of the organization that tests only look at. */
export let visits: Visit[]

async function createCheckin(site: 'siteA' | 'siteB', visitPassId: string): Promise<string> {
  const id = newId()
  const at = new Date()
  const scan = { direction: 'ENTRY', result: 'ADMITTED', source: 'DESK', scannerId: newId(), nonce: newId(), forced: false } as const
  const codeHash = new Uint8Array(randomBytes(32))
  const where = { organizationId: org.id, siteId: ids[site], gateId: gates[site], visitPassId }
  await prisma.checkin.create({ data: { id, ...where, ...scan, codeHash, occurredAt: at, recordedAt: at } })
  return id
}

/** One more visit, with a host of its own. */
export async function visitOf(site: 'siteA' | 'siteB', department: Place | null): Promise<Visit> {
  const host = await createHost(org.id)
  if (department) await prisma.membership.updateMany({ where: { userId: host.user.id }, data: { departmentId: ids[department] } })
  const { appointmentId, passId, visitorId } = await createVisit({ ...org, host, site: { ...org.site, id: ids[site] } })
  const checkin = await createCheckin(site, passId)
  return { appointment: appointmentId, pass: passId, visitor: visitorId, checkin, site, department }
}

/** Makes the organization: two sites, a department below another, one beside, and a visit at each site with a host of each. */
export async function furnish(): Promise<void> {
  org = await createOrganization()
  ids = { siteA: org.site.id, siteB: newId(), above: newId(), below: newId(), beside: newId() }
  gates = { siteA: org.gates[0].id, siteB: newId() }
  const organizationId = org.id
  await prisma.site.create({
    data: { id: ids.siteB, organizationId, name: 'Works', timeZone: 'Europe/Berlin', accessState: { create: {} } },
  })
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
}

/** A role in a place. */
export interface Grant {
  role: RoleName
  place: Place
}

/** The same as the API takes it. */
export const inputOf = ({ role, place }: Grant) => ({
  roleId: gid('Role', builtInRoles[role].id),
  [isSite(place) ? 'siteId' : 'departmentId']: gid(isSite(place) ? 'Site' : 'Department', ids[place]),
})

const memberIdOf = async (user: TestUser): Promise<string> => {
  const where = { organizationId_userId: { organizationId: org.id, userId: user.id } }
  return gid('Member', (await prisma.membership.findUniqueOrThrow({ where })).id)
}

const wanted = 'member { roles { key } narrowedRoles { role { key } site { id } department { id } } }'
/** Sends `changeUserRoles`. */
export const change = async (by: Ctx, user: TestUser, roles: RoleName[], narrowed?: object[]) =>
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
export async function holderOf(grants: Grant[]): Promise<{ user: TestUser; ctx: Ctx }> {
  const user = await createUser(org.id, 'Developer')
  const answer = await change(asOrgAdmin(org), user, grants.length > 0 ? [] : ['Developer'], grants.map(inputOf))
  expect(answer.__typename).toBe('ChangeUserRolesSuccess')
  return { user, ctx: await inSession(user, org.id, () => new Date()) }
}

/** Whether a visit lies in a place: departments reach down the tree. */
const lies = (visit: Visit, place: Place): boolean =>
  isSite(place) ? visit.site === place : visit.department === place || (place === 'above' && visit.department === 'below')

/** What a set of grants must open: written down once more, in the words of the rule. */
export function expectedOf(grants: Grant[], right: string): Visit[] {
  const giving = grants.filter(({ role }) => (builtInRoles[role].permissions as readonly string[]).includes(right))
  return visits.filter((visit) => giving.some(({ place }) => lies(visit, place)))
}

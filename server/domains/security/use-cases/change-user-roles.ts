import type { z } from 'zod'
import { changeUserRolesSchema } from '#shared/schemas/security'
import { audit } from '../../../core/audit'
import { authorize } from '../../../core/authorize'
import { organizationOf, type Ctx } from '../../../core/ctx'
import { isFailure, type Failure } from '../../../core/errors'
import { invalid, notFound, validate } from '../../../core/failures'
import { isId, newId } from '../../../core/ids'
import { Prisma } from '../../../generated/prisma/client'
import { announceEnding } from '../../../infra/live'
import type { TenantTransaction } from '../../../infra/tenant-client'
import { rightsAtPlace } from '../narrowed-rights'
import { mayGrant } from '../policy'
import { areAdmin, hasAdminBeside, lockAdmins } from './last-admin'
import { findMember, type MemberRow, type NarrowedRole } from './list-members'
import { holdRoles, listRoles, type RoleRow } from './list-roles'

type Wanted = z.output<typeof changeUserRolesSchema>

/** A role where it is held: at a site, in a department, or, with neither, everywhere. */
type Held = NarrowedRole

interface Change {
  member: MemberRow
  added: Held[]
  removed: Held[]
}

const everywhere = (role: RoleRow): Held => ({ role, siteId: null, departmentId: null })
const placeOf = ({ siteId, departmentId }: Held): string => siteId ?? departmentId ?? ''
const heldBy = (member: MemberRow): Held[] => [...member.roles.map(everywhere), ...member.narrowedRoles]
const without = (some: Held[], others: Held[]): Held[] =>
  some.filter((one) => !others.some((other) => other.role.id === one.role.id && placeOf(other) === placeOf(one)))

/** Roles as the audit log keeps them: keys, with the place of those that have one. */
const traceOf = (held: Held[]): string[] =>
  held.map((one) => (placeOf(one) === '' ? one.role.key : `${one.role.key}@${placeOf(one)}`)).sort()

/** Why the caller cannot make a change, by its text; null when they can. */
async function objection(ctx: Ctx, tx: TenantTransaction, { member, added, removed }: Change): Promise<string | null> {
  if (![...added, ...removed].every(({ role }) => mayGrant(ctx, role))) return 'rightsBeyondYours'
  const rolesGone = removed.filter((one) => placeOf(one) === '').map(({ role }) => role)
  return areAdmin(rolesGone) && !(await hasAdminBeside(tx, member.userId)) ? 'lastAdmin' : null
}

async function apply(ctx: Ctx, tx: TenantTransaction, { member, added, removed }: Change, held: Held[]): Promise<void> {
  const [organizationId, { userId }] = [organizationOf(ctx), member]
  for (const one of removed) await tx.userRole.deleteMany({ where: { userId, roleId: one.role.id, place: placeOf(one) } })
  await tx.userRole.createMany({
    data: added.map(({ role, siteId, departmentId }) => {
      const place = siteId ?? departmentId ?? ''
      return { id: newId(), organizationId, userId, roleId: role.id, siteId, departmentId, place }
    }),
  })
  await ensureHost(
    ctx,
    tx,
    userId,
    held.filter((one) => placeOf(one) === '').map(({ role }) => role),
  )
  const change = { before: { roles: traceOf(heldBy(member)) }, after: { roles: traceOf(held) } }
  await audit(ctx, tx, 'user.change_roles', { type: 'User', id: userId }, change)
}

/** Makes the host that a person is, where a role gives rights over what one hosts. */
export async function ensureHost(ctx: Ctx, tx: TenantTransaction, userId: string, roles: RoleRow[]): Promise<void> {
  if (!roles.some((role) => role.permissions.some(({ permission }) => permission.endsWith(':own')))) return
  if (await tx.host.findFirst({ where: { userId }, select: { id: true } })) return
  await tx.host.create({ data: { id: newId(), organizationId: organizationOf(ctx), userId }, select: { id: true } })
}

/** Finds the places of the narrowed roles. @returns why one of them cannot be; null when all can */
async function objectionToPlaces(ctx: Ctx, tx: TenantTransaction, { narrowedRoles }: Wanted, roles: RoleRow[]): Promise<Failure | null> {
  for (const [index, { roleId, siteId, departmentId }] of (narrowedRoles ?? []).entries()) {
    const path = ['narrowedRoles', String(index)]
    const site = siteId && isId(siteId) ? await tx.site.findUnique({ where: { id: siteId }, select: { closedAt: true } }) : null
    const department = departmentId && isId(departmentId) ? await tx.department.findUnique({ where: { id: departmentId } }) : null
    if (!site && !department) return notFound(ctx, path.join('.'))
    if (site?.closedAt) return invalid(ctx, [{ path, key: 'siteClosed' }])
    const role = roles.find(({ id }) => id === roleId)
    if (!role || rightsAtPlace(site ? 'site' : 'department', role).length === 0) return invalid(ctx, [{ path, key: 'roleHasNoPlace' }])
  }
  return null
}

/** What the person shall hold: the roles everywhere, and the narrowed ones, or those they have where nothing is said of them. */
function wantedOf({ roleIds, narrowedRoles }: Wanted, roles: RoleRow[], before: MemberRow): Held[] {
  const roleOf = (id: string): RoleRow[] => roles.filter((role) => role.id === id)
  const narrowed = narrowedRoles?.flatMap(({ roleId, siteId, departmentId }) =>
    roleOf(roleId).map((role) => ({ role, siteId, departmentId })),
  )
  return [...roleIds.flatMap(roleOf).map(everywhere), ...(narrowed ?? before.narrowedRoles)]
}

async function change(ctx: Ctx, tx: TenantTransaction, wanted: Wanted, found: RoleRow[]): Promise<MemberRow | Failure> {
  await lockAdmins(tx)
  const roles = await holdRoles(ctx, tx, found)
  if (!roles) return notFound(ctx, 'roleIds')
  const before = await findMember(tx, wanted.memberId)
  if (!before) return notFound(ctx, 'memberId')
  const misplaced = await objectionToPlaces(ctx, tx, wanted, roles)
  if (misplaced) return misplaced
  const held = wantedOf(wanted, roles, before)
  const difference = { member: before, added: without(held, heldBy(before)), removed: without(heldBy(before), held) }
  if (difference.added.length + difference.removed.length === 0) return before
  const key = await objection(ctx, tx, difference)
  if (key) return invalid(ctx, [{ path: ['roleIds'], key }])
  await apply(ctx, tx, difference, held)
  return (await findMember(tx, wanted.memberId)) ?? before
}

const isGone = (error: unknown): boolean => error instanceof Prisma.PrismaClientKnownRequestError && error.code === 'P2003'

/**
 * Gives a person of the organization exactly these roles, some of them perhaps at one site or in one department only. Their sessions go on
 * with the new rights within a second.
 * @returns the person, or NOT_FOUND, VALIDATION_FAILED for rights that the caller does not hold, for a role that gives nothing in a place,
 * and for the last administrator
 */
export async function changeUserRoles(ctx: Ctx, input: z.input<typeof changeUserRolesSchema>): Promise<MemberRow | Failure> {
  authorize(ctx, 'user:manage')
  const { data, failed } = validate(ctx, changeUserRolesSchema, input)
  if (failed) return failed
  if (!isId(data.memberId)) return notFound(ctx, 'memberId')
  const ids = [...new Set([...data.roleIds, ...(data.narrowedRoles ?? []).map(({ roleId }) => roleId)])]
  const found = await listRoles(ctx, { where: { id: { in: ids } } })
  if (found.length !== ids.length) return notFound(ctx, 'roleIds')
  const work = ctx.transaction((tx) => change(ctx, tx, data, found))
  const member = await work.catch((error: unknown) => {
    if (isGone(error)) return notFound(ctx, 'narrowedRoles')
    throw error
  })
  if (!isFailure(member)) announceEnding([member.userId])
  return member
}

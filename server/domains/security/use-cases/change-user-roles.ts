import type { z } from 'zod'
import { changeUserRolesSchema } from '#shared/schemas/security'
import { audit } from '../../../core/audit'
import { authorize } from '../../../core/authorize'
import { organizationOf, type Ctx } from '../../../core/ctx'
import { isFailure, type Failure } from '../../../core/errors'
import { invalid, notFound, validate } from '../../../core/failures'
import { isId, newId } from '../../../core/ids'
import { announceEnding } from '../../../infra/live'
import type { TenantTransaction } from '../../../infra/tenant-client'
import { mayGrant } from '../policy'
import { areAdmin, hasAdminBeside, lockAdmins } from './last-admin'
import { findMember, type MemberRow } from './list-members'
import { holdRoles, listRoles, type RoleRow } from './list-roles'

interface Change {
  member: MemberRow
  added: RoleRow[]
  removed: RoleRow[]
}

const without = (roles: RoleRow[], others: RoleRow[]): RoleRow[] => roles.filter(({ id }) => !others.some((other) => other.id === id))
const keysOf = (roles: RoleRow[]): string[] => roles.map(({ key }) => key).sort()

/** Why the caller cannot make a change, by its text; null when they can. */
async function objection(ctx: Ctx, tx: TenantTransaction, { member, added, removed }: Change): Promise<string | null> {
  if (![...added, ...removed].every((role) => mayGrant(ctx, role))) return 'rightsBeyondYours'
  return areAdmin(removed) && !(await hasAdminBeside(tx, member.userId)) ? 'lastAdmin' : null
}

async function apply(ctx: Ctx, tx: TenantTransaction, { member, added, removed }: Change, roles: RoleRow[]): Promise<void> {
  const [organizationId, { userId }] = [organizationOf(ctx), member]
  await tx.userRole.deleteMany({ where: { userId, roleId: { in: removed.map(({ id }) => id) } } })
  await tx.userRole.createMany({ data: added.map(({ id }) => ({ id: newId(), organizationId, userId, roleId: id })) })
  await ensureHost(ctx, tx, userId, roles)
  const change = { before: { roles: keysOf(member.roles) }, after: { roles: keysOf(roles) } }
  await audit(ctx, tx, 'user.change_roles', { type: 'User', id: userId }, change)
}

/** Makes the host that a person is, where a role gives rights over what one hosts. */
export async function ensureHost(ctx: Ctx, tx: TenantTransaction, userId: string, roles: RoleRow[]): Promise<void> {
  if (!roles.some((role) => role.permissions.some(({ permission }) => permission.endsWith(':own')))) return
  if (await tx.host.findFirst({ where: { userId }, select: { id: true } })) return
  await tx.host.create({ data: { id: newId(), organizationId: organizationOf(ctx), userId }, select: { id: true } })
}

/**
 * Gives a person of the organization exactly these roles. Their sessions go on with the new rights within a second.
 * @returns the person, or NOT_FOUND, VALIDATION_FAILED for rights that the caller does not hold and for the last administrator
 */
export async function changeUserRoles(ctx: Ctx, input: z.input<typeof changeUserRolesSchema>): Promise<MemberRow | Failure> {
  authorize(ctx, 'user:manage')
  const { data, failed } = validate(ctx, changeUserRolesSchema, input)
  if (failed) return failed
  if (!isId(data.memberId)) return notFound(ctx, 'memberId')
  const found = await listRoles(ctx, { where: { id: { in: data.roleIds } } })
  if (found.length !== data.roleIds.length) return notFound(ctx, 'roleIds')
  const member = await ctx.transaction(async (tx) => {
    await lockAdmins(tx)
    const roles = await holdRoles(ctx, tx, found)
    if (!roles) return notFound(ctx, 'roleIds')
    const before = await findMember(tx, data.memberId)
    if (!before) return notFound(ctx, 'memberId')
    const change = { member: before, added: without(roles, before.roles), removed: without(before.roles, roles) }
    if (change.added.length + change.removed.length === 0) return before
    const key = await objection(ctx, tx, change)
    if (key) return invalid(ctx, [{ path: ['roleIds'], key }])
    await apply(ctx, tx, change, roles)
    return { ...before, roles }
  })
  if (!isFailure(member)) announceEnding([member.userId])
  return member
}

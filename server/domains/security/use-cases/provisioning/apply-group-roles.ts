import { z } from 'zod'
import { audit } from '../../../../core/audit'
import { systemCtx, type Ctx } from '../../../../core/ctx'
import type { JobContext } from '../../../../core/handlers'
import { newId } from '../../../../core/ids'
import { announceEnding } from '../../../../infra/live'
import type { TenantTransaction } from '../../../../infra/tenant-client'
import { ensureHost } from '../change-user-roles'
import { areAdmin, hasAdminBeside, lockAdmins } from '../last-admin'
import { lockOwnRoles, type RoleRow } from '../list-roles'

const rightsSchema = z.array(z.string()).catch([])

/** Whether a role is still within what somebody held who chose it for a group. */
export const isAsChosen = (role: { permissions: { permission: string }[] }, rights: unknown): boolean => {
  const chosen = new Set(rightsSchema.parse(rights))
  return role.permissions.every(({ permission }) => chosen.has(permission))
}

/** The roles that a person's groups bring. */
async function rolesByGroups(ctx: Ctx, tx: TenantTransaction, userId: string): Promise<RoleRow[]> {
  const groups = await tx.provisionedGroupMember.findMany({ where: { userId }, select: { groupId: true } })
  const inGroups = { groupId: { in: groups.map(({ groupId }) => groupId) } }
  const rows = await tx.provisionedGroupRole.findMany({ where: inGroups, select: { roleId: true } })
  // Held before they are read: nobody widens a role between the look at its rights and the grant.
  await lockOwnRoles(ctx, tx, [...new Set(rows.map(({ roleId }) => roleId))])
  const chosen = await tx.provisionedGroupRole.findMany({ where: inGroups, include: { role: { include: { permissions: true } } } })
  const fit = chosen.filter(({ role, rights }) => isAsChosen(role, rights)).map(({ role }) => role)
  return [...new Map(fit.map((role) => [role.id, role])).values()]
}

async function write(ctx: Ctx, tx: TenantTransaction, organizationId: string, userId: string, added: RoleRow[], removedIds: string[]) {
  const before = await tx.userRole.findMany({ where: { userId, place: '' }, select: { role: { select: { key: true } } } })
  await tx.userRole.deleteMany({ where: { userId, place: '', roleId: { in: removedIds } } })
  await tx.provisionedRole.deleteMany({ where: { userId, roleId: { in: removedIds } } })
  const ids = added.map(({ id }) => id)
  await tx.userRole.createMany({ data: ids.map((roleId) => ({ id: newId(), organizationId, userId, roleId })), skipDuplicates: true })
  await tx.provisionedRole.createMany({ data: ids.map((roleId) => ({ organizationId, userId, roleId })), skipDuplicates: true })
  await ensureHost(ctx, tx, userId, added)
  const now = await tx.userRole.findMany({ where: { userId, place: '' }, select: { role: { select: { key: true } } } })
  const keysOf = (rows: typeof now) => rows.map(({ role }) => role.key).sort()
  const change = { before: { roles: keysOf(before) }, after: { roles: keysOf(now) }, by: 'groups' }
  await audit(ctx, tx, 'user.change_roles', { type: 'User', id: userId }, change)
}

/** Puts one person's roles right. @returns whether anything was changed */
async function follow(ctx: Ctx, tx: TenantTransaction, organizationId: string, userId: string): Promise<boolean> {
  await lockAdmins(tx)
  if (!(await tx.membership.findFirst({ where: { userId }, select: { id: true } }))) return false
  const wanted = await rolesByGroups(ctx, tx, userId)
  const held = new Set((await tx.userRole.findMany({ where: { userId, place: '' }, select: { roleId: true } })).map(({ roleId }) => roleId))
  const brought = await tx.provisionedRole.findMany({ where: { userId }, select: { roleId: true } })
  // A role that somebody gave by hand is not noted as brought, so that it stays when the group goes.
  const added = wanted.filter(({ id }) => !held.has(id))
  const superfluous = brought.map(({ roleId }) => roleId).filter((id) => !wanted.some((role) => role.id === id))
  const isLastAdmin = areAdmin(superfluous.map((id) => ({ id }))) && !(await hasAdminBeside(tx, userId))
  const removed = isLastAdmin ? superfluous.filter((id) => !areAdmin([{ id }])) : superfluous
  if (added.length + removed.length === 0) return false
  await write(ctx, tx, organizationId, userId, added, removed)
  return true
}

/**
 * Gives people exactly the roles that their groups bring, for the whole organization, beside those that people gave them: never a role that has grown since it was
 * chosen for the group, and never away from the last administrator. It looks at what is so now, so that running twice changes nothing.
 */
export async function applyGroupRoles({ organizationId }: JobContext, { userIds }: { userIds: string[] }): Promise<void> {
  const ctx = systemCtx(organizationId)
  for (const userId of userIds) if (await ctx.transaction((tx) => follow(ctx, tx, organizationId, userId))) announceEnding([userId])
}

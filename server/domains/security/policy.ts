import type { Ctx } from '../../core/ctx'
import { isPermission } from '../../core/permissions'

/** Whether a person who belongs to an organization may act there: they followed the invitation and are not suspended. */
export const isIn = (membership: { acceptedAt: Date | null; suspendedAt: Date | null }): boolean =>
  membership.acceptedAt !== null && membership.suspendedAt === null

/** Whether the caller holds a right as roles write it; whoever holds one for the whole organization holds it for their own. */
export function holds(ctx: Pick<Ctx, 'permissions' | 'ownPermissions'>, right: string): boolean {
  if (isPermission(right)) return ctx.permissions.has(right)
  const whole = right.replace(/:own$/, '')
  return isPermission(whole) && (ctx.permissions.has(whole) || ctx.ownPermissions.has(whole))
}

/** Whether the caller may give or take a role: only rights that they hold themselves. */
export const mayGrant = (ctx: Pick<Ctx, 'permissions' | 'ownPermissions'>, role: { permissions: { permission: string }[] }): boolean =>
  role.permissions.every(({ permission }) => holds(ctx, permission))

/** Whether the caller may decide about a person: never about one who holds rights, even in one place, that the caller does not hold. */
export const mayManage = (
  ctx: Ctx,
  member: { roles: Parameters<typeof mayGrant>[1][]; narrowedRoles: { role: Parameters<typeof mayGrant>[1] }[] },
): boolean => [...member.roles, ...member.narrowedRoles.map(({ role }) => role)].every((role) => mayGrant(ctx, role))

import { withAncestors, type Branch } from '#shared/department-tree'
import type { TenantTransaction } from '../infra/tenant-client'
import type { Ctx } from './ctx'
import { ownPermissions } from './permissions'

/**
 * Whether somebody, perhaps the caller, holds a role in a department or above it with rights that the caller does not hold in the
 * whole organization: what comes under the department comes under the role, which the caller could not have given.
 * @param tree the departments of the organization
 */
export async function wouldWidenRole(
  ctx: Ctx,
  tx: Pick<TenantTransaction, 'userRole'>,
  tree: readonly Branch[],
  departmentId: string,
): Promise<boolean> {
  if (ctx.actor.type === 'system') return false
  const grants = await tx.userRole.findMany({
    where: { departmentId: { in: withAncestors(tree, departmentId) } },
    select: { role: { select: { permissions: { select: { permission: true } } } } },
  })
  const given = new Set(grants.flatMap(({ role }) => role.permissions.map(({ permission }) => permission)))
  return ownPermissions.some((right) => given.has(right) && !ctx.permissions.has(right))
}

import { ableMember } from '../../../core/members'
import { builtInRoles } from '../../../core/permissions'
import type { TenantTransaction } from '../../../infra/tenant-client'

const roleId = builtInRoles.OrgAdmin.id

/**
 * Takes the organization's grants of OrgAdmin for the rest of the transaction, so that of two who change rights at once
 * the second sees what the first did. Writes what stands there: the statement is for its locks.
 */
export async function lockAdmins(tx: TenantTransaction): Promise<void> {
  await tx.userRole.updateMany({ where: { roleId, place: '' }, data: { roleId } })
}

/** Whether somebody else (anybody, for an empty id) can administer the organization. Ask it after {@link lockAdmins}. */
export async function hasAdminBeside(tx: Pick<TenantTransaction, 'userRole' | 'membership'>, userId: string): Promise<boolean> {
  const grants = await tx.userRole.findMany({ where: { roleId, place: '', userId: { not: userId } }, select: { userId: true } })
  const able = { ...ableMember, userId: { in: grants.map((grant) => grant.userId) } }
  return (await tx.membership.findFirst({ where: able, select: { id: true } })) !== null
}

/** Whether these roles, held in the whole organization, make their holder an administrator of it. */
export const areAdmin = (roles: readonly { id: string }[]): boolean => roles.some(({ id }) => id === roleId)

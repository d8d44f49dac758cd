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

/** The accounts that can administer the organization. */
export async function ableAdmins(db: Pick<TenantTransaction, 'userRole' | 'membership'>): Promise<Set<string>> {
  const grants = await db.userRole.findMany({ where: { roleId, place: '' }, select: { userId: true } })
  const able = { ...ableMember, userId: { in: grants.map((grant) => grant.userId) } }
  return new Set((await db.membership.findMany({ where: able, select: { userId: true } })).map(({ userId }) => userId))
}

/** Whether somebody else (anybody, for an empty id) can administer the organization. Ask it after {@link lockAdmins}. */
export async function hasAdminBeside(tx: Pick<TenantTransaction, 'userRole' | 'membership'>, userId: string): Promise<boolean> {
  return [...(await ableAdmins(tx))].some((admin) => admin !== userId)
}

/** Whether these roles, held in the whole organization, make their holder an administrator of it. */
export const areAdmin = (roles: readonly { id: string }[]): boolean => roles.some(({ id }) => id === roleId)

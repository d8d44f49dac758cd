import type { TenantTransaction } from '../infra/tenant-client'
import { ableMember } from './members'
import type { Permission } from './permissions'

/**
 * The people of the organization who hold a right everywhere at this moment, whatever their sessions say.
 * @param siteId also those who hold it at this site alone
 * @returns their ids
 */
export async function findHolders(
  db: Pick<TenantTransaction, 'membership' | 'userRole'>,
  permission: Permission,
  siteId?: string,
): Promise<string[]> {
  const grants = await db.userRole.findMany({
    where: { place: siteId === undefined ? '' : { in: ['', siteId] }, role: { permissions: { some: { permission } } } },
    select: { userId: true },
  })
  const able = { ...ableMember, userId: { in: grants.map((grant) => grant.userId) } }
  const members = await db.membership.findMany({ where: able, select: { userId: true }, orderBy: { userId: 'asc' } })
  return members.map((member) => member.userId)
}

import type { TenantTransaction } from '../infra/tenant-client'
import type { Permission } from './permissions'

/** The people of the organization who hold a right everywhere at this moment, whatever their sessions say. @returns their ids */
export async function findHolders(db: Pick<TenantTransaction, 'membership' | 'userRole'>, permission: Permission): Promise<string[]> {
  const grants = await db.userRole.findMany({
    where: { place: '', role: { permissions: { some: { permission } } } },
    select: { userId: true },
  })
  const userId = { in: grants.map((grant) => grant.userId) }
  const able = { userId, suspendedAt: null, acceptedAt: { not: null }, user: { status: 'ACTIVE' as const } }
  const members = await db.membership.findMany({ where: able, select: { userId: true }, orderBy: { userId: 'asc' } })
  return members.map((member) => member.userId)
}

import type { TenantTransaction } from '../../../../infra/tenant-client'

/** The people of the organization who may decide over files of many visitors at this moment, whatever their sessions say. @returns their ids */
export async function findPrivacyHolders(db: Pick<TenantTransaction, 'membership' | 'userRole'>): Promise<string[]> {
  const grants = await db.userRole.findMany({
    where: { place: '', role: { permissions: { some: { permission: 'privacy:manage' } } } },
    select: { userId: true },
  })
  const userId = { in: grants.map((grant) => grant.userId) }
  const able = { userId, suspendedAt: null, acceptedAt: { not: null }, user: { status: 'ACTIVE' as const } }
  const members = await db.membership.findMany({ where: able, select: { userId: true }, orderBy: { userId: 'asc' } })
  return members.map((member) => member.userId)
}

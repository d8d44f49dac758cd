import type { Prisma } from '../generated/prisma/client'
import type { TenantTransaction } from '../infra/tenant-client'

/** People who can come in: they have followed the invitation and nobody has suspended them. */
export const ableMember = { suspendedAt: null, acceptedAt: { not: null }, user: { status: 'ACTIVE' } } satisfies Prisma.MembershipWhereInput

/** What people of the organization are called in it, by their accounts. */
export async function namesByAccount(
  db: Pick<TenantTransaction, 'membership'>,
  userIds: readonly (string | null)[],
): Promise<Map<string | null, string>> {
  const ids = [...new Set(userIds.flatMap((id) => id ?? []))]
  const members = await db.membership.findMany({ where: { userId: { in: ids } }, select: { userId: true, name: true } })
  return new Map(members.map(({ userId, name }) => [userId, name]))
}

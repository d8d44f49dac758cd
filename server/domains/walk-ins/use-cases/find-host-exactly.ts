import { ableMember } from '../../../core/members'
import type { TenantClient } from '../../../infra/tenant-client'

/**
 * The host of a whole name or a whole e-mail, as a guest types it. No list of employees can be had this way: nothing is found by a part,
 * and nothing where two are called the same.
 */
export async function findHostExactly(db: Pick<TenantClient, 'host'>, typed: string): Promise<string | null> {
  const text = typed.trim().replaceAll(/\s+/g, ' ')
  if (text.length < 3) return null
  const named = text.includes('@') ? { user: { email: text.toLowerCase() } } : { membership: { name: text } }
  const found = await db.host.findMany({
    where: { AND: [named, { membership: ableMember }] },
    select: { id: true, membership: { select: { name: true } } },
    take: 2,
  })
  return found.length === 1 ? (found[0]?.id ?? null) : null
}

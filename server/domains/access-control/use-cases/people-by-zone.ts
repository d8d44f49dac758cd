import type { TenantClient } from '../../../infra/tenant-client'

/** How many people are in which zone of a site, those in inner zones not counted with the zones around them. */
export async function peopleByZone(db: Pick<TenantClient, 'visitPass'>, siteId: string): Promise<Map<string, number>> {
  const passes = await db.visitPass.findMany({ where: { siteId, presence: 'INSIDE' }, select: { zones: true } })
  const people = new Map<string, number>()
  for (const { zones } of passes)
    for (const [id, count] of Object.entries((zones ?? {}) as Record<string, number>)) people.set(id, (people.get(id) ?? 0) + count)
  return people
}

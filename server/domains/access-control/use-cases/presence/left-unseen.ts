import { unseenFor } from '#shared/stay-policy'
import type { TenantClient, TenantTransaction } from '../../../../infra/tenant-client'

/** Somebody who counts as gone although nobody saw them leave, and has not been seen since: one line for each of a group. */
export interface LeftUnseen {
  checkinId: string
  visitPassId: string
  at: Date
  by: 'CLOCK' | 'HOST'
  /** The zone in which they were last; null for none in particular. */
  zoneId: string | null
}

type Reader = TenantClient | TenantTransaction

const selection = {
  id: true,
  source: true,
  visitPassId: true,
  occurredAt: true,
  zoneFrom: true,
  visitPass: { select: { type: true } },
} as const

/** When somebody on each of these passes was seen at a gate, or said by somebody to be elsewhere, since a moment. */
async function sightingsOf(db: Reader, visitPassIds: string[], since: Date): Promise<Map<string, Date[]>> {
  const where = { visitPassId: { in: visitPassIds }, occurredAt: { gt: since }, movement: { not: null } }
  const rows = await db.checkin.findMany({
    where: { ...where, result: { in: ['ADMITTED', 'CONFLICT'] }, source: { notIn: ['CLOCK', 'HOST'] } },
    select: { visitPassId: true, occurredAt: true },
    orderBy: { occurredAt: 'asc' },
  })
  const seen = new Map<string, Date[]>()
  for (const { visitPassId, occurredAt } of rows) seen.set(visitPassId ?? '', [...(seen.get(visitPassId ?? '') ?? []), occurredAt])
  return seen
}

/**
 * Who counts as gone from a site since not so long ago, although nobody saw them leave: they may be inside all the same. Whoever was seen
 * since, coming or going, is not among them; of a group each time one, for nobody knows who it was.
 */
export async function leftUnseen(db: Reader, siteId: string, now: Date): Promise<LeftUnseen[]> {
  const since = new Date(now.getTime() - unseenFor)
  const said = { source: { in: ['CLOCK' as const, 'HOST' as const] }, result: 'ADMITTED' as const, movement: 'OUT' as const }
  const rows = await db.checkin.findMany({
    where: { siteId, occurredAt: { gte: since }, visitPassId: { not: null }, ...said },
    select: selection,
    orderBy: [{ occurredAt: 'asc' }, { id: 'asc' }],
  })
  if (rows.length === 0) return []
  const seen = await sightingsOf(db, [...new Set(rows.flatMap(({ visitPassId }) => visitPassId ?? []))], since)
  return rows.flatMap(({ id, source, visitPassId, occurredAt: at, zoneFrom: zoneId, visitPass }) => {
    const sightings = seen.get(visitPassId ?? '') ?? []
    const place = sightings.findIndex((sighting) => sighting > at)
    if (visitPassId === null) return []
    if (place === -1) return [{ checkinId: id, visitPassId, at, by: source === 'HOST' ? ('HOST' as const) : ('CLOCK' as const), zoneId }]
    if (visitPass?.type === 'GROUP') sightings.splice(place, 1)
    return []
  })
}

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

const unseenSources = ['CLOCK' as const, 'HOST' as const]
const selection = {
  id: true,
  source: true,
  movement: true,
  visitPassId: true,
  occurredAt: true,
  zoneFrom: true,
  visitPass: { select: { type: true } },
} as const

/** What happened on passes since a moment: who moved, and who counted as gone. */
const movesOf = (db: Reader, visitPassIds: string[], since: Date) =>
  db.checkin.findMany({
    where: {
      visitPassId: { in: visitPassIds },
      occurredAt: { gte: since },
      movement: { not: null },
      result: { in: ['ADMITTED', 'CONFLICT'] },
    },
    select: selection,
    orderBy: [{ occurredAt: 'asc' }, { id: 'asc' }],
  })

type Moved = Awaited<ReturnType<typeof movesOf>>[number]

/** Of one pass: who is left of those who counted as gone, once everything since is gone through in its order. */
function leftOf(moves: readonly Moved[]): LeftUnseen[] {
  let [unseen, cameSince]: [LeftUnseen[], number] = [[], 0]
  for (const { id: checkinId, source, movement, visitPassId, occurredAt: at, zoneFrom: zoneId, visitPass } of moves) {
    if (source === 'CLOCK' || source === 'HOST') {
      unseen.push({ checkinId, visitPassId: visitPassId ?? '', at, by: source, zoneId })
      cameSince = 0
    } else if (visitPass?.type !== 'GROUP') unseen = []
    else if (movement === 'IN') cameSince++
    else if (movement === 'OUT' && cameSince > 0) cameSince--
    else if (movement === 'OUT') unseen.shift()
  }
  return unseen
}

/**
 * Who counts as gone from a site since not so long ago, although nobody saw them leave: they may be inside all the same. Whoever was seen
 * since, coming or going, is not among them. Of a group nobody knows who is seen: those who leave are those who came since, then those who
 * counted as gone, so that rather one too many is looked for.
 */
export async function leftUnseen(db: Reader, siteId: string, now: Date): Promise<LeftUnseen[]> {
  const since = new Date(now.getTime() - unseenFor)
  const gone = await db.checkin.findMany({
    where: { siteId, occurredAt: { gte: since }, visitPassId: { not: null }, source: { in: unseenSources }, result: 'ADMITTED' },
    select: { visitPassId: true },
  })
  const ids = [...new Set(gone.flatMap(({ visitPassId }) => visitPassId ?? []))]
  if (ids.length === 0) return []
  const moves = Map.groupBy(await movesOf(db, ids, since), ({ visitPassId }) => visitPassId)
  return [...moves.values()].flatMap(leftOf).toSorted((one, other) => one.at.getTime() - other.at.getTime())
}

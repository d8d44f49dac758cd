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

/**
 * Who counts as gone from a site since not so long ago, although nobody saw them leave: they may be inside all the same. Whoever was seen
 * since, coming or going, is not among them.
 */
export async function leftUnseen(db: TenantClient | TenantTransaction, siteId: string, now: Date): Promise<LeftUnseen[]> {
  const rows = await db.checkin.findMany({
    where: {
      siteId,
      occurredAt: { gte: new Date(now.getTime() - unseenFor) },
      source: { in: ['CLOCK', 'HOST'] },
      result: 'ADMITTED',
      movement: 'OUT',
      visitPass: { presence: 'LEFT' },
    },
    select: { id: true, source: true, visitPassId: true, occurredAt: true, zoneFrom: true, visitPass: { select: { movedAt: true } } },
    orderBy: [{ occurredAt: 'asc' }, { id: 'asc' }],
  })
  return rows.flatMap(({ id, source, visitPassId, occurredAt, zoneFrom, visitPass }) =>
    visitPassId !== null && visitPass?.movedAt?.getTime() === occurredAt.getTime()
      ? [{ checkinId: id, visitPassId, at: occurredAt, by: source === 'HOST' ? ('HOST' as const) : ('CLOCK' as const), zoneId: zoneFrom }]
      : [],
  )
}

import { startOfDay } from '#shared/time'
import { authorizeWithin } from '../../../core/authorize'
import type { Ctx } from '../../../core/ctx'
import { isId } from '../../../core/ids'
import { isSiteWithin } from '../../../core/within'

/** What one gate did today. */
export interface GateTally {
  gateId: string
  admitted: number
  denied: number
}

/** Who is where, in numbers, by the site's day. */
export interface PresenceTally {
  inside: number
  expectedToday: number
  admittedToday: number
  deniedToday: number
  gates: GateTally[]
}

/**
 * Counts who is inside a site and what its gates did since its midnight.
 * @returns null for a site that does not exist, or whose scans the caller may not see as a whole
 */
export async function countPresence(ctx: Ctx, siteId: string): Promise<PresenceTally | null> {
  const reach = authorizeWithin(ctx, 'checkin:read')
  const site =
    isId(siteId) && isSiteWithin(reach, siteId)
      ? await ctx.db.site.findUnique({
          where: { id: siteId },
          select: { timeZone: true, gates: { select: { id: true, closedAt: true }, orderBy: { id: 'asc' } } },
        })
      : null
  if (!site) return null
  const [since, until] = startOfDay(ctx.now(), site.timeZone)
  const [inside, expectedToday, scans] = await Promise.all([
    ctx.db.visitPass.count({ where: { siteId, presence: 'INSIDE' } }),
    ctx.db.visitPass.count({
      where: { siteId, presence: 'EXPECTED', status: { in: ['DRAFT', 'ACTIVE'] }, validFrom: { lt: until }, validTo: { gt: ctx.now() } },
    }),
    ctx.db.checkin.groupBy({
      by: ['gateId', 'result', 'direction'],
      where: { siteId, occurredAt: { gte: since } },
      _count: { _all: true },
    }),
  ])
  const count = (gateId: string, wanted: (scan: (typeof scans)[number]) => boolean) =>
    scans.filter((scan) => scan.gateId === gateId && wanted(scan)).reduce((sum, scan) => sum + scan._count._all, 0)
  const shown = site.gates.filter((gate) => !gate.closedAt || scans.some(({ gateId }) => gateId === gate.id))
  const gates = shown.map(({ id }) => ({
    gateId: id,
    admitted: count(id, (scan) => scan.result === 'ADMITTED' && scan.direction === 'ENTRY'),
    denied: count(id, (scan) => scan.result === 'DENIED'),
  }))
  const total = (key: 'admitted' | 'denied') => gates.reduce((sum, gate) => sum + gate[key], 0)
  return { inside, expectedToday, admittedToday: total('admitted'), deniedToday: total('denied'), gates }
}

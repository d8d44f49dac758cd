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
    countInside(ctx, siteId),
    countExpected(ctx, siteId, until),
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

/** How many people are inside: on a pass for a group there may be several. */
async function countInside({ db }: Ctx, siteId: string): Promise<number> {
  const inside = { siteId, presence: 'INSIDE' as const }
  const [single, groups] = await Promise.all([
    db.visitPass.count({ where: { ...inside, type: { not: 'GROUP' } } }),
    db.visitPass.aggregate({ where: { ...inside, type: 'GROUP' }, _sum: { peopleInside: true } }),
  ])
  return single + (groups._sum.peopleInside ?? 0)
}

/** How many people are still to come until then: of a group those of it who have not entered yet. */
async function countExpected({ db, now }: Ctx, siteId: string, until: Date): Promise<number> {
  const coming = { siteId, status: { in: ['DRAFT' as const, 'ACTIVE' as const] }, validFrom: { lt: until }, validTo: { gt: now() } }
  const counted = { type: 'GROUP' as const, entriesLimit: { not: null } }
  const [single, groups] = await Promise.all([
    db.visitPass.count({ where: { ...coming, presence: 'EXPECTED', NOT: counted } }),
    db.visitPass.aggregate({ where: { ...coming, ...counted }, _sum: { entriesLimit: true, entriesUsed: true } }),
  ])
  return single + (groups._sum.entriesLimit ?? 0) - (groups._sum.entriesUsed ?? 0)
}

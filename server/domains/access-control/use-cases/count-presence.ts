import { startOfDay } from '#shared/time'
import { zonesIn } from '#shared/whereabouts'
import { authorizeWithin } from '../../../core/authorize'
import type { Ctx } from '../../../core/ctx'
import { isId } from '../../../core/ids'
import { isSiteWithin } from '../../../core/within'
import type { Movement, ScanResult } from '../../../generated/prisma/enums'
import { peopleByZone } from './people-by-zone'

/** What one gate did today. */
export interface GateTally {
  gateId: string
  admitted: number
  denied: number
}

/** How many people are in a zone, those in the zones that lie in it too. */
export interface ZoneTally {
  zoneId: string
  people: number
}

/** Who is where, in numbers, by the site's day. */
export interface PresenceTally {
  siteId: string
  inside: number
  expectedToday: number
  admittedToday: number
  deniedToday: number
  /** How many people may be inside; null for as many as come. */
  capacity: number | null
  zones: ZoneTally[]
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
          select: {
            timeZone: true,
            accessState: { select: { capacity: true } },
            gates: { select: { id: true, closedAt: true }, orderBy: { id: 'asc' } },
          },
        })
      : null
  if (!site) return null
  const [since, until] = startOfDay(ctx.now(), site.timeZone)
  const [inside, zones, expectedToday, scans] = await Promise.all([
    countInside(ctx, siteId),
    countZones(ctx, siteId),
    countExpected(ctx, siteId, until),
    ctx.db.checkin.groupBy({
      by: ['gateId', 'result', 'movement'],
      // What a person said afterwards is no scan of a gate.
      where: { siteId, occurredAt: { gte: since }, isCorrection: false },
      _count: { _all: true },
    }),
  ])
  const gates = talliesOf(site.gates, scans)
  const total = (key: 'admitted' | 'denied') => gates.reduce((sum, gate) => sum + gate[key], 0)
  return {
    siteId,
    inside,
    expectedToday,
    admittedToday: total('admitted'),
    deniedToday: total('denied'),
    capacity: site.accessState?.capacity ?? null,
    zones,
    gates,
  }
}

type Scans = { gateId: string; result: ScanResult; movement: Movement | null; _count: { _all: number } }[]

/** What each gate did; closed ones that did nothing are left out. */
function talliesOf(gates: readonly { id: string; closedAt: Date | null }[], scans: Scans): GateTally[] {
  const count = (gateId: string, wanted: (scan: Scans[number]) => boolean) =>
    scans.filter((scan) => scan.gateId === gateId && wanted(scan)).reduce((sum, scan) => sum + scan._count._all, 0)
  const shown = gates.filter((gate) => !gate.closedAt || scans.some(({ gateId }) => gateId === gate.id))
  return shown.map(({ id }) => ({
    gateId: id,
    admitted: count(id, (scan) => scan.result === 'ADMITTED' && scan.movement === 'IN'),
    denied: count(id, (scan) => scan.result === 'DENIED'),
  }))
}

async function countZones({ db }: Ctx, siteId: string): Promise<ZoneTally[]> {
  const zones = await db.zone.findMany({ where: { siteId }, orderBy: [{ name: 'asc' }, { id: 'asc' }] })
  if (zones.length === 0) return []
  const people = await peopleByZone(db, siteId)
  const tree = new Map(zones.map((zone) => [zone.id, zone]))
  return zones.map(({ id }) => ({ zoneId: id, people: zonesIn(tree, id).reduce((sum, zone) => sum + (people.get(zone.id) ?? 0), 0) }))
}

/** How many people are inside: on a pass for a group there may be several. */
export async function countInside({ db }: Ctx, siteId: string): Promise<number> {
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

import { randomUUID } from 'node:crypto'
import { systemCtx } from '../../../server/core/ctx'
import { VisitPassExpired } from '../../../server/domains/credentials/events'
import { markTouchedDays } from '../../../server/domains/statistics/use-cases/follow-events'
import { recountStaleDays } from '../../../server/domains/statistics/use-cases/recount-days'
import type { StatisticMeasure } from '../../../server/generated/prisma/enums'
import { prisma } from '../../../server/infra/db'
import { emit } from '../../../server/infra/outbox'

/** An event as the outbox holds it. */
export interface Announced {
  id: string
  type: string
  payload: unknown
}

/** What was announced in an organization, in the order of announcing, without what was seen before. */
export async function announcedSince(organizationId: string, seen: ReadonlySet<string>): Promise<Announced[]> {
  const events = await prisma.outboxEvent.findMany({
    where: { organizationId },
    select: { id: true, type: true, payload: true },
    orderBy: { id: 'asc' },
  })
  return events.filter(({ id }) => !seen.has(id))
}

/** Hands events on, in the order in which they are given. */
export async function deliver(organizationId: string, events: readonly Announced[]): Promise<void> {
  const ctx = systemCtx(organizationId)
  await ctx.transaction((tx) => markTouchedDays(ctx, tx, events))
}

/** Hands on all that was announced, and counts. */
export async function deliverAll(organizationId: string): Promise<void> {
  await deliver(organizationId, await announcedSince(organizationId, new Set()))
  await countAll(organizationId)
}

/** Counts until nothing is stale. */
export async function countAll(organizationId: string): Promise<void> {
  while ((await recountStaleDays(organizationId)) > 0);
}

/** The sum of the counters of an organization, by measure and slot as in `ENTRY 09`. */
export async function counters(
  organizationId: string,
  where: { day?: Date; hostId?: string | null } = {},
): Promise<Record<string, number>> {
  const groups = await prisma.statisticCount.groupBy({
    by: ['measure', 'slot'],
    where: { organizationId, ...where },
    _sum: { value: true },
    orderBy: [{ measure: 'asc' }, { slot: 'asc' }],
  })
  return Object.fromEntries(groups.map(({ measure, slot, _sum }) => [`${measure} ${slot}`.trim(), _sum.value ?? 0]))
}

/** Has the passes of one organization run out whose time is over: the task of the schedule does it for all, and others are at work beside a test. */
export async function expireOwn(organizationId: string, now: Date): Promise<void> {
  const over = { organizationId, status: 'ACTIVE' as const, validTo: { lte: now } }
  for (const { id } of await prisma.visitPass.findMany({ where: over, select: { id: true } }))
    await systemCtx(organizationId).transaction(async (tx) => {
      await tx.visitPass.updateMany({ where: { id, status: 'ACTIVE' }, data: { status: 'EXPIRED' } })
      await emit(tx, organizationId, VisitPassExpired, { visitPassId: id }, now)
    })
}

/** The sum of one measure. */
export async function sumOf(organizationId: string, measure: StatisticMeasure): Promise<number> {
  const { _sum } = await prisma.statisticCount.aggregate({ where: { organizationId, measure }, _sum: { value: true } })
  return _sum.value ?? 0
}

/** A nonce of its own. */
export const nonce = (): string => randomUUID()

import { systemCtx, type Ctx } from '../../../core/ctx'
import { oneByOne } from '../../../core/one-by-one'
import type { Prisma } from '../../../generated/prisma/client'
import type { TenantTransaction } from '../../../infra/tenant-client'
import { countedEvents, touchedBy } from '../touched'
import { markMoments, type Moment } from './mark-stale-days'
import { organizationsWithNews } from './organizations-with-news.sql'

/** Events that one transaction looks at, at most. */
const batch = 1_000

/** What is known of an event that was announced. */
interface Announced {
  id: string
  type: string
  payload: unknown
}

/**
 * Notes the days that may count otherwise after events. Nothing is taken from an event but of what it speaks, so that one that comes
 * twice, late or before another does no harm: the day is counted from the ledger as it is then.
 */
export async function markTouchedDays(ctx: Ctx, tx: TenantTransaction, events: readonly Announced[]): Promise<void> {
  const { checkinIds, visitPassIds, appointmentIds, handedOver, left } = touchedBy(events)
  const scans = [...(await scansOf(tx, { id: { in: checkinIds } })), ...(await scansOfVisits(tx, handedOver))]
  const passIds = [...visitPassIds, ...scans.flatMap((scan) => scan.visitPassId ?? [])]
  const moments: Moment[] = [
    ...left,
    ...scans.map(({ siteId, occurredAt }) => ({ siteId, at: occurredAt })),
    ...(await visitsOf(tx, [...new Set([...appointmentIds, ...(await appointmentsOf(tx, passIds))])])),
  ]
  if (moments.length > 0) await markMoments(ctx, tx, moments)
}

const scansOf = (tx: TenantTransaction, where: Prisma.CheckinWhereInput) =>
  tx.checkin.findMany({ where, select: { siteId: true, occurredAt: true, visitPassId: true } })

async function scansOfVisits(tx: TenantTransaction, appointmentIds: string[]) {
  if (appointmentIds.length === 0) return []
  const passes = await tx.visitPass.findMany({ where: { appointmentId: { in: appointmentIds } }, select: { id: true } })
  return scansOf(tx, { visitPassId: { in: passes.map(({ id }) => id) } })
}

async function appointmentsOf(tx: TenantTransaction, visitPassIds: string[]): Promise<string[]> {
  const passes = await tx.visitPass.findMany({ where: { id: { in: visitPassIds } }, select: { appointmentId: true } })
  return passes.flatMap(({ appointmentId }) => appointmentId ?? [])
}

async function visitsOf(tx: TenantTransaction, ids: string[]): Promise<Moment[]> {
  const visits = await tx.appointment.findMany({ where: { id: { in: ids } }, select: { siteId: true, startsAt: true } })
  return visits.map(({ siteId, startsAt }) => ({ siteId, at: startsAt }))
}

/** Looks at the next events of an organization. Whoever does holds its cursor. @returns how many there were */
function followBatch(ctx: Ctx, organizationId: string): Promise<number> {
  return ctx.transaction(async (tx) => {
    await tx.statisticCursor.updateMany({ where: { organizationId }, data: { organizationId } })
    const { sequence } = await tx.statisticCursor.findUniqueOrThrow({ where: { organizationId } })
    const events = await tx.outboxEvent.findMany({
      where: { sequence: { gt: sequence } },
      select: { id: true, type: true, payload: true, sequence: true },
      orderBy: { sequence: 'asc' },
      take: batch,
    })
    const last = events.at(-1)?.sequence
    if (!last) return 0
    await markTouchedDays(
      ctx,
      tx,
      events.filter(({ type }) => countedEvents.includes(type)),
    )
    await tx.statisticCursor.updateMany({ where: { organizationId }, data: { sequence: last } })
    return events.length
  })
}

/** Notes which days of an organization changed by what has happened since it was looked last. */
export async function followEvents(organizationId: string): Promise<void> {
  const ctx = systemCtx(organizationId)
  // Not in the transaction that holds it: an insert that finds the row shares it, and two who share it wait for each other.
  if (!(await ctx.db.statisticCursor.findUnique({ where: { organizationId } })))
    await ctx.db.statisticCursor.createMany({ data: [{ organizationId, sequence: 0n }], skipDuplicates: true })
  let looked = batch
  while (looked === batch) looked = await followBatch(ctx, organizationId)
}

/** Does the same for every organization in which anything happened. @returns in how many */
export const followAllEvents = async (): Promise<number> =>
  oneByOne(
    (await organizationsWithNews()).map((id) => ({ id, organizationId: id })),
    ({ id }) => followEvents(id),
  )

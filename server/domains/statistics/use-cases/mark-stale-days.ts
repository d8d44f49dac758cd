import type { TenantTransaction } from '../../../infra/tenant-client'
import { organizationOf, type Ctx } from '../../../core/ctx'
import { addDays } from '#shared/wall-clock'
import { dateOf, dayAt, type SiteDay } from '../site-day'

/** Somewhere at some time. */
export interface Moment {
  siteId: string
  at: Date
}

/** A stay is counted where it begins and stretches into the next day, so what happens touches the days beside its own. */
const around = [-1, 0, 1]

/** The days of sites around moments, each once, in the order in which all who take several take them. */
function daysOf(moments: readonly Moment[], zones: ReadonlyMap<string, string>): SiteDay[] {
  const days = new Map<string, SiteDay>()
  for (const { siteId, at } of moments) {
    const timeZone = zones.get(siteId)
    if (timeZone === undefined) continue
    for (const away of around) {
      const day = addDays(dayAt(at, timeZone), away)
      days.set(`${siteId} ${day}`, { siteId, day })
    }
  }
  return [...days.entries()].toSorted(([one], [other]) => (one < other ? -1 : 1)).map(([, day]) => day)
}

/** Notes that days are to be counted anew. What is noted already, or is being counted, is noted once more after it. */
export async function markDays(ctx: Ctx, tx: Pick<TenantTransaction, 'staleStatisticDay'>, days: readonly SiteDay[]): Promise<void> {
  if (days.length === 0) return
  const [organizationId, markedAt] = [organizationOf(ctx), ctx.now()]
  await tx.staleStatisticDay.createMany({
    data: days.map(({ siteId, day }) => ({ organizationId, siteId, day: dateOf(day), markedAt })),
    skipDuplicates: true,
  })
}

/** Notes that the days around moments are to be counted anew. */
export async function markMoments(
  ctx: Ctx,
  tx: Pick<TenantTransaction, 'staleStatisticDay' | 'site'>,
  moments: readonly Moment[],
): Promise<void> {
  const sites = await tx.site.findMany({
    where: { id: { in: [...new Set(moments.map(({ siteId }) => siteId))] } },
    select: { id: true, timeZone: true },
  })
  await markDays(ctx, tx, daysOf(moments, new Map(sites.map(({ id, timeZone }) => [id, timeZone]))))
}

/**
 * Notes that every day of a site of which anything is counted is to be counted anew: its clock has changed. To be called in the
 * transaction that changes it.
 */
export async function markSite(ctx: Ctx, tx: TenantTransaction, siteId: string): Promise<void> {
  const counted = await tx.statisticCount.groupBy({ by: ['day'], where: { siteId } })
  const booked = await tx.appointment.findMany({ where: { siteId, startsAt: { gte: ctx.now() } }, select: { startsAt: true } })
  await markMoments(ctx, tx, [
    ...counted.map(({ day }) => ({ siteId, at: new Date(day.getTime() + 43_200_000) })),
    ...booked.map(({ startsAt }) => ({ siteId, at: startsAt })),
  ])
}

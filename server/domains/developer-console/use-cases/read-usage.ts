import { authorize } from '../../../core/authorize'
import type { Ctx } from '../../../core/ctx'

/** What an application asked for within an hour or a day. */
export interface UsageSlot {
  startsAt: Date
  requests: number
  failed: number
  throttled: number
  /** Rows, as `extensions.cost.actualQueryCost` counts them. */
  cost: number
}

/** Periods that can be looked at: how long a slot is, in milliseconds, and how many there are. */
export const usagePeriods = { DAY: { length: 3_600_000, count: 24 }, MONTH: { length: 86_400_000, count: 30 } } as const

/** Usage of an application in slots up to now, the oldest first; also those in which nothing was asked. Hours and days are those of UTC. */
export async function readUsage(ctx: Ctx, applicationId: string, period: keyof typeof usagePeriods): Promise<UsageSlot[]> {
  authorize(ctx, 'application:manage')
  const { length, count } = usagePeriods[period]
  const last = Math.floor(ctx.now().getTime() / length)
  const slots = Array.from({ length: count }, (_, place) => {
    const startsAt = new Date((last - count + 1 + place) * length)
    return { startsAt, requests: 0, failed: 0, throttled: 0, cost: 0 }
  })
  const rows = await ctx.db.apiUsageHour.groupBy({
    by: ['hour'],
    where: { applicationId, hour: { gte: slots[0]?.startsAt ?? ctx.now() } },
    _sum: { requests: true, failed: true, throttled: true, cost: true },
  })
  for (const { hour, _sum: sum } of rows) {
    const slot = slots[Math.floor(hour.getTime() / length) - last + count - 1]
    if (!slot) continue
    for (const what of ['requests', 'failed', 'throttled', 'cost'] as const) slot[what] += Number(sum[what] ?? 0)
  }
  return slots
}

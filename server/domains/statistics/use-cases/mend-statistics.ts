import { addDays } from '#shared/wall-clock'
import { systemCtx } from '../../../core/ctx'
import { oneByOne } from '../../../core/one-by-one'
import { prisma } from '../../../infra/db'
import { log } from '../../../infra/log'
import { dayAt, type SiteDay } from '../site-day'
import { followEvents } from './follow-events'
import { markDays } from './mark-stale-days'
import { isCountedRight, recountDay, recountStaleDays } from './recount-days'

/** What a recount found. */
export interface MendReport {
  /** Days of sites that were counted. */
  days: number
  /** Those whose counters were others than the ledger says; they are right now. */
  mended: SiteDay[]
}

/** A period of whole days, both ends among them. */
interface Period {
  from: string
  to: string
}

const daysIn = ({ from, to }: Period): string[] => {
  const days = []
  for (let day = from; day <= to; day = addDays(day, 1)) days.push(day)
  return days
}

/**
 * Counts every day of a period of an organization from the ledger and mends the counters that differ. What events have announced is
 * counted first, so that a difference is none that the next seconds would have mended.
 */
export async function mendStatistics(organizationId: string, period: Period): Promise<MendReport> {
  const ctx = systemCtx(organizationId)
  await followEvents(organizationId)
  let counted = 1
  while (counted > 0) counted = await recountStaleDays(organizationId)
  const sites = await ctx.db.site.findMany({ select: { id: true, timeZone: true }, orderBy: { id: 'asc' } })
  const report: MendReport = { days: 0, mended: [] }
  for (const { id: siteId, timeZone } of sites) {
    for (const day of daysIn(period)) {
      report.days += 1
      if (await isCountedRight(ctx, { siteId, day }, timeZone)) continue
      await ctx.transaction((tx) => markDays(ctx, tx, [{ siteId, day }]))
      const recounted = await recountDay(ctx, { siteId, day })
      if (recounted === 'changed') report.mended.push({ siteId, day })
    }
  }
  return report
}

/** Does it for the last days of every organization, and says in the log where counters had gone astray. @returns of how many it was done */
export async function mendRecentStatistics(days = 7, now = new Date()): Promise<number> {
  const organizations = await prisma.organization.findMany({ select: { id: true }, orderBy: { id: 'asc' } })
  // Somewhere it is tomorrow already.
  const to = addDays(dayAt(now, 'UTC'), 1)
  return oneByOne(
    organizations.map(({ id }) => ({ id, organizationId: id })),
    async ({ id }) => {
      const { mended } = await mendStatistics(id, { from: addDays(to, -days), to })
      if (mended.length > 0) log.warn({ organizationId: id, mended }, 'counters differed from the ledger and are mended')
    },
  )
}

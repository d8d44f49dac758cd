import { authorizeWithin } from '../../core/authorize'
import type { Ctx } from '../../core/ctx'
import type { Prisma } from '../../generated/prisma/client'

/** Where the caller may see what gates wrote down, and so how it is counted. @throws Refusal */
export const authorizeStatistics = (ctx: Ctx) => authorizeWithin(ctx, 'checkin:read')

/** How far {@link authorizeStatistics} reaches. */
export type StatisticsReach = ReturnType<typeof authorizeStatistics>

/** The counts within a reach: those of its sites as a whole, and those of the guests of its hosts wherever they come. */
export function countsWithin(reach: StatisticsReach): Prisma.StatisticCountWhereInput {
  if (reach === 'all') return {}
  return { OR: [{ hostId: { in: [...reach.hostIds] } }, { siteId: { in: [...reach.siteIds] } }] }
}

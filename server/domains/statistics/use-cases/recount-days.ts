import { organizationOf, systemCtx, type Ctx } from '../../../core/ctx'
import { newId } from '../../../core/ids'
import { oneByOne } from '../../../core/one-by-one'
import { prisma } from '../../../infra/db'
import type { TenantTransaction } from '../../../infra/tenant-client'
import { dateOf, dayOf, hoursOf, type SiteDay } from '../site-day'
import { tallyDay, type DayCount } from '../tally'
import { readLedger } from './read-ledger.sql'

/** Days that one run counts at most; the next takes the rest. */
const batch = 500

/** What became of a day that was to be counted. */
export type Recounted = 'same' | 'changed' | 'not noted'

/** The numbers of a day in a form in which two of them can be compared. */
const written = (counts: readonly DayCount[]): string =>
  counts
    .map(({ hostId, measure, slot, value }) => `${hostId ?? ''} ${measure} ${slot} ${value}`)
    .toSorted()
    .join('\n')

const numbersOf = (db: Pick<TenantTransaction, 'statisticCount'>, { siteId, day }: SiteDay) =>
  db.statisticCount.findMany({ where: { siteId, day: dateOf(day) }, select: { hostId: true, measure: true, slot: true, value: true } })

/** Whether the numbers of a day are those of the ledger, as both stand now: then there is nothing to take, and nothing to write. */
export async function isCountedRight(ctx: Ctx, at: SiteDay, timeZone: string): Promise<boolean> {
  const ledger = await readLedger(ctx, ctx.db, at, { day: hoursOf(at.day, timeZone), timeZone })
  return written(await numbersOf(ctx.db, at)) === written(tallyDay(ledger))
}

/** Replaces the numbers of a day, if they are others. @returns whether they were */
async function replace(ctx: Ctx, tx: TenantTransaction, { siteId, day }: SiteDay, counts: DayCount[]): Promise<boolean> {
  const where = { siteId, day: dateOf(day) }
  if (written(await numbersOf(tx, { siteId, day })) === written(counts)) return false
  const organizationId = organizationOf(ctx)
  await tx.statisticCount.deleteMany({ where })
  await tx.statisticCount.createMany({ data: counts.map((count) => ({ ...count, ...where, id: newId(), organizationId })) })
  return true
}

/**
 * Counts a day that was noted as stale from the ledger. Whoever counts holds the note, so that no two count the same day and nobody
 * notes it meanwhile; it goes with the transaction that writes the numbers.
 */
export function recountDay(ctx: Ctx, { siteId, day }: SiteDay): Promise<Recounted> {
  const key = { siteId, day: dateOf(day) }
  return ctx.transaction(async (tx) => {
    const { count } = await tx.staleStatisticDay.updateMany({ where: key, data: { organizationId: organizationOf(ctx) } })
    if (count === 0) return 'not noted'
    const { timeZone } = await tx.site.findUniqueOrThrow({ where: { id: siteId }, select: { timeZone: true } })
    const ledger = await readLedger(ctx, tx, { siteId, day }, { day: hoursOf(day, timeZone), timeZone })
    const isChanged = await replace(ctx, tx, { siteId, day }, tallyDay(ledger))
    await tx.staleStatisticDay.deleteMany({ where: key })
    return isChanged ? 'changed' : 'same'
  })
}

/** Counts the days that were noted longest ago, of one organization or of all. @returns how many */
export async function recountStaleDays(organizationId?: string): Promise<number> {
  const noted = await prisma.staleStatisticDay.findMany({
    where: organizationId === undefined ? {} : { organizationId },
    orderBy: { markedAt: 'asc' },
    take: batch,
  })
  return oneByOne(
    noted.map(({ siteId, day, ...row }) => ({ id: `${siteId} ${dayOf(day)}`, organizationId: row.organizationId, siteId, day })),
    (row) => recountDay(systemCtx(row.organizationId), { siteId: row.siteId, day: dayOf(row.day) }),
  )
}

import { parseRule } from '#shared/recurrence'
import { wallClockAt } from '#shared/wall-clock'
import { organizationOf } from '../../../../core/ctx'
import type { AppointmentSeries } from '../../../../generated/prisma/client'
import type { Pattern } from '../../recurrence'
import type { SeriesVisit } from '../../series-plan'
import { changesIn } from '../../visit-changes'
import type { Work } from '../change-visit'
import { isOpen } from '../change-visit'
import { withCoHosts, type SeriesRow, type VisitRow } from '../co-hosts'

/** How far ahead visits of a series are rows with passes, in days. */
const horizonDays = 366

/** Passes that one series may have at a time. */
export const maxPasses = 5_000

/** A series visit with its row. */
export interface VisitOfSeries extends SeriesVisit {
  row: VisitRow
}

/** What a clock on the wall reads, as occurrences are written. */
export function wallAt(at: Date, timeZone: string): string {
  const { day, time } = wallClockAt(at, timeZone)
  return `${day}T${time}`
}

/** Up to which wall clock visits become rows. */
export const horizonOf = (now: Date, timeZone: string): string => wallAt(new Date(now.getTime() + horizonDays * 86_400_000), timeZone)

/**
 * Takes a series for the rest of the transaction: whoever changes it too, or a visit of it, waits.
 * Writes what stands there: the statement is for its lock.
 */
export async function holdSeries({ ctx, tx }: Pick<Work, 'ctx' | 'tx'>, id: string): Promise<SeriesRow> {
  await tx.appointmentSeries.updateMany({ where: { id }, data: { organizationId: organizationOf(ctx) } })
  return tx.appointmentSeries.findUniqueOrThrow({ where: { id }, include: withCoHosts })
}

/** The pattern of a stored series. @throws Error for a rule that this version cannot read: it was checked when it was stored */
export function patternOf({ rule: text, start, timeZone, minutes }: AppointmentSeries): Pattern {
  const rule = parseRule(text, { timeZone, startTime: start.slice(11) })
  if (typeof rule === 'string') throw new Error(`A stored rule cannot be read: ${text}`)
  return { rule, start, timeZone, minutes }
}

/** The visits that a series still has to do with: those ahead, and those whose place in the rule is not past. */
export async function visitsOf({ ctx, tx }: Work, series: AppointmentSeries, from?: string): Promise<VisitOfSeries[]> {
  const today = `${wallAt(ctx.now(), series.timeZone).slice(0, 10)}T00:00`
  const rows = await tx.appointment.findMany({
    where: {
      seriesId: series.id,
      OR: [{ occurrence: { gte: today } }, { startsAt: { gt: ctx.now() } }],
      AND: [{ occurrence: from ? { gte: from } : { not: null } }],
    },
    orderBy: { occurrence: 'asc' },
    include: withCoHosts,
  })
  return rows.map((row) => ({
    row,
    id: row.id,
    occurrence: row.occurrence ?? '',
    startsAt: row.startsAt,
    endsAt: row.endsAt,
    deviations: changesIn(row.deviations),
    isSettled: !isOpen(row, ctx.now()) || row.startsAt <= ctx.now(),
  }))
}

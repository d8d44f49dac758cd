import type { Ctx } from '../../../../core/ctx'
import { hoursOf } from '../../recurrence'
import type { CalendarSeries } from '../make-calendar-file'
import { changesIn } from '../../visit-changes'
import { patternOf, wallAt } from './series-state'

/**
 * The series of a visit as calendars tell of it: its rule, the visits that were called off, and those that deviate.
 * @returns null for a visit that does not repeat, or whose series names it no more
 */
export async function describeSeries(ctx: Ctx, appointmentId: string): Promise<CalendarSeries | null> {
  const visit = await ctx.db.appointment.findUnique({ where: { id: appointmentId }, select: { occurrence: true, series: true } })
  if (!visit?.series || !visit.occurrence) return null
  const { series } = visit
  const pattern = patternOf(series)
  const rows = await ctx.db.appointment.findMany({
    where: { seriesId: series.id, occurrence: { not: null } },
    select: { occurrence: true, status: true, startsAt: true, endsAt: true, deviations: true },
    orderBy: { occurrence: 'asc' },
  })
  const named = rows.map((row) => ({ ...row, planned: hoursOf(pattern, row.occurrence ?? series.start).startsAt }))
  const isOff = ({ status }: { status: string }) => status === 'CANCELED'
  return {
    id: series.id,
    sequence: series.revision,
    pattern,
    ahead: rows.filter((row) => !isOff(row) && row.endsAt > ctx.now()).length,
    excluded: named.filter(isOff).map(({ planned }) => planned),
    moved: named
      .filter(
        (row) => !isOff(row) && changesIn(row.deviations).includes('TIME') && (row.occurrence ?? '') >= wallAt(ctx.now(), series.timeZone),
      )
      .map(({ planned, startsAt, endsAt }) => ({ planned, startsAt, endsAt })),
  }
}

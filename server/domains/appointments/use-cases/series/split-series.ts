import { formatRule } from '#shared/recurrence'
import { addDays } from '#shared/wall-clock'
import { organizationOf } from '../../../../core/ctx'
import { emit } from '../../../../infra/outbox'
import { SeriesCut } from '../../events'
import { restOf } from '../../series-rest'
import type { Work } from '../change-visit'
import { withCoHosts, type SeriesRow } from '../co-hosts'
import { templateOf } from './apply-plan'
import { createSeries, guestsOfSeries } from './book-series'
import { patternOf } from './series-state'

/**
 * Ends the rule of a series before one of its visits. The visits from there on stay what they are.
 * @returns whether any visit of the rule is left before it
 */
export async function endBefore({ tx }: Pick<Work, 'tx'>, series: SeriesRow, occurrence: string): Promise<boolean> {
  const pattern = patternOf(series)
  if (occurrence <= pattern.start) return false
  const until = addDays(occurrence.slice(0, 10), -1)
  const rule = formatRule({ ...pattern.rule, count: null, until })
  await tx.appointmentSeries.updateMany({ where: { id: series.id }, data: { rule, revision: { increment: 1 } } })
  return true
}

/** Guests have the rule as it was in their calendars: they are told that it ends, by the last visit that is left of it. */
async function announceCut({ ctx, tx }: Pick<Work, 'ctx' | 'tx'>, seriesId: string): Promise<void> {
  const last = { where: { seriesId, occurrence: { not: null } }, orderBy: { occurrence: 'desc' as const }, select: { id: true } }
  const live = await tx.appointment.findFirst({ ...last, where: { ...last.where, status: { not: 'CANCELED' } } })
  const visit = live ?? (await tx.appointment.findFirst(last))
  if (visit) await emit(tx, organizationOf(ctx), SeriesCut, { seriesId, appointmentId: visit.id, isOver: live === null }, ctx.now())
}

/**
 * Cuts a series in two: from one of its visits on it is a series of its own, with the visits and guests that it has.
 * @returns the second part; the series itself where there is nothing before that visit
 */
export async function splitSeries(work: Work, series: SeriesRow, occurrence: string): Promise<SeriesRow> {
  const { tx } = work
  const rest = restOf(patternOf(series), occurrence)
  if (!(await endBefore(work, series, occurrence))) return series
  const guests = await guestsOfSeries(work, series.id)
  const id = await createSeries(work, templateOf(work, series), rest, guests)
  if (series.accessRuleIds) await tx.appointmentSeries.updateMany({ where: { id }, data: { accessRuleIds: series.accessRuleIds } })
  await tx.appointment.updateMany({ where: { seriesId: series.id, occurrence: { gte: occurrence } }, data: { seriesId: id } })
  await announceCut(work, series.id)
  return tx.appointmentSeries.findUniqueOrThrow({ where: { id }, include: withCoHosts })
}

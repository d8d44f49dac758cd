import { formatRule } from '#shared/recurrence'
import { addDays } from '#shared/wall-clock'
import type { AppointmentSeries } from '../../../../generated/prisma/client'
import { occurrencesOf, type Pattern } from '../../recurrence'
import type { Work } from '../change-visit'
import { templateOf } from './apply-plan'
import { createSeries } from './book-series'
import { patternOf } from './series-state'

/** How many visits a rule names before one of them. */
const namedBefore = (pattern: Pattern, occurrence: string): number =>
  occurrencesOf(pattern, pattern.start, occurrence).filter((name) => name < occurrence).length

/** The pattern from one of its visits on. */
function restOf(pattern: Pattern, occurrence: string): Pattern {
  const { count } = pattern.rule
  const left = count === null ? null : count - namedBefore(pattern, occurrence)
  return { ...pattern, start: occurrence, rule: { ...pattern.rule, count: left } }
}

/**
 * Ends the rule of a series before one of its visits. The visits from there on stay what they are.
 * @returns whether any visit of the rule is left before it
 */
export async function endBefore({ tx }: Pick<Work, 'tx'>, series: AppointmentSeries, occurrence: string): Promise<boolean> {
  const pattern = patternOf(series)
  if (occurrence <= pattern.start) return false
  const until = addDays(occurrence.slice(0, 10), -1)
  const rule = formatRule({ ...pattern.rule, count: null, until })
  await tx.appointmentSeries.updateMany({ where: { id: series.id }, data: { rule, revision: { increment: 1 } } })
  return true
}

/**
 * Cuts a series in two: from one of its visits on it is a series of its own, with the visits and guests that it has.
 * @returns the second part; the series itself where there is nothing before that visit
 */
export async function splitSeries(work: Work, series: AppointmentSeries, occurrence: string): Promise<AppointmentSeries> {
  const { tx } = work
  const rest = restOf(patternOf(series), occurrence)
  if (!(await endBefore(work, series, occurrence))) return series
  const guests = await tx.seriesGuest.findMany({ where: { seriesId: series.id }, select: { visitorId: true, passType: true } })
  const id = await createSeries(work, templateOf(work, series), rest, guests)
  await tx.appointment.updateMany({ where: { seriesId: series.id, occurrence: { gte: occurrence } }, data: { seriesId: id } })
  return tx.appointmentSeries.findUniqueOrThrow({ where: { id } })
}

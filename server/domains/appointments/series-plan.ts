import { addDays, wallClockAt } from '#shared/wall-clock'
import { shiftRule } from '#shared/recurrence'
import type { VisitChange } from './events'
import { hoursOf, occurrencesOf, type Pattern } from './recurrence'

/** A visit of a series, as far as a plan has to know it. */
export interface SeriesVisit {
  id: string
  /** By which wall clock the rule names it. */
  occurrence: string
  startsAt: Date
  endsAt: Date
  deviations: VisitChange[]
  /** It has begun, is over or was called off: it keeps its place and is not touched. */
  isSettled: boolean
}

/** What has to happen so that the visits of a series are those of its pattern. */
export interface SeriesPlan<V extends SeriesVisit = SeriesVisit> {
  /** Visits that the rule still names, by which wall clock and when. */
  keep: { visit: V; occurrence: string; startsAt: Date; endsAt: Date }[]
  /** Visits that it names no more. */
  drop: V[]
  /** Visits that are not there yet. */
  add: { occurrence: string; startsAt: Date; endsAt: Date }[]
}

/** How a pattern became another: so that its visits are moved rather than called off and made anew. */
export interface Shift {
  days: number
  /** Time of day at which visits begin now. */
  time: string
}

/** The wall clock of an occurrence after a shift. */
export const shiftOccurrence = (occurrence: string, { days, time }: Shift): string => `${addDays(occurrence.slice(0, 10), days)}T${time}`

/**
 * A pattern moved by days and to a time of day.
 * @returns null where the rule itself says on which day of a month or year its visits are
 */
export function shiftPattern(pattern: Pattern, shift: Shift): Pattern | null {
  const rule = shiftRule(pattern.rule, shift.days)
  return rule && { ...pattern, rule, start: shiftOccurrence(pattern.start, shift) }
}

/**
 * Plans what becomes of the visits of a series under a pattern. Visits are matched by the day of their occurrence, moved by `shift`;
 * those with a time of their own keep it.
 * @param horizon up to which wall clock visits become rows
 */
export function planSeries<V extends SeriesVisit>(
  visits: V[],
  pattern: Pattern,
  shift: Shift,
  { now, horizon }: { now: Date; horizon: string },
): SeriesPlan<V> {
  const named = visits.map((visit) => ({ visit, occurrence: shiftOccurrence(visit.occurrence, shift) }))
  const today = `${wallClockAt(now, pattern.timeZone).day}T00:00`
  const first = named.reduce((least, { occurrence }) => (occurrence < least ? occurrence : least), today)
  const wanted = new Set(occurrencesOf(pattern, first, horizon))
  const kept = named.filter(({ occurrence }) => wanted.has(occurrence))
  const taken = new Set(kept.map(({ occurrence }) => occurrence))
  const add = [...wanted]
    .filter((occurrence) => !taken.has(occurrence))
    .map((occurrence) => ({ occurrence, ...hoursOf(pattern, occurrence) }))
    .filter(({ startsAt }) => startsAt > now)
  const hours = (visit: V, occurrence: string) =>
    visit.isSettled || visit.deviations.includes('TIME') ? { startsAt: visit.startsAt, endsAt: visit.endsAt } : hoursOf(pattern, occurrence)
  return {
    keep: kept.map(({ visit, occurrence }) => ({ visit, occurrence, ...hours(visit, occurrence) })),
    drop: named.filter(({ occurrence }) => !wanted.has(occurrence)).map(({ visit }) => visit),
    add,
  }
}

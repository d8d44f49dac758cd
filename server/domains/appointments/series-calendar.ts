import { restOf } from './series-rest'
import { hoursOf, occurrencesOf, type Pattern } from './recurrence'
import type { Hours } from './calendar-parts'

/** A visit of a series, as far as a calendar has to know it. */
export interface SeriesRow extends Hours {
  /** By which wall clock the rule names it; null where it does so no more. */
  occurrence: string | null
  isOff: boolean
}

/** Visits of a series as calendars tell of them: a rule, and what is otherwise than it says. */
export interface RuledVisits<V extends Hours> {
  /** The rule from the first visit told of on; null where it names none of them. */
  pattern: Pattern | null
  /** When the rule has visits that are not. */
  excluded: Date[]
  /** When the rule has visits that are otherwise, and what those are. */
  moved: (V & { planned: Date })[]
  /** Visits that the rule does not name. */
  apart: V[]
}

/**
 * What a calendar has to say so that it shows exactly the visits that take place.
 * @param rows visits of the series, those called off too
 * @param from the wall clock from which they are told of, together with `horizon`, up to which they are rows; beyond it the rule speaks
 * @param isOtherwise whether a visit is to be told of by itself though its hours are those of the rule
 */
export function ruledVisits<V extends SeriesRow>(
  pattern: Pattern,
  rows: readonly V[],
  { from, horizon }: { from: string; horizon: string },
  isOtherwise: (row: V) => boolean = () => false,
): RuledVisits<V> {
  const start = from > pattern.start ? from : pattern.start
  const live = new Map(rows.flatMap((row) => (row.occurrence && !row.isOff ? [[row.occurrence, row] as const] : [])))
  const all = occurrencesOf(pattern, start, horizon)
  const first = all.findIndex((name) => live.has(name))
  // A rule that goes on beyond the horizon still names visits when none is a row yet.
  const names = first > 0 ? all.slice(first) : all
  const named = new Set(names)
  const isMoved = (name: string, row: V) => {
    const { startsAt, endsAt } = hoursOf(pattern, name)
    return +row.startsAt !== +startsAt || +row.endsAt !== +endsAt || isOtherwise(row)
  }
  const planned = (name: string) => hoursOf(pattern, name).startsAt
  return {
    pattern: names[0] ? restOf(pattern, names[0]) : null,
    excluded: names.filter((name) => !live.has(name)).map(planned),
    moved: names.flatMap((name) => {
      const row = live.get(name)
      return row && isMoved(name, row) ? [{ ...row, planned: planned(name) }] : []
    }),
    apart: rows.filter((row) => !row.isOff && !(row.occurrence && named.has(row.occurrence))),
  }
}

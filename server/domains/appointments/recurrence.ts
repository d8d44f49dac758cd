import { RRuleTemporal } from 'rrule-temporal'
import { formatRule, type RecurrenceRule } from '#shared/recurrence'
import { instantAt } from '#shared/wall-clock'
import { Temporal } from 'temporal-polyfill'

/** When the visits of a series are: a rule and the wall clock of the first, in an IANA zone (RFC 5545, 3.8.5.3). */
export interface Pattern {
  rule: RecurrenceRule
  /** The first visit by the clock on the wall: `2026-11-24T10:00`. */
  start: string
  timeZone: string
  /** How long each lasts. */
  minutes: number
}

/** The wall clock of a series as if it stood in UTC: no clock change can skip or double a visit while the rule is unrolled. */
const floating = (wall: string): Temporal.ZonedDateTime => Temporal.PlainDateTime.from(wall).toZonedDateTime('UTC')

/** How far a rule is unrolled at most, in visits. */
const most = 1_000

/**
 * The wall clocks at which a series has visits, from one to another inclusive, earliest first.
 * Each names its visit for good, whatever becomes of its time (RFC 5545's RECURRENCE-ID).
 */
export function occurrencesOf({ rule, start }: Pick<Pattern, 'rule' | 'start'>, from: string, to: string): string[] {
  if (to < start || to < from) return []
  const { until, ...endless } = rule
  const last = until && `${until}T23:59` < to ? `${until}T23:59` : to
  if (last < start) return []
  const series = new RRuleTemporal({
    rruleString: formatRule({ ...endless, until: null }),
    dtstart: floating(start),
    maxIterations: 20_000,
  })
  return series
    .between(floating(from < start ? start : from), floating(last), true)
    .slice(0, most)
    .map((at) => at.toPlainDateTime().toString({ smallestUnit: 'minute' }))
}

/** Whether the first visit of a pattern is one of its rule: RFC 5545 leaves open what another start means, and people are surprised. */
export const startsByRule = (pattern: Pick<Pattern, 'rule' | 'start'>): boolean =>
  occurrencesOf(pattern, pattern.start, pattern.start).length === 1

/**
 * When a visit of a series is, in UTC. A time that a clock change skips is moved forward, one that comes twice is the first;
 * its length stays.
 */
export function hoursOf({ timeZone, minutes }: Pick<Pattern, 'timeZone' | 'minutes'>, wall: string): { startsAt: Date; endsAt: Date } {
  const [day = '', time = ''] = wall.split('T')
  const startsAt = instantAt({ day, time }, timeZone)
  return { startsAt, endsAt: new Date(startsAt.getTime() + minutes * 60_000) }
}

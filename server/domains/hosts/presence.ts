import { Temporal } from 'temporal-polyfill'
import type { PresenceSchedule } from '#shared/schemas/hosts'
import { addDays, isoWeekday, wallClockAt } from '#shared/wall-clock'

/** From one moment to another, the second not among it. */
export interface Span {
  startsAt: Date
  endsAt: Date
}

/** What stands against a visit at some hours: the host is away, or it is none of their hours. */
export type PresenceProblem = 'ABSENT' | 'OUTSIDE_HOURS'

const dayLength = 86_400_000

/**
 * The first moment at which the clock on the wall reads this or later: a time that comes twice is the first of the two, and one that a
 * clock change skips is the change itself.
 */
function momentAt(day: string, time: string, timeZone: string): number {
  const wall = Temporal.PlainDateTime.from(`${day}T${time}`)
  const early = wall.toZonedDateTime(timeZone, { disambiguation: 'earlier' })
  const isSkipped = !early.toPlainDateTime().equals(wall)
  return (isSkipped ? early.getTimeZoneTransition('next') : early)?.epochMilliseconds ?? early.epochMilliseconds
}

const spansOf = (spans: readonly [number, number][]): Span[] =>
  spans.map(([from, to]) => ({ startsAt: new Date(from), endsAt: new Date(to) }))

/** Spans in order, those that meet as one. */
function merged(spans: [number, number][]): [number, number][] {
  const joined: [number, number][] = []
  for (const [from, to] of spans.toSorted(([one], [other]) => one - other)) {
    const last = joined.at(-1)
    if (last && from <= last[1]) last[1] = Math.max(last[1], to)
    else joined.push([from, to])
  }
  return joined
}

function* daysBetween(from: string, to: string): Generator<string> {
  for (let day = from; day <= to; day = addDays(day, 1)) yield day
}

/**
 * When somebody works by a schedule, through changes of its clock and over midnight: hours that end before they begin end on the next
 * day. Hours that a clock change leaves nothing of are not among it.
 */
export function workingSpans({ timeZone, hours }: PresenceSchedule, range: Span): Span[] {
  const [from, to] = [range.startsAt.getTime(), range.endsAt.getTime()]
  // Hours of the day before may reach into the range.
  const first = addDays(wallClockAt(from, timeZone).day, -1)
  const last = wallClockAt(to, timeZone).day
  const found = [...daysBetween(first, last)].flatMap((day) =>
    hours
      .filter(({ weekday }) => weekday === isoWeekday(day))
      .map((each): [number, number] => {
        const end = momentAt(each.to <= each.from ? addDays(day, 1) : day, each.to, timeZone)
        return [Math.max(momentAt(day, each.from, timeZone), from), Math.min(end, to)]
      }),
  )
  return spansOf(merged(found.filter(([start, end]) => start < end)))
}

/** What is left of spans without others. */
function without(spans: readonly Span[], taken: readonly Span[]): Span[] {
  const gaps = merged(taken.map(({ startsAt, endsAt }) => [+startsAt, +endsAt]))
  return spansOf(
    spans.flatMap(({ startsAt, endsAt }) => {
      const left: [number, number][] = []
      let at = +startsAt
      for (const [from, to] of gaps) {
        if (to <= at || from >= +endsAt) continue
        if (from > at) left.push([at, from])
        at = to
      }
      if (at < +endsAt) left.push([at, +endsAt])
      return left
    }),
  )
}

/**
 * When somebody is there.
 * @param schedule null where nobody has said: then only absences count
 */
export const availability = (schedule: PresenceSchedule | null, absences: readonly Span[], range: Span): Span[] =>
  without(schedule ? workingSpans(schedule, range) : [range], absences)

/** What stands against a visit; null where the host is there. Of a visit longer than a day only its beginning is looked at. */
export function presenceProblem(schedule: PresenceSchedule | null, absences: readonly Span[], visit: Span): PresenceProblem | null {
  const isLong = +visit.endsAt - +visit.startsAt > dayLength
  const looked = isLong ? { startsAt: visit.startsAt, endsAt: new Date(+visit.startsAt + 60_000) } : visit
  if (absences.some(({ startsAt, endsAt }) => startsAt < looked.endsAt && looked.startsAt < endsAt)) return 'ABSENT'
  if (!schedule) return null
  const isCovered = workingSpans(schedule, looked).some(
    ({ startsAt, endsAt }) => +startsAt === +looked.startsAt && +endsAt === +looked.endsAt,
  )
  return isCovered ? null : 'OUTSIDE_HOURS'
}

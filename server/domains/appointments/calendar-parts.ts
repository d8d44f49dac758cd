import type ical from 'ical-generator'
import { ICalCalendarMethod } from 'ical-generator'
import { Temporal } from 'temporal-polyfill'
import { formatRule } from '#shared/recurrence'
import { addDays, instantAt } from '#shared/wall-clock'
import type { Pattern } from './recurrence'

/** A calendar file in the making. */
export type Calendar = ReturnType<typeof ical>

/** What an event of a calendar says in words. */
export interface EventWords {
  summary: string
  description: string
  location: string
}

/** From when to when something is. */
export interface Hours {
  startsAt: Date
  endsAt: Date
}

/** Who made the file, as RFC 5545 wants it said. */
export const productId = '//Guest Center//Visits//EN'

/** Marks the identifiers of our events, beside the id of the visit or of its series. */
export const uidOf = (id: string): string => `${id}@guest-center`

// The generator escapes line breaks but lets other control characters through, which RFC 5545 forbids.
/** A text of several lines without what a calendar file cannot hold. */
export const plain = (text: string): string => text.replaceAll(/\r\n?/g, '\n').replaceAll(/(?!\n)\p{Cc}/gu, ' ')

/** The same on one line. */
export const oneLine = (text: string): string => plain(text).replaceAll(/\s+/g, ' ').trim()

/** The words of an event as the generator takes them. */
export const written = ({ summary, description, location }: EventWords): EventWords => ({
  summary: oneLine(summary),
  description: plain(description),
  location: oneLine(location),
})

/** A moment by the clock of a zone. */
export const zoned = (time: Date, timeZone: string): Temporal.ZonedDateTime =>
  Temporal.Instant.fromEpochMilliseconds(time.getTime()).toZonedDateTimeISO(timeZone)

/** Whether the clock of a zone shows the time of a moment twice, because it is put back. */
const isShownTwice = (time: Date, timeZone: string): boolean => {
  const wall = zoned(time, timeZone).toPlainDateTime()
  const [first, second] = (['earlier', 'later'] as const).map((disambiguation) => wall.toZonedDateTime(timeZone, { disambiguation }))
  return first?.epochMilliseconds !== second?.epochMilliseconds
}

/** The clock by which a visit is told: that of its zone, but UTC where that would show its time twice and programs take either. */
export const clockOf = ({ startsAt, endsAt }: Hours, timeZone: string): string =>
  [startsAt, endsAt].some((time) => isShownTwice(time, timeZone)) ? 'UTC' : timeZone

/** A moment in UTC as RFC 5545 writes it: `20261124T090000Z`. */
export const utcText = (time: Date): string => `${time.toISOString().replaceAll(/[-:]/g, '').slice(0, 15)}Z`

/** RRULE, its UNTIL in UTC as RFC 5545 wants it beside a zone, and the visits that the rule names and that are not. */
export function repetition({ pattern, excluded }: { pattern: Pattern; excluded: Date[] }): string {
  const { timeZone } = pattern
  const { until, ...endless } = pattern.rule
  const last = until && instantAt({ day: until, time: '23:59' }, timeZone)
  const rule = `RRULE:${formatRule({ ...endless, until: null })}${last ? `;UNTIL=${utcText(last)}` : ''}`
  const wall = (time: Date) => zoned(time, timeZone).toPlainDateTime().toString({ smallestUnit: 'second' }).replaceAll(/[-:]/g, '')
  return [rule, ...excluded.map((time) => `EXDATE;TZID=${timeZone}:${wall(time)}`)].join('\r\n')
}

/** Up to when offsets of a zone are told for visits that never end: calendars know the zone by its name beyond that. */
export const zonesKnownUntil = (now: Date): Date => new Date(now.getTime() + 3 * 366 * 86_400_000)

/** From when to when a calendar has to know the zone of visits that repeat. */
export function reachOf({ rule, start, timeZone }: Pattern, now: Date): [Date, Date] {
  const [day = '', time = ''] = start.split('T')
  const last = rule.until ? instantAt({ day: addDays(rule.until, 1), time: '00:00' }, timeZone) : zonesKnownUntil(now)
  return [instantAt({ day, time }, timeZone), last]
}

/** The method of a calendar that is read, not sent to somebody. */
export const published = ICalCalendarMethod.PUBLISH

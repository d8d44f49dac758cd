import ical, { ICalAttendeeRole, ICalAttendeeStatus, ICalCalendarMethod, ICalEventStatus, ICalEventTransparency } from 'ical-generator'
import { Temporal } from 'temporal-polyfill'
import { formatRule } from '#shared/recurrence'
import { addDays, instantAt } from '#shared/wall-clock'
import { hoursOf, type Pattern } from './recurrence'
import { vtimezone } from './vtimezone'

type Person = { name: string; email: string }

/** A visit as a calendar sees it. The same `uid` with a higher `sequence` replaces what was sent before. */
export type InviteCalendar = {
  uid: string
  sequence: number
  method: 'REQUEST' | 'CANCEL'
  summary: string
  description: string
  location: string
  url: string
  startsAt: Date
  endsAt: Date
  /** The IANA zone of the site. */
  timeZone: string
  organizer: Person
  attendee?: Person
  now: Date
  /** The visits of which this is one: told as a whole, with what was called off and what is at another time. */
  series?: { pattern: Pattern; excluded: Date[]; moved: { planned: Date; startsAt: Date; endsAt: Date }[] }
}

// The generator escapes line breaks but lets other control characters through, which RFC 5545 forbids.
const plain = (text: string) => text.replaceAll(/\r\n?/g, '\n').replaceAll(/(?!\n)\p{Cc}/gu, ' ')
const oneLine = (text: string) => plain(text).replaceAll(/\s+/g, ' ').trim()

/** A quoted parameter has no way to hold a double quote (RFC 5545, 3.2). An empty name gives way to the address. */
const person = ({ name, email }: Person) => ({ name: oneLine(name).replaceAll(/["\\]/g, '’') || email, email: oneLine(email) })

function methodOf({ method, attendee }: InviteCalendar) {
  if (method === 'CANCEL') return ICalCalendarMethod.CANCEL
  return attendee ? ICalCalendarMethod.REQUEST : ICalCalendarMethod.PUBLISH
}

/**
 * The .ics of a visit (RFC 5545), for a mail or a download: times in the site's zone with its VTIMEZONE,
 * so that a guest from elsewhere sees both clocks. Without an attendee a request becomes METHOD:PUBLISH,
 * as RFC 5546 asks of a file that invites nobody by name.
 * @throws RangeError for an unknown time zone
 */
export function inviteCalendarFile(invite: InviteCalendar): string {
  const { series, timeZone } = invite
  const calendar = ical({ method: methodOf(invite), prodId: '//Guest Center//Visits//EN' })
  const [first, last] = series ? reachOf(series.pattern, invite) : [invite.startsAt, invite.endsAt]
  calendar.timezone({ name: null, generator: (zone) => vtimezone(zone, first, last) })
  if (series) {
    addEvent(calendar, invite, hoursOf(series.pattern, series.pattern.start)).repeating(repetition(series, timeZone))
    for (const { planned, ...hours } of series.moved) addEvent(calendar, invite, hours).recurrenceId(zoned(planned, timeZone))
  } else addEvent(calendar, invite, invite)
  return `${calendar.toString()}\r\n`
}

const zoned = (time: Date, timeZone: string) => Temporal.Instant.fromEpochMilliseconds(time.getTime()).toZonedDateTimeISO(timeZone)

function addEvent(calendar: ReturnType<typeof ical>, invite: InviteCalendar, { startsAt, endsAt }: { startsAt: Date; endsAt: Date }) {
  const { timeZone, attendee } = invite
  const canceled = invite.method === 'CANCEL'
  const event = calendar.createEvent({
    id: oneLine(invite.uid),
    sequence: invite.sequence,
    stamp: invite.now,
    start: zoned(startsAt, timeZone),
    end: zoned(endsAt, timeZone),
    timezone: timeZone,
    summary: oneLine(invite.summary),
    description: plain(invite.description),
    location: oneLine(invite.location),
    url: oneLine(invite.url),
    organizer: person(invite.organizer),
    status: canceled ? ICalEventStatus.CANCELLED : ICalEventStatus.CONFIRMED,
    transparency: canceled ? ICalEventTransparency.TRANSPARENT : ICalEventTransparency.OPAQUE,
  })
  if (attendee) {
    const status = canceled ? ICalAttendeeStatus.DECLINED : ICalAttendeeStatus.NEEDSACTION
    event.createAttendee({ ...person(attendee), role: ICalAttendeeRole.REQ, status, rsvp: !canceled })
  }
  return event
}

/** How far ahead offsets of a zone are told for visits that never end: calendars know the zone by its name beyond that. */
const farAhead = 3 * 366 * 86_400_000

/** From when to when a calendar has to know the zone. */
function reachOf({ rule, start, timeZone }: Pattern, { now }: InviteCalendar): [Date, Date] {
  const [day = '', time = ''] = start.split('T')
  const last = rule.until ? instantAt({ day: addDays(rule.until, 1), time: '00:00' }, timeZone) : new Date(now.getTime() + farAhead)
  return [instantAt({ day, time }, timeZone), last]
}

const utcText = (time: Date): string => `${time.toISOString().replaceAll(/[-:]/g, '').slice(0, 15)}Z`

/** RRULE, its UNTIL in UTC as RFC 5545 wants it beside a zone, and the visits that were called off. */
function repetition({ pattern, excluded }: NonNullable<InviteCalendar['series']>, timeZone: string): string {
  const { until, ...endless } = pattern.rule
  const last = until && instantAt({ day: until, time: '23:59' }, pattern.timeZone)
  const rule = `RRULE:${formatRule({ ...endless, until: null })}${last ? `;UNTIL=${utcText(last)}` : ''}`
  const wall = (time: Date) => zoned(time, timeZone).toPlainDateTime().toString({ smallestUnit: 'second' }).replaceAll(/[-:]/g, '')
  return [rule, ...excluded.map((time) => `EXDATE;TZID=${timeZone}:${wall(time)}`)].join('\r\n')
}

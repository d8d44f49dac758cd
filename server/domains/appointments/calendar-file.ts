import ical, { ICalAttendeeRole, ICalAttendeeStatus, ICalCalendarMethod, ICalEventStatus, ICalEventTransparency } from 'ical-generator'
import { Temporal } from 'temporal-polyfill'
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
  const { startsAt, endsAt, timeZone, attendee } = invite
  const canceled = invite.method === 'CANCEL'
  const inZone = (time: Date) => Temporal.Instant.fromEpochMilliseconds(time.getTime()).toZonedDateTimeISO(timeZone)
  const calendar = ical({ method: methodOf(invite), prodId: '//Guest Center//Visits//EN' })
  calendar.timezone({ name: null, generator: (zone) => vtimezone(zone, startsAt, endsAt) })
  const event = calendar.createEvent({
    id: oneLine(invite.uid),
    sequence: invite.sequence,
    stamp: invite.now,
    start: inZone(startsAt),
    end: inZone(endsAt),
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
  return `${calendar.toString()}\r\n`
}

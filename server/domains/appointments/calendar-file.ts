import ical, { ICalAttendeeRole, ICalAttendeeStatus, ICalCalendarMethod, ICalEventStatus, ICalEventTransparency } from 'ical-generator'
import {
  clockOf,
  oneLine,
  productId,
  reachOf,
  repetition,
  written,
  zoned,
  type Calendar,
  type EventWords,
  type Hours,
} from './calendar-parts'
import { hoursOf, type Pattern } from './recurrence'
import { vtimezone } from './vtimezone'

type Person = { name: string; email: string }

/** A visit as a calendar sees it. The same `uid` with a higher `sequence` replaces what was sent before. */
export type InviteCalendar = EventWords &
  Hours & {
    uid: string
    sequence: number
    method: 'REQUEST' | 'CANCEL'
    url: string
    /** The IANA zone of the site, or of the series. */
    timeZone: string
    organizer: Person
    attendee?: Person
    /** What the guest has said, where they have: they are not asked again. */
    reply?: 'CONFIRMED' | 'DECLINED' | null
    now: Date
    /** The visits of which this is one: told as a whole, with what was called off and what is otherwise. */
    series?: { pattern: Pattern; excluded: Date[]; moved: (EventWords & Hours & { planned: Date })[] }
  }

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
  const calendar = ical({ method: methodOf(invite), prodId: productId })
  const [first, last] = series ? reachOf(series.pattern, invite.now) : [invite.startsAt, invite.endsAt]
  calendar.timezone({ name: null, generator: (zone) => vtimezone(zone, first, last) })
  if (series) {
    addEvent(calendar, invite, { ...invite, ...hoursOf(series.pattern, series.pattern.start) }, timeZone).repeating(repetition(series))
    for (const { planned, ...visit } of series.moved) addEvent(calendar, invite, visit).recurrenceId(zoned(planned, timeZone))
  } else addEvent(calendar, invite, invite)
  return `${calendar.toString()}\r\n`
}

function addEvent(calendar: Calendar, invite: InviteCalendar, visit: EventWords & Hours, timeZone = clockOf(visit, invite.timeZone)) {
  const { attendee } = invite
  const canceled = invite.method === 'CANCEL'
  const event = calendar.createEvent({
    id: oneLine(invite.uid),
    sequence: invite.sequence,
    stamp: invite.now,
    start: zoned(visit.startsAt, timeZone),
    end: zoned(visit.endsAt, timeZone),
    timezone: timeZone,
    ...written(visit),
    url: oneLine(invite.url),
    organizer: person(invite.organizer),
    status: canceled ? ICalEventStatus.CANCELLED : ICalEventStatus.CONFIRMED,
    transparency: canceled ? ICalEventTransparency.TRANSPARENT : ICalEventTransparency.OPAQUE,
  })
  if (attendee) event.createAttendee({ ...person(attendee), role: ICalAttendeeRole.REQ, ...answerOf(invite) })
  return event
}

/** What is known of the guest's answer, and whether one is asked for. */
function answerOf({ method, reply }: InviteCalendar) {
  if (method === 'CANCEL') return { status: ICalAttendeeStatus.DECLINED, rsvp: false }
  if (reply === 'CONFIRMED') return { status: ICalAttendeeStatus.ACCEPTED, rsvp: false }
  return reply === 'DECLINED'
    ? { status: ICalAttendeeStatus.DECLINED, rsvp: false }
    : { status: ICalAttendeeStatus.NEEDSACTION, rsvp: true }
}

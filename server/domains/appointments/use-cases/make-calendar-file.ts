import { translate, type Language } from '../../../infra/i18n'
import type { GuestReply } from '../../../generated/prisma/client'
import type { EventWords, Hours } from '../calendar-parts'
import { uidOf } from '../calendar-parts'
import { inviteCalendarFile } from '../calendar-file'
import type { Pattern } from '../recurrence'

/** What a visit is about and where, as its guests are told. */
export interface SaidOfVisit {
  title: string | null
  message: string | null
  site: { name: string; address: string | null }
}

/** A visit and the people in it, as an invite tells of them. */
export interface CalendarVisit extends SaidOfVisit, Hours {
  appointmentId: string
  /** Grows with every change that guests are told of. */
  revision: number
  canceled: boolean
  timeZone: string
  visitorName: string
  hostName: string
  hostEmail: string
  organization: { name: string }
  /** What the guest has said, where they have. */
  pass: { reply: GuestReply | null }
}

/** Visits that repeat, as calendars tell of them. */
export interface CalendarSeries extends SaidOfVisit {
  id: string
  /** Grows with every change that guests are told of. */
  sequence: number
  /** Null where nothing of it is left. */
  pattern: Pattern | null
  /** How many are still to come. */
  ahead: number
  /** When the rule has visits that were called off. */
  excluded: Date[]
  /** When the rule has visits that are otherwise than it says, and what those are. */
  moved: (SaidOfVisit & Hours & { planned: Date })[]
}

/** How a calendar file is worded and whom it names. */
export interface CalendarFileOptions {
  inviteUrl: string
  language: Language
  now: Date
  /** Whom it invites by address, as a mail does. A file for download names nobody and asks for no answer. */
  guestEmail: string | null
}

/** A calendar file, and by which method a mail sends it. */
export interface CalendarFile {
  method: 'REQUEST' | 'CANCEL'
  content: string
}

const isOver = (visit: CalendarVisit, series: CalendarSeries | null): boolean => (series ? series.pattern === null : visit.canceled)

/** What differs between the event of one visit and that of a series. */
function eventOf(visit: CalendarVisit, series: CalendarSeries | null, words: (said: SaidOfVisit) => EventWords) {
  const one = { uid: uidOf(series?.id ?? visit.appointmentId), sequence: series?.sequence ?? visit.revision, ...words(series ?? visit) }
  if (!series?.pattern) return { ...one, timeZone: visit.timeZone, reply: visit.pass.reply }
  const moved = series.moved.map((each) => ({ ...each, ...words(each) }))
  const { pattern, excluded } = series
  // What a guest said of one visit is not said of all.
  return { ...one, timeZone: pattern.timeZone, reply: null, series: { pattern, excluded, moved } }
}

/**
 * The calendar file of a visit, for the invite mail and for the guest's page. Sent again after a change it replaces the earlier one.
 * @param series tells of all visits of a series as one, instead of the visit alone
 * @throws RangeError for an unknown time zone
 */
export function makeCalendarFile(
  visit: CalendarVisit,
  { inviteUrl, language, now, guestEmail }: CalendarFileOptions,
  series: CalendarSeries | null = null,
): CalendarFile {
  const organization = visit.organization.name
  const words = ({ title, message, site }: SaidOfVisit): EventWords => ({
    summary: title ?? translate(language, 'calendarFile.summary', { organization, host: visit.hostName }),
    description: message ?? translate(language, 'calendarFile.description', { organization }),
    location: [site.name, site.address].filter(Boolean).join(', '),
  })
  const method = isOver(visit, series) ? 'CANCEL' : 'REQUEST'
  const content = inviteCalendarFile({
    ...eventOf(visit, series, words),
    method,
    url: inviteUrl,
    startsAt: visit.startsAt,
    endsAt: visit.endsAt,
    organizer: { name: visit.hostName, email: visit.hostEmail },
    ...(guestEmail ? { attendee: { name: visit.visitorName, email: guestEmail } } : {}),
    now,
  })
  return { method, content }
}

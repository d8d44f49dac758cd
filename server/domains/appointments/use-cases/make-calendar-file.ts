import { translate, type Language } from '../../../infra/i18n'
import type { Pattern } from '../recurrence'
import { inviteCalendarFile } from '../calendar-file'

/** A visit and the people in it, as an invite tells of them. */
export interface CalendarVisit {
  appointmentId: string
  /** Grows with every change that guests are told of. */
  revision: number
  canceled: boolean
  title: string | null
  message: string | null
  startsAt: Date
  endsAt: Date
  timeZone: string
  visitorName: string
  hostName: string
  hostEmail: string
  site: { name: string; address: string | null }
  organization: { name: string }
}

/** Visits that repeat, as calendars tell of them. */
export interface CalendarSeries {
  id: string
  /** Grows with every change that guests are told of. */
  sequence: number
  pattern: Pattern
  /** How many are still to come. */
  ahead: number
  /** When the rule has visits that were called off. */
  excluded: Date[]
  /** When the rule has visits that are at another time, and when those are. */
  moved: { planned: Date; startsAt: Date; endsAt: Date }[]
}

/** How a calendar file is worded and whom it names. */
export interface CalendarFileOptions {
  inviteUrl: string
  language: Language
  now: Date
  /** Whom it invites by address, as a mail does. A file for download names nobody and asks for no answer. */
  guestEmail: string | null
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
): string {
  const organization = visit.organization.name
  return inviteCalendarFile({
    uid: `${series?.id ?? visit.appointmentId}@guest-center`,
    sequence: series?.sequence ?? visit.revision,
    method: visit.canceled && !series ? 'CANCEL' : 'REQUEST',
    ...(series ? { series } : {}),
    summary: visit.title ?? translate(language, 'calendarFile.summary', { organization, host: visit.hostName }),
    description: visit.message ?? translate(language, 'calendarFile.description', { organization }),
    location: [visit.site.name, visit.site.address].filter(Boolean).join(', '),
    url: inviteUrl,
    startsAt: visit.startsAt,
    endsAt: visit.endsAt,
    timeZone: visit.timeZone,
    organizer: { name: visit.hostName, email: visit.hostEmail },
    ...(guestEmail ? { attendee: { name: visit.visitorName, email: guestEmail } } : {}),
    now,
  })
}

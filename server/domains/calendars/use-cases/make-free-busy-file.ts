import { maxVisitDays } from '#shared/schemas/appointments'
import type { Ctx } from '../../../core/ctx'
import { openVisit } from '../../../core/open-status'
import { receivedBy } from '../../../core/within'
import { merged, type Span } from '../busy-spans'

/** Whose time it is. */
export interface BusyPerson {
  hostId: string
  email: string
}

const day = 86_400_000

/** How far ahead it reaches, in days. */
const daysAhead = 90

const utcText = (time: Date): string => `${time.toISOString().replaceAll(/[-:]/g, '').slice(0, 15)}Z`

/** Lines of at most 75 octets (RFC 5545, 3.1): what is longer goes on in the next. Only ASCII is written here. */
const folded = (line: string): string => line.match(/^.{1,75}|.{1,74}/g)?.join('\r\n ') ?? ''

const busyLines = (type: 'BUSY' | 'BUSY-TENTATIVE', spans: readonly Span[]): string[] =>
  merged(spans).map(({ startsAt, endsAt }) => `FREEBUSY;FBTYPE=${type}:${utcText(startsAt)}/${utcText(endsAt)}`)

/** When a host is busy in the next weeks, and nothing else of it (RFC 5545, VFREEBUSY). */
export async function makeFreeBusyFile(ctx: Ctx, { hostId, email }: BusyPerson, now: Date): Promise<string> {
  const from = new Date(Math.floor(now.getTime() / day) * day)
  const to = new Date(from.getTime() + daysAhead * day)
  const visits = await ctx.db.appointment.findMany({
    where: {
      ...receivedBy([hostId]),
      status: { in: openVisit },
      startsAt: { gt: new Date(from.getTime() - maxVisitDays * day), lt: to },
      endsAt: { gt: from },
    },
    select: { startsAt: true, endsAt: true, status: true },
  })
  const elsewhere = await ctx.db.outsideBusyTime.findMany({
    where: { startsAt: { lt: to }, endsAt: { gt: from }, outsideCalendar: { hostId } },
    select: { startsAt: true, endsAt: true },
  })
  const ofStatus = (wanted: string) => visits.filter(({ status }) => status === wanted)
  const lines = [
    'BEGIN:VCALENDAR',
    'VERSION:2.0',
    'PRODID:-//Guest Center//Visits//EN',
    'METHOD:PUBLISH',
    'BEGIN:VFREEBUSY',
    `UID:${hostId}@guest-center`,
    `DTSTAMP:${utcText(now)}`,
    `DTSTART:${utcText(from)}`,
    `DTEND:${utcText(to)}`,
    `ORGANIZER:mailto:${email}`,
    ...busyLines('BUSY', [...ofStatus('SCHEDULED'), ...elsewhere]),
    ...busyLines('BUSY-TENTATIVE', ofStatus('PENDING_APPROVAL')),
    'END:VFREEBUSY',
    'END:VCALENDAR',
  ]
  return `${lines.map(folded).join('\r\n')}\r\n`
}

import { openTexts } from '../../../core/appointment-texts'
import { organizationOf, type Ctx } from '../../../core/ctx'
import { openVisitors, sealedVisitor } from '../../../core/visitor-record'
import { receivedBy } from '../../../core/within'
import type { Prisma } from '../../../generated/prisma/client'
import { translate, type Language } from '../../../infra/i18n'
import { keyringOf, type Keyring } from '../../../infra/keyring'
import type { EventWords, Hours } from '../calendar-parts'

const day = 86_400_000

/** How far back and ahead the calendar of a host reaches, and how many visits it holds at most, the earliest. */
const reach = { back: 31 * day, ahead: 750 * day, most: 2_000 }

/** How long a visit that was called off is still told of as such. */
const mournedFor = 14 * day

/** Guests of all visits together whose names are read at most. */
const mostGuests = 20_000

const columns = {
  id: true,
  seriesId: true,
  occurrence: true,
  status: true,
  startsAt: true,
  endsAt: true,
  timeZone: true,
  revision: true,
  sealedTitle: true,
  sealedMessage: true,
  sealedReceptionNote: true,
  site: { select: { name: true, address: true } },
  room: { select: { name: true } },
} as const satisfies Prisma.AppointmentSelect

type Row = Prisma.AppointmentGetPayload<{ select: typeof columns }>

/** A visit as the calendar of its host tells of it. */
export interface HostVisit extends Hours {
  id: string
  seriesId: string | null
  occurrence: string | null
  /** A visit that was called off is told of as such: it is not simply gone. */
  isOff: false
  status: Row['status']
  timeZone: string
  revision: number
  words: EventWords
}

/** Visits of a host around now, and up to when all of them are there. */
export interface HostVisits {
  from: Date
  to: Date
  visits: HostVisit[]
}

/** Where the calendar of a host begins: with a day, so that it is the same all day. */
const dawn = (now: Date): Date => new Date(Math.floor((now.getTime() - reach.back) / day) * day)

/**
 * The visits that a host receives, alone or beside another, as a calendar of theirs tells of them: those that take place, and those that were called off not long ago.
 * @param isPrivate whether nothing is said but that the host is busy
 */
export async function hostVisits(ctx: Ctx, hostId: string, now: Date, isPrivate: boolean): Promise<HostVisits> {
  const [from, to] = [dawn(now), new Date(dawn(now).getTime() + reach.back + reach.ahead)]
  const gone = { status: 'CANCELED' as const, canceledAt: { gte: new Date(now.getTime() - mournedFor) } }
  const rows = await ctx.db.appointment.findMany({
    where: { ...receivedBy([hostId]), startsAt: { gte: from, lt: to }, AND: [{ OR: [{ status: { not: 'CANCELED' } }, gone] }] },
    select: columns,
    orderBy: [{ startsAt: 'asc' }, { id: 'asc' }],
    take: reach.most,
  })
  const wordsOf = isPrivate ? () => busyWords(ctx.language) : await openWords(ctx, rows)
  const visits = rows.map((row) => ({ ...row, isOff: false as const, words: wordsOf(row) }))
  return { from, to: rows.length === reach.most ? (rows.at(-1)?.startsAt ?? to) : to, visits }
}

const busyWords = (language: Language): EventWords => ({
  summary: translate(language, 'calendarFeed.busy'),
  description: '',
  location: '',
})

/** Who comes to which visit: "Anna Petrova, Example GmbH". */
async function guestsOf(ctx: Ctx, visits: string[]): Promise<Map<string, string[]>> {
  const passes = await ctx.db.visitPass.findMany({
    where: { appointmentId: { in: visits }, status: { not: 'REVOKED' } },
    select: { appointmentId: true, visitorId: true },
    orderBy: { id: 'asc' },
    take: mostGuests,
  })
  const ids = [...new Set(passes.map(({ visitorId }) => visitorId))]
  const visitors = await openVisitors(await ctx.db.visitor.findMany({ where: { id: { in: ids } }, select: sealedVisitor }))
  const names = new Map(visitors.map((visitor) => [visitor.id, [visitor.name, visitor.company].filter(Boolean).join(', ')]))
  const guests = new Map<string, string[]>()
  for (const { appointmentId, visitorId } of passes) {
    const name = names.get(visitorId)
    if (appointmentId && name) guests.set(appointmentId, [...(guests.get(appointmentId) ?? []), name])
  }
  return guests
}

async function openWords(ctx: Ctx, rows: Row[]): Promise<(row: Row) => EventWords> {
  const [keyring, guests] = [
    await keyringOf(organizationOf(ctx)),
    await guestsOf(
      ctx,
      rows.map(({ id }) => id),
    ),
  ]
  return (row) => wordsOf(keyring, ctx.language, row, guests.get(row.id) ?? [])
}

function wordsOf(keyring: Keyring, language: Language, row: Row, guests: string[]): EventWords {
  const { title, message, receptionNote } = openTexts(keyring, row.id, row)
  const [first = '', ...others] = guests
  const who = others.length > 0 ? translate(language, 'calendarFeed.andOthers', { guest: first, count: others.length }) : first
  const summary = title ?? (who ? translate(language, 'calendarFeed.visit', { who }) : translate(language, 'calendarFeed.someVisit'))
  return {
    summary,
    description: [guests.join('\n'), message, receptionNote].filter(Boolean).join('\n\n'),
    location: [row.site.name, row.room?.name, row.site.address].filter(Boolean).join(', '),
  }
}

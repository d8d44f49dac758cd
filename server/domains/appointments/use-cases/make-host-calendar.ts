import ical, { ICalEventClass, ICalEventStatus, ICalEventTransparency } from 'ical-generator'
import type { Ctx } from '../../../core/ctx'
import { receivedBy } from '../../../core/within'
import type { AppointmentSeries } from '../../../generated/prisma/client'
import { encodeGlobalId } from '../../../graphql/global-id'
import { env } from '../../../infra/env'
import { translate } from '../../../infra/i18n'
import {
  clockOf,
  productId,
  published,
  repetition,
  uidOf,
  written,
  zoned,
  zonesKnownUntil,
  type Calendar,
  type Hours,
} from '../calendar-parts'
import { hoursOf } from '../recurrence'
import { ruledVisits } from '../series-calendar'
import { vtimezone } from '../vtimezone'
import { hostVisits, type HostVisit } from './host-visits'
import { patternOf, wallAt } from './series/series-state'

/** Whose calendar, and how much of it. */
export interface HostCalendar {
  hostId: string
  now: Date
  /** Whether nothing is said but that the host is busy: no names, no places, no words. */
  isPrivate: boolean
}

/** How often programs are asked to read it again, in seconds. */
const readAgain = 15 * 60

const statuses = {
  PENDING_APPROVAL: ICalEventStatus.TENTATIVE,
  SCHEDULED: ICalEventStatus.CONFIRMED,
  COMPLETED: ICalEventStatus.CONFIRMED,
  CANCELED: ICalEventStatus.CANCELLED,
} as const

/** An event of the file: by itself, a rule, or a visit that is otherwise than its rule says. */
interface Told extends Hours {
  uid: string
  sequence: number
}

/**
 * The visits of a host as a calendar that programs read (RFC 5545): visits that repeat as a rule with what is otherwise, those that
 * were called off not long ago as such.
 */
export async function makeHostCalendar(ctx: Ctx, { hostId, now, isPrivate }: HostCalendar): Promise<string> {
  const { from, to, visits } = await hostVisits(ctx, hostId, now, isPrivate)
  const calendar = ical({ method: published, prodId: productId, name: translate(ctx.language, 'calendarFeed.name'), ttl: readAgain })
  calendar.timezone({ name: null, generator: (zone) => vtimezone(zone, from, zonesKnownUntil(now)) })
  const add = (visit: HostVisit, { uid, sequence, startsAt, endsAt }: Told, clock?: string) =>
    addEvent(calendar, visit, { uid, sequence, startsAt, endsAt }, { now, isPrivate, clock })
  const bySeries = Map.groupBy(visits, ({ seriesId }) => seriesId)
  const ids = [...bySeries.keys()].filter((id) => id !== null)
  const series = await ctx.db.appointmentSeries.findMany({ where: { id: { in: ids }, ...receivedBy([hostId]) } })
  const ruled = new Set(series.map(({ id }) => id))
  const apart = visits.filter(({ seriesId }) => seriesId === null || !ruled.has(seriesId))
  for (const each of series) apart.push(...addSeries(each, bySeries.get(each.id) ?? [], { from, to }, add))
  for (const visit of apart) add(visit, { ...visit, uid: uidOf(visit.id), sequence: visit.revision })
  return `${calendar.toString()}\r\n`
}

const looksOf = ({ words, status, timeZone }: HostVisit): string => JSON.stringify([words, statuses[status], timeZone])

/** How most visits of a series look: that is said once. */
function commonOf(visits: HostVisit[]): HostVisit | undefined {
  const alike = Map.groupBy(
    visits.filter(({ status }) => status !== 'CANCELED'),
    looksOf,
  )
  return [...alike.values()].toSorted((one, other) => other.length - one.length)[0]?.[0]
}

/** Adds the visits of a series as a rule. @returns those that it does not name */
function addSeries(
  series: AppointmentSeries,
  visits: HostVisit[],
  { from, to }: { from: Date; to: Date },
  add: (visit: HostVisit, told: Told, clock?: string) => ReturnType<typeof addEvent>,
): HostVisit[] {
  const common = commonOf(visits)
  if (!common || series.endedAt) return visits
  const whole = patternOf(series)
  const until = wallAt(to, series.timeZone)
  const span = { from: wallAt(from, series.timeZone), horizon: series.horizon < until ? series.horizon : until }
  const { pattern, excluded, moved, apart } = ruledVisits(whole, visits, span, (visit) => looksOf(visit) !== looksOf(common))
  if (!pattern) return visits
  const told = { uid: uidOf(series.id), sequence: series.revision }
  add({ ...common, timeZone: series.timeZone }, { ...told, ...hoursOf(pattern, pattern.start) }, series.timeZone).repeating(
    repetition({ pattern, excluded }),
  )
  for (const { planned, ...visit } of moved)
    add({ ...visit, timeZone: series.timeZone }, { ...told, ...visit, sequence: series.revision + visit.revision }).recurrenceId(
      zoned(planned, series.timeZone),
    )
  return apart
}

function addEvent(
  calendar: Calendar,
  visit: HostVisit,
  { uid, sequence, startsAt, endsAt }: Told,
  { now, isPrivate, clock }: Pick<HostCalendar, 'now' | 'isPrivate'> & { clock: string | undefined },
) {
  const timeZone = clock ?? clockOf({ startsAt, endsAt }, visit.timeZone)
  const status = statuses[visit.status]
  return calendar.createEvent({
    ...written(visit.words),
    id: uid,
    sequence,
    stamp: now,
    start: zoned(startsAt, timeZone),
    end: zoned(endsAt, timeZone),
    timezone: timeZone,
    ...(isPrivate
      ? { class: ICalEventClass.PRIVATE }
      : { url: new URL(`/host?visit=${encodeGlobalId('Appointment', visit.id)}`, env.PUBLIC_URL).href }),
    status,
    transparency: visit.status === 'CANCELED' ? ICalEventTransparency.TRANSPARENT : ICalEventTransparency.OPAQUE,
  })
}

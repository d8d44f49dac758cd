import { setImmediate } from 'node:timers/promises'
import { RRuleTemporal } from 'rrule-temporal'
import { Temporal } from 'temporal-polyfill'
import { merged, type Span } from '../busy-spans'
import { readCalendar, type RawCalendar } from './calendar-lines'
import { eventOf, periodsOf, type Moment, type OutsideEvent } from './outside-events'
import { PullFailed } from './pull-failed'
import { instantOf, wallOf, zoneNamed } from './zones'

/** What of a calendar is looked at. */
export interface Looking {
  from: Date
  to: Date
  /** The zone of moments that have none. */
  zone: string
  /** Which of these identifiers are events of our own: they are known already. */
  own: (uids: string[]) => Promise<ReadonlySet<string>>
}

/** How long unrolling may take, in milliseconds, how many times an event may repeat, and how many busy times are kept. */
const most = { time: 8_000, steps: 20_000, spans: 60_000, kept: 5_000 }

/** Events that are unrolled before others get their turn. */
const turn = 25

const day = 86_400_000

const dayText = (at: Date): string => at.toISOString().slice(0, 10).replaceAll('-', '')

const addDays = (wall: string, days: number): string => Temporal.PlainDateTime.from(wall).add({ days }).toString({ smallestUnit: 'second' })

/** From when to when an event is that begins at this moment. */
function spanFrom({ days, length }: OutsideEvent, start: Moment): Span {
  const startsAt = instantOf(start.wall, start.zone)
  const endsAt = days === null ? new Date(startsAt.getTime() + length) : instantOf(addDays(start.wall, days), start.zone)
  return { startsAt, endsAt }
}

/** The wall clock as if it stood in UTC: no clock change can skip or double a repetition. */
const floating = (wall: string): Temporal.ZonedDateTime => Temporal.PlainDateTime.from(wall).toZonedDateTime('UTC')

/** The last wall clock of a rule, by its UNTIL; null for one that has none. */
function untilOf(rule: string, zone: string): string | null {
  const [, date, time, utc] = /(?:^|;)UNTIL=(\d{8})(?:T(\d{6})(Z)?)?/i.exec(rule) ?? []
  if (!date) return null
  const clock = (text: string) => text.replace(/^(\d\d)(\d\d)(\d\d)$/, '$1:$2:$3')
  const wall = `${date.slice(0, 4)}-${date.slice(4, 6)}-${date.slice(6)}T${time ? clock(time) : '23:59:59'}`
  return utc ? wallOf(new Date(`${wall}Z`), zone) : wall
}

const clamp = (text: string, least: string, greatest: string): string => (text < least ? least : text > greatest ? greatest : text)

/** The wall clocks at which an event repeats around a span. One that repeats by the minute, or by a rule that is none, is told of once. */
function repetitions({ start, rule, added, days, length }: OutsideEvent, { from, to }: Looking): Moment[] {
  const first = [start, ...added]
  if (!rule || /FREQ=(?:SECONDLY|MINUTELY)/i.test(rule)) return first
  const lasts = (days ?? 0) * day + length
  const [least, greatest] = [wallOf(new Date(from.getTime() - lasts - day), start.zone), wallOf(new Date(to.getTime() + day), start.zone)]
  const until = untilOf(rule, start.zone)
  const last = clamp(until ?? greatest, '', greatest)
  if (last < start.wall) return first
  const rruleString = rule.replace(/(^|;)UNTIL=[^;]*/i, '').replace(/^;/, '')
  try {
    const series = new RRuleTemporal({ rruleString, dtstart: floating(start.wall), maxIterations: most.steps })
    const found = series.between(floating(clamp(least, start.wall, last)), floating(last), true)
    const walls = found.map((at) => at.toPlainDateTime().toString({ smallestUnit: 'second' }))
    return [...first, ...walls.map((wall) => ({ ...start, wall }))]
  } catch {
    return first
  }
}

const keyOf = ({ wall, zone }: Moment): number => instantOf(wall, zone).getTime()

/** When one event and what replaces its repetitions is busy. */
function spansOf(events: OutsideEvent[], looking: Looking): Span[] {
  const exceptions = events.filter(({ replaces }) => replaces !== null)
  const replaced = new Set(exceptions.flatMap(({ replaces }) => (replaces ? [keyOf(replaces)] : [])))
  const spans = exceptions.filter(({ isBusy }) => isBusy).map((event) => spanFrom(event, event.start))
  for (const event of events) {
    if (event.replaces !== null || !event.isBusy) continue
    const [moments, days] = [
      new Set(event.excluded.map(keyOf)),
      new Set(event.excluded.flatMap(({ isDay, wall }) => (isDay ? [wall.slice(0, 10)] : []))),
    ]
    const taking = repetitions(event, looking).filter(
      (moment) => !replaced.has(keyOf(moment)) && !moments.has(keyOf(moment)) && !days.has(moment.wall.slice(0, 10)),
    )
    spans.push(...taking.map((moment) => spanFrom(event, moment)))
  }
  return spans.filter(({ startsAt, endsAt }) => startsAt < looking.to && endsAt > looking.from)
}

/** Lets others have their turn after each so many of something, and gives up after a while. */
async function pause(place: number, every: number, deadline: number): Promise<void> {
  if (performance.now() > deadline) throw new PullFailed('TOO_SLOW')
  if (place % every === 0) await setImmediate()
}

async function eventsOf({ components, zone: own, zones: described }: RawCalendar, zone: string, deadline: number): Promise<OutsideEvent[]> {
  const zones = { described, fallback: (own && zoneNamed(own)) ?? zone }
  const events: OutsideEvent[] = []
  for (const [place, component] of components.entries()) {
    await pause(place, turn, deadline)
    const event = component.kind === 'VEVENT' ? eventOf(component, zones) : null
    if (event) events.push(event)
  }
  return events
}

/**
 * When somebody is busy by their calendars: no more of an event than that. What cannot be read is left out; what would take too long ends it.
 * @param texts files of one calendar
 * @returns times without overlaps, earliest first
 * @throws PullFailed for what is no calendar, or more than is read
 */
export async function busyTimes(texts: readonly string[], looking: Looking): Promise<Span[]> {
  const { from, to, zone } = looking
  const deadline = performance.now() + most.time
  const span = { from: dayText(new Date(from.getTime() - 2 * day)), to: dayText(new Date(to.getTime() + 2 * day)) }
  const [spans, events]: [Span[], OutsideEvent[]] = [[], []]
  for (const text of texts) {
    const calendar = readCalendar(text, span)
    for (const time of calendar.components.filter(({ kind }) => kind === 'VFREEBUSY').flatMap(periodsOf)) spans.push(time)
    for (const event of await eventsOf(calendar, zone, deadline)) events.push(event)
  }
  const own = await looking.own([...new Set(events.map(({ uid }) => uid))])
  const foreign = events.filter(({ uid }) => !own.has(uid))
  // Events without an identifier belong to nothing.
  const together = [...Map.groupBy(foreign, (event) => event.uid || event).values()]
  for (const [place, each] of together.entries()) {
    await pause(place, turn, deadline)
    for (const time of spansOf(each, looking)) spans.push(time)
    if (spans.length > most.spans) throw new PullFailed('TOO_MANY')
  }
  const cut = spans.filter(({ startsAt, endsAt }) => startsAt < to && endsAt > from)
  const result = merged(
    cut.map(({ startsAt, endsAt }) => ({ startsAt: startsAt < from ? from : startsAt, endsAt: endsAt > to ? to : endsAt })),
  )
  if (result.length > most.kept) throw new PullFailed('TOO_MANY')
  return result
}

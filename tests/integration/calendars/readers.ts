import ICAL from 'ical.js'
import nodeIcal, { type VEvent } from 'node-ical'

/** From when to when a test looks. */
interface Span {
  from: Date
  to: Date
}

const line = (start: Date, end: Date): string => `${start.toISOString()}/${end.toISOString()}`

/** Events of one identifier, as ical.js shows them. */
function unrolled(events: ICAL.Event[], { from, to }: Span): string[] {
  const master = events.find((event) => !event.isRecurrenceException())
  const exceptions = events.filter((event) => event.isRecurrenceException())
  const isOff = (event: ICAL.Event) => event.component.getFirstPropertyValue('status') === 'CANCELLED'
  if (!master) return []
  if (!master.isRecurring()) return isOff(master) ? [] : [line(master.startDate.toJSDate(), master.endDate.toJSDate())]
  for (const exception of exceptions) master.relateException(exception)
  const walk = master.iterator()
  const shown: string[] = []
  // A visit that was moved forward stands before its place.
  const beyond = new Date(to.getTime() + 40 * 86_400_000)
  for (let next = walk.next(); next && next.toJSDate() <= beyond; next = walk.next()) {
    const { startDate, endDate, item } = master.getOccurrenceDetails(next)
    if (!isOff(item)) shown.push(line(startDate.toJSDate(), endDate.toJSDate()))
  }
  return shown.filter((each) => each >= from.toISOString() && each < to.toISOString())
}

/** What a calendar shows by ical.js: `start/end` of every event that takes place, earliest first. */
export function byIcalJs(text: string, span: Span): string[] {
  const calendar = new ICAL.Component(ICAL.parse(text))
  ICAL.TimezoneService.reset()
  for (const zone of calendar.getAllSubcomponents('vtimezone')) ICAL.TimezoneService.register(zone)
  const events = calendar.getAllSubcomponents('vevent').map((each) => new ICAL.Event(each))
  const shown = [...Map.groupBy(events, ({ uid }) => uid).values()].flatMap((each) => unrolled(each, span))
  return shown.filter((each) => each >= span.from.toISOString() && each < span.to.toISOString()).toSorted()
}

/** The same by node-ical. */
export function byNodeIcal(text: string, { from, to }: Span): string[] {
  const events = Object.values(nodeIcal.sync.parseICS(text)).filter((each): each is VEvent => each?.type === 'VEVENT')
  const shown = events.flatMap((event) => {
    if (!event.rrule) return event.status === 'CANCELLED' ? [] : [line(new Date(event.start), new Date(event.end ?? event.start))]
    return nodeIcal
      .expandRecurringEvent(event, { from, to })
      .filter(({ event: each }) => each.status !== 'CANCELLED')
      .map(({ start, end }) => line(new Date(start), new Date(end)))
  })
  return shown.filter((each) => each >= from.toISOString() && each < to.toISOString()).toSorted()
}

/** Every line of a calendar file, put together again. */
export const linesOf = (text: string): string[] => text.replaceAll(/\r\n[ \t]/g, '').split('\r\n')

/** Whether each line is as RFC 5545 wants it: at most 75 octets, ended by CRLF. */
export const isFolded = (text: string): boolean =>
  text.endsWith('\r\n') &&
  !/[^\r]\n/.test(text) &&
  text.split('\r\n').every((each) => Buffer.byteLength(each) <= 75 && !/(?!\t)\p{Cc}/u.test(each))

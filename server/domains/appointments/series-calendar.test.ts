import ICAL from 'ical.js'
import nodeIcal from 'node-ical'
import { describe, expect, it } from 'vitest'
import { parseRule } from '#shared/recurrence'
import { inviteCalendarFile, type InviteCalendar } from './calendar-file'
import { occurrencesOf, hoursOf, type Pattern } from './recurrence'

const timeZone = 'Europe/Berlin'

function pattern(text: string, start: string): Pattern {
  const rule = parseRule(text, { timeZone, startTime: start.slice(11) })
  if (typeof rule === 'string') throw new Error(rule)
  return { rule, start, timeZone, minutes: 60 }
}

function file(series: NonNullable<InviteCalendar['series']>): string {
  return inviteCalendarFile({
    uid: 'series@guest-center',
    sequence: 4,
    method: 'REQUEST',
    summary: 'Планёрка; «понедельник», \\ и запятая',
    description: 'Две строки\nи ещё одна',
    location: 'Berlin',
    url: 'https://guests.example/i/x',
    ...hoursOf(series.pattern, series.pattern.start),
    timeZone,
    organizer: { name: 'Ivan', email: 'ivan@example.com' },
    attendee: { name: 'Anna', email: 'anna@example.com' },
    now: new Date('2026-10-01T08:00Z'),
    series,
  })
}

/** Start instants as ical.js understands the file. */
function byIcalJs(text: string, most: number): string[] {
  const calendar = new ICAL.Component(ICAL.parse(text))
  for (const zone of calendar.getAllSubcomponents('vtimezone')) ICAL.TimezoneService.register(zone)
  const events = calendar.getAllSubcomponents('vevent').map((each) => new ICAL.Event(each))
  const master = events.find((event) => !event.isRecurrenceException())!
  for (const event of events) if (event.isRecurrenceException()) master.relateException(event)
  const walk = master.iterator()
  const starts: string[] = []
  for (let next = walk.next(); next && starts.length < most; next = walk.next())
    starts.push(master.getOccurrenceDetails(next).startDate.toJSDate().toISOString())
  return starts.toSorted()
}

/** Start instants as node-ical understands the file. */
function byNodeIcal(text: string, from: Date, to: Date): string[] {
  const [event] = Object.values(nodeIcal.sync.parseICS(text)).filter((each) => each?.type === 'VEVENT')
  if (event?.type !== 'VEVENT') throw new Error('There is no event')
  return nodeIcal
    .expandRecurringEvent(event, { from, to })
    .map(({ start }) => new Date(start).toISOString())
    .toSorted()
}

describe('the calendar file of a series', () => {
  it('means the same visits to calendars as to us, through the end of summer time', () => {
    const weekly = pattern('FREQ=WEEKLY;BYDAY=MO,TH;UNTIL=20261119', '2026-10-19T10:00')
    const ours = occurrencesOf(weekly, weekly.start, '2027-01-01T00:00').map((name) => hoursOf(weekly, name).startsAt.toISOString())
    expect(ours).toHaveLength(10)
    const text = file({ pattern: weekly, excluded: [], moved: [] })
    expect(byIcalJs(text, 50)).toEqual(ours)
    expect(byNodeIcal(text, new Date('2026-10-01'), new Date('2026-12-31'))).toEqual(ours)
  })

  it('leaves out what was called off and moves what was moved', () => {
    const daily = pattern('FREQ=DAILY;COUNT=5', '2026-10-23T10:00')
    const names = occurrencesOf(daily, daily.start, '2027-01-01T00:00')
    const [first, , third, fourth, fifth] = names.map((name) => hoursOf(daily, name).startsAt)
    const second = hoursOf(daily, names[1]!).startsAt
    const hours = { startsAt: new Date(+third! + 7_200_000), endsAt: new Date(+third! + 10_800_000) }
    const text = file({ pattern: daily, excluded: [second], moved: [{ planned: third!, ...hours }] })
    const expected = [first, hours.startsAt, fourth, fifth].map((at) => at!.toISOString())
    expect(byIcalJs(text, 50)).toEqual(expected)
    expect(byNodeIcal(text, new Date('2026-10-01'), new Date('2026-12-31'))).toEqual(expected)
  })

  it('keeps its words, its uid and its sequence in every event', () => {
    const daily = pattern('FREQ=DAILY;COUNT=3', '2026-10-23T10:00')
    const { startsAt } = hoursOf(daily, '2026-10-24T10:00')
    const text = file({ pattern: daily, excluded: [], moved: [{ planned: startsAt, startsAt, endsAt: new Date(+startsAt + 1) }] })
    const events = new ICAL.Component(ICAL.parse(text)).getAllSubcomponents('vevent')
    expect(events).toHaveLength(2)
    for (const event of events) {
      expect(event.getFirstPropertyValue('uid')).toBe('series@guest-center')
      expect(event.getFirstPropertyValue('sequence')).toBe(4)
      expect(event.getFirstPropertyValue('summary')).toBe('Планёрка; «понедельник», \\ и запятая')
    }
  })
})

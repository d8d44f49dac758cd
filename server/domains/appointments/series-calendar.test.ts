import fc from 'fast-check'
import ICAL from 'ical.js'
import nodeIcal from 'node-ical'
import { describe, expect, it } from 'vitest'
import { parseRule } from '#shared/recurrence'
import { inviteCalendarFile, type InviteCalendar } from './calendar-file'
import { ruledVisits } from './series-calendar'
import { occurrencesOf, hoursOf, type Pattern } from './recurrence'

const timeZone = 'Europe/Berlin'

function pattern(text: string, start: string): Pattern {
  const rule = parseRule(text, { timeZone, startTime: start.slice(11) })
  if (typeof rule === 'string') throw new Error(rule)
  return { rule, start, timeZone, minutes: 60 }
}

const words = { summary: 'Планёрка; «понедельник», \\ и запятая', description: 'Две строки\nи ещё одна', location: 'Berlin' }

function file(series: NonNullable<InviteCalendar['series']>): string {
  return inviteCalendarFile({
    uid: 'series@guest-center',
    sequence: 4,
    method: 'REQUEST',
    ...words,
    url: 'https://guests.example/i/x',
    ...hoursOf(series.pattern, series.pattern.start),
    timeZone: series.pattern.timeZone,
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
    const text = file({ pattern: daily, excluded: [second], moved: [{ planned: third!, ...hours, ...words }] })
    const expected = [first, hours.startsAt, fourth, fifth].map((at) => at!.toISOString())
    expect(byIcalJs(text, 50)).toEqual(expected)
    expect(byNodeIcal(text, new Date('2026-10-01'), new Date('2026-12-31'))).toEqual(expected)
  })

  it('says when a visit is that was moved into an hour which the clock shows twice', () => {
    const zone = 'America/New_York'
    const rule = parseRule('FREQ=DAILY;COUNT=5', { timeZone: zone, startTime: '23:45' })
    if (typeof rule === 'string') throw new Error(rule)
    const nightly = { rule, start: '2026-10-30T23:45', timeZone: zone, minutes: 45 }
    const [first, second, ...others] = occurrencesOf(nightly, nightly.start, '2027-01-01T00:00').map(
      (name) => hoursOf(nightly, name).startsAt,
    )
    for (const startsAt of [new Date('2026-11-01T05:15Z'), new Date('2026-11-01T06:15Z')]) {
      const hours = { startsAt, endsAt: new Date(+startsAt + 1_800_000) }
      const text = file({ pattern: nightly, excluded: [], moved: [{ planned: second!, ...hours, ...words }] })
      const expected = [first, startsAt, ...others].map((at) => at!.toISOString())
      expect(byIcalJs(text, 50)).toEqual(expected)
      expect(byNodeIcal(text, new Date('2026-10-01'), new Date('2026-12-31'))).toEqual(expected)
    }
  })

  it('keeps its words, its uid and its sequence in every event', () => {
    const daily = pattern('FREQ=DAILY;COUNT=3', '2026-10-23T10:00')
    const { startsAt } = hoursOf(daily, '2026-10-24T10:00')
    const text = file({
      pattern: daily,
      excluded: [],
      moved: [{ planned: startsAt, startsAt, endsAt: new Date(+startsAt + 60_000), ...words }],
    })
    const events = new ICAL.Component(ICAL.parse(text)).getAllSubcomponents('vevent')
    expect(events).toHaveLength(2)
    for (const event of events) {
      expect(event.getFirstPropertyValue('uid')).toBe('series@guest-center')
      expect(event.getFirstPropertyValue('sequence')).toBe(4)
      expect(event.getFirstPropertyValue('summary')).toBe('Планёрка; «понедельник», \\ и запятая')
    }
  })
})

describe('any series', () => {
  const zones = ['Europe/Berlin', 'America/New_York', 'Europe/Moscow', 'Australia/Lord_Howe', 'Africa/Casablanca', 'UTC']
  const fate = fc.constantFrom('stays', 'stays', 'stays', 'off', 'missing', 'moved', 'reworded')
  const any = fc.record({
    rule: fc.constantFrom(
      'FREQ=DAILY;COUNT=40',
      'FREQ=DAILY;INTERVAL=3',
      'FREQ=WEEKLY;BYDAY=MO,WE,FR,SU;COUNT=60',
      'FREQ=WEEKLY;INTERVAL=2;BYDAY=TU,SU,TH',
      'FREQ=MONTHLY;BYDAY=-1SU',
      'FREQ=MONTHLY;BYMONTHDAY=31',
      'FREQ=MONTHLY;BYDAY=MO,TU,WE,TH,FR;BYSETPOS=-1',
      'FREQ=YEARLY;BYMONTH=3;BYDAY=-1SU',
    ),
    zone: fc.constantFrom(...zones),
    // Hours that a clock change takes out or gives twice are read in different ways by different programs.
    time: fc.constantFrom('00:00', '04:30', '09:15', '13:00', '23:45'),
    fates: fc.array(fate, { minLength: 5, maxLength: 80 }),
    skipped: fc.nat(20),
  })

  it('is shown by real programs exactly as it takes place, whatever became of its visits', () => {
    fc.assert(
      fc.property(any, ({ rule: written, zone, time, fates, skipped }) => {
        const rule = parseRule(written, { timeZone: zone, startTime: time })
        if (typeof rule === 'string') throw new Error(rule)
        const [start = ''] = occurrencesOf({ rule, start: `2026-10-01T${time}` }, '2026-10-01T00:00', '2028-10-01T00:00')
        const whole: Pattern = { rule, start, timeZone: zone, minutes: 45 }
        const horizon = '2027-10-15T00:00'
        const names = occurrencesOf(whole, start, horizon)
        const rows = names.flatMap((occurrence, place) => {
          const became = fates[place % fates.length]
          const { startsAt, endsAt } = hoursOf(whole, occurrence)
          const away = became === 'moved' ? 5_400_000 : 0
          const row = {
            occurrence,
            isOff: became === 'off',
            startsAt: new Date(+startsAt + away),
            endsAt: new Date(+endsAt + away * 2),
            became,
          }
          return became === 'missing' ? [] : [row]
        })
        const from = names[Math.min(skipped, names.length - 1)] ?? start
        const { pattern: told, excluded, moved, apart } = ruledVisits(whole, rows, { from, horizon }, ({ became }) => became === 'reworded')
        const live = rows.filter(({ isOff, occurrence }) => !isOff && occurrence >= from)
        expect(apart.every(({ occurrence }) => occurrence < from)).toBe(true)
        if (!told || live.length === 0) return
        const text = file({ pattern: told, excluded, moved: moved.map((row) => ({ ...row, ...words })) })
        const last = hoursOf(whole, horizon).startsAt
        const upTo = (starts: string[]) => starts.filter((each) => each < last.toISOString())
        const ours = upTo(live.map(({ startsAt }) => startsAt.toISOString()).toSorted())
        expect(upTo(byIcalJs(text, names.length + 5))).toEqual(ours)
        expect(upTo(byNodeIcal(text, new Date('2026-09-01'), last))).toEqual(ours)
      }),
      { numRuns: 200 },
    )
  }, 120_000)
})

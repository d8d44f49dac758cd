import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { formatRule, parseRule, shiftRule, weekdayOf, weekdays, type RecurrenceRule } from '#shared/recurrence'
import { addDays, wallClockAt } from '#shared/wall-clock'
import { hoursOf, occurrencesOf, startsByRule } from './recurrence'

const clock = { timeZone: 'Europe/Berlin', startTime: '10:00' }
function ruleOf(text: string): RecurrenceRule {
  const rule = parseRule(text, clock)
  if (typeof rule === 'string') throw new Error(`${text}: ${rule}`)
  return rule
}
const unrolled = (text: string, start: string, to = '2028-01-01T00:00') => occurrencesOf({ rule: ruleOf(text), start }, start, to)

describe('a rule', () => {
  it.each([
    ['FREQ=SECONDLY', 'ruleTooOften'],
    ['FREQ=HOURLY;COUNT=3', 'ruleTooOften'],
    ['', 'ruleInvalid'],
    ['FREQ=DAILY;FREQ=DAILY', 'ruleInvalid'],
    ['FREQ=DAILY;BYHOUR=1,2', 'ruleInvalid'],
    ['FREQ=FORTNIGHTLY', 'ruleInvalid'],
    ['FREQ=WEEKLY;BYDAY=XX', 'ruleInvalid'],
    ['FREQ=WEEKLY;BYDAY=1MO', 'ruleInvalid'],
    ['FREQ=MONTHLY;BYMONTHDAY=32', 'ruleInvalid'],
    ['FREQ=MONTHLY;BYSETPOS=1', 'ruleInvalid'],
    ['FREQ=DAILY;INTERVAL=0', 'ruleInterval'],
    ['FREQ=DAILY;INTERVAL=1e3', 'ruleInterval'],
    ['FREQ=DAILY;COUNT=0', 'ruleCount'],
    ['FREQ=DAILY;COUNT=99999', 'ruleCount'],
    ['FREQ=DAILY;COUNT=2;UNTIL=20270101', 'ruleCountAndUntil'],
    ['FREQ=DAILY;UNTIL=tomorrow', 'ruleUntil'],
    ['FREQ=DAILY;UNTIL=20271399', 'ruleUntil'],
    [`FREQ=DAILY;X=${'A'.repeat(300)}`, 'ruleInvalid'],
  ])('that is %s is refused: %s', (text, problem) => {
    expect(parseRule(text, clock)).toBe(problem)
  })

  it('ends on the day that its UNTIL means by the clock of the series', () => {
    expect(ruleOf('FREQ=DAILY;UNTIL=20270105').until).toBe('2027-01-05')
    expect(ruleOf('FREQ=DAILY;UNTIL=20270105T230000Z').until).toBe('2027-01-05')
    expect(ruleOf('FREQ=DAILY;UNTIL=20270105T080000Z').until).toBe('2027-01-04')
    expect(ruleOf('FREQ=DAILY;UNTIL=20270105T100000').until).toBe('2027-01-05')
  })

  it('is written in one way, and read again as itself', () => {
    const text = 'FREQ=MONTHLY;INTERVAL=2;BYDAY=-1FR;COUNT=5'
    expect(formatRule(ruleOf(`RRULE:count=5;byday=-1fr;interval=2;freq=monthly`))).toBe(text)
    expect(formatRule(ruleOf(text))).toBe(text)
  })

  it('names the days that people mean', () => {
    const days = (text: string, start: string) => unrolled(text, start).map((name) => name.slice(0, 10))
    expect(days('FREQ=MONTHLY;BYDAY=2TU;COUNT=3', '2026-01-13T10:00')).toEqual(['2026-01-13', '2026-02-10', '2026-03-10'])
    expect(days('FREQ=MONTHLY;BYMONTHDAY=-1;COUNT=3', '2026-01-31T10:00')).toEqual(['2026-01-31', '2026-02-28', '2026-03-31'])
    expect(days('FREQ=YEARLY;COUNT=2', '2026-03-01T10:00')).toEqual(['2026-03-01', '2027-03-01'])
    expect(days('FREQ=WEEKLY;INTERVAL=2;BYDAY=MO,WE;UNTIL=20260121', '2026-01-05T10:00')).toEqual([
      '2026-01-05',
      '2026-01-07',
      '2026-01-19',
      '2026-01-21',
    ])
  })

  it('that never ends, or never happens, costs next to nothing', () => {
    const before = process.cpuUsage()
    expect(unrolled('FREQ=DAILY', '2026-01-05T10:00', '2027-01-05T10:00')).toHaveLength(366)
    expect(unrolled('FREQ=YEARLY;BYMONTH=2;BYMONTHDAY=30', '2026-01-05T10:00')).toEqual([])
    expect(process.cpuUsage(before).user / 1_000).toBeLessThan(50)
  })

  it('moves with the visit that is dragged', () => {
    fc.assert(
      fc.property(fc.subarray([...weekdays], { minLength: 1 }), fc.integer({ min: -10, max: 10 }), fc.nat(400), (byDay, days, offset) => {
        const rule = ruleOf(`FREQ=WEEKLY;BYDAY=${byDay.join()};COUNT=8`)
        const start = Array.from({ length: 7 }, (_, place) => addDays('2026-01-05', offset + place)).find((day) =>
          byDay.includes(weekdayOf(day)),
        )!
        const shifted = shiftRule(rule, days)!
        const of = (each: RecurrenceRule, day: string) =>
          occurrencesOf({ rule: each, start: `${day}T10:00` }, `${day}T10:00`, '2029-01-01T00:00')
        expect(of(shifted, addDays(start, days))).toEqual(of(rule, start).map((name) => `${addDays(name.slice(0, 10), days)}T10:00`))
      }),
    )
    expect(shiftRule(ruleOf('FREQ=MONTHLY;BYDAY=2TU'), 1)).toBeNull()
    expect(shiftRule(ruleOf('FREQ=MONTHLY'), 1)).toBeNull()
  })
})

describe('the hours of a visit that repeats', () => {
  const pattern = { timeZone: 'Europe/Berlin', minutes: 60 }

  it('stay at the same time of day when the clocks change', () => {
    const names = unrolled('FREQ=WEEKLY;COUNT=3', '2026-10-19T10:00')
    expect(names.map((name) => hoursOf(pattern, name).startsAt.toISOString())).toEqual([
      '2026-10-19T08:00:00.000Z',
      '2026-10-26T09:00:00.000Z',
      '2026-11-02T09:00:00.000Z',
    ])
  })

  it('move forward where the clocks skip them, and are the first of two', () => {
    expect(hoursOf(pattern, '2026-03-29T02:30').startsAt.toISOString()).toBe('2026-03-29T01:30:00.000Z')
    expect(hoursOf(pattern, '2026-10-25T02:30').startsAt.toISOString()).toBe('2026-10-25T00:30:00.000Z')
    expect(+hoursOf(pattern, '2026-10-25T02:30').endsAt - +hoursOf(pattern, '2026-10-25T02:30').startsAt).toBe(3_600_000)
  })

  it('read as the wall clock says in every zone, but in the hour that is skipped', () => {
    const zones = fc.constantFrom(
      'Europe/Berlin',
      'America/New_York',
      'Australia/Lord_Howe',
      'Asia/Kolkata',
      'Pacific/Apia',
      'Europe/Moscow',
    )
    fc.assert(
      fc.property(zones, fc.integer({ min: 0, max: 730 }), fc.nat(47), (timeZone, days, half) => {
        const time = `${String(Math.floor(half / 2)).padStart(2, '0')}:${half % 2 ? '30' : '00'}`
        const wall = { day: addDays('2026-01-01', days), time }
        const { startsAt } = hoursOf({ timeZone, minutes: 60 }, `${wall.day}T${time}`)
        const reading = wallClockAt(startsAt, timeZone)
        if (reading.time !== time) expect(reading.time > time && reading.day === wall.day).toBe(true)
        else expect(reading).toEqual(wall)
      }),
      { numRuns: 500 },
    )
  })
})

it('a first visit that the rule does not name is seen', () => {
  expect(startsByRule({ rule: ruleOf('FREQ=WEEKLY;BYDAY=MO'), start: '2026-01-05T10:00' })).toBe(true)
  expect(startsByRule({ rule: ruleOf('FREQ=WEEKLY;BYDAY=MO'), start: '2026-01-06T10:00' })).toBe(false)
})

import fc from 'fast-check'
import { Temporal } from 'temporal-polyfill'
import { describe, expect, it } from 'vitest'
import { addDays, addMinutes, daysOf, instantAt, isDay, nextHalfHour, wallClockAt, weekOf } from './wall-clock'

describe('instantAt', () => {
  it.each([
    ['Europe/Moscow', '2026-11-17', '10:00', '2026-11-17T07:00:00.000Z'],
    ['Asia/Kathmandu', '2026-11-17', '00:00', '2026-11-16T18:15:00.000Z'],
    ['America/New_York', '2026-07-01', '09:30', '2026-07-01T13:30:00.000Z'],
  ])('%s %s %s', (zone, day, time, expected) => {
    expect(instantAt({ day, time }, zone).toISOString()).toBe(expected)
    expect(wallClockAt(expected, zone)).toEqual({ day, time })
  })

  it('agrees with Temporal in every zone, clock changes included', () => {
    const zones = fc.constantFrom(
      'Europe/Moscow',
      'Europe/Berlin',
      'America/New_York',
      'Asia/Kathmandu',
      'Australia/Lord_Howe',
      'America/St_Johns',
      'Pacific/Apia',
    )
    // Quarters of an hour of ten years.
    const reading = fc
      .integer({ min: 0, max: 10 * 366 * 96 })
      .map((quarters) => new Date(Date.UTC(2024, 0, 1) + quarters * 900_000).toISOString())
    fc.assert(
      fc.property(zones, reading, (zone, iso) => {
        const wanted = Temporal.PlainDateTime.from(iso.slice(0, 16)).toZonedDateTime(zone).epochMilliseconds
        expect(instantAt({ day: iso.slice(0, 10), time: iso.slice(11, 16) }, zone).getTime()).toBe(wanted)
      }),
      { numRuns: 2_000 },
    )
  })

  it('moves a skipped time forward and takes the first of two', () => {
    expect(instantAt({ day: '2026-03-29', time: '02:30' }, 'Europe/Berlin').toISOString()).toBe('2026-03-29T01:30:00.000Z')
    expect(instantAt({ day: '2026-10-25', time: '02:30' }, 'Europe/Berlin').toISOString()).toBe('2026-10-25T00:30:00.000Z')
  })

  it.each([
    ['', ''],
    ['2026-02-31', '10:00'],
    ['2026-11-17', ''],
    ['2026-11-17', '25:00'],
    ['17.11.2026', '10:00'],
  ])('%s %s is no time', (day, time) => {
    expect(instantAt({ day, time }, 'Europe/Moscow').getTime()).toBeNaN()
  })
})

describe('wallClockAt', () => {
  // The first two have changed their clocks at a minute past the hour, the third by half an hour.
  const zones = ['America/St_Johns', 'Antarctica/Casey', 'Australia/Lord_Howe', 'Africa/Monrovia', 'Asia/Kathmandu', 'Europe/Moscow']

  it('agrees with Temporal at every moment, around clock changes above all', () => {
    const changes = zones.flatMap((zone) => {
      const found: { zone: string; at: number }[] = []
      let at = Temporal.Instant.from('1960-01-01T00:00Z').toZonedDateTimeISO(zone)
      for (let next = at.getTimeZoneTransition('next'); next && found.length < 200; next = at.getTimeZoneTransition('next')) {
        found.push({ zone, at: next.epochMilliseconds })
        at = next
      }
      return found
    })
    expect(changes.length).toBeGreaterThan(100)
    const near = fc
      .tuple(fc.constantFrom(...changes), fc.integer({ min: -3_600_000, max: 3_600_000 }))
      .map(([{ zone, at }, off]) => ({ zone, at: at + off }))
    const anywhere = fc.record({ zone: fc.constantFrom(...zones), at: fc.integer({ min: Date.UTC(1960, 0), max: Date.UTC(2100, 0) }) })
    fc.assert(
      fc.property(fc.oneof(near, anywhere), ({ zone, at }) => {
        const local = Temporal.Instant.fromEpochMilliseconds(at)
          .toZonedDateTimeISO(zone)
          .toPlainDateTime()
          .toString({ smallestUnit: 'minute' })
        const { day, time } = wallClockAt(at, zone)
        expect(`${day}T${time}`).toBe(local)
      }),
      { numRuns: 3_000 },
    )
  })

  it('what is no moment and what is no zone is told', () => {
    expect(() => wallClockAt('soon', 'Europe/Moscow')).toThrow(RangeError)
    expect(() => wallClockAt(0, 'Europe/Nowhere')).toThrow(RangeError)
  })
})

describe('weeks', () => {
  it.each([
    ['2026-11-16', '2026-W47'],
    ['2026-11-22', '2026-W47'],
    ['2026-12-31', '2026-W53'],
    ['2027-01-03', '2026-W53'],
    ['2027-01-04', '2027-W01'],
    ['2024-12-30', '2025-W01'],
  ])('%s is in %s', (day, week) => {
    expect(weekOf(day)).toBe(week)
    expect(daysOf(week)).toContain(day)
  })

  it('begin on Monday', () => {
    expect(daysOf('2026-W47')).toEqual(['2026-11-16', '2026-11-17', '2026-11-18', '2026-11-19', '2026-11-20', '2026-11-21', '2026-11-22'])
  })

  it.each(['2026-W00', '2026-W54', '2025-W53', '2026-47', '', undefined, null, ['2026-W47']])('%s is no week', (text) => {
    expect(daysOf(text)).toBeUndefined()
  })
})

describe('days and minutes', () => {
  it('cross months and years', () => {
    expect(addDays('2026-12-31', 1)).toBe('2027-01-01')
    expect(addDays('2028-03-01', -1)).toBe('2028-02-29')
    expect(addMinutes({ day: '2026-12-31', time: '23:45' }, 30)).toEqual({ day: '2027-01-01', time: '00:15' })
  })

  it('knows the days of the calendar', () => {
    expect(['2026-02-28', '2026-02-29', '2026-13-01', 'today', 7].map(isDay)).toEqual([true, false, false, false, false])
  })

  it('rounds up to the next half hour, never to the same', () => {
    const at = (time: string) => nextHalfHour({ day: '2026-11-17', time })
    expect([at('10:00').time, at('10:01').time, at('10:29').time, at('10:31').time]).toEqual(['10:30', '10:30', '10:30', '11:00'])
    expect(at('23:40')).toEqual({ day: '2026-11-18', time: '00:00' })
  })
})

import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import type { PresenceSchedule } from '#shared/schemas/hosts'
import { addDays, wallClockAt } from '#shared/wall-clock'
import { availability, presenceProblem, workingSpans, type Span } from './presence'

const span = (from: string, to: string): Span => ({ startsAt: new Date(from), endsAt: new Date(to) })
const shown = (spans: Span[]) =>
  spans.map(({ startsAt, endsAt }) => [startsAt.toISOString().slice(5, 16), endsAt.toISOString().slice(5, 16)])
const minute = 60_000

/** What the clock reads at each minute, as a text that orders. */
function clockOf(timeZone: string, from: number, to: number): { at: number; reads: string }[] {
  const minutes = []
  for (let at = from; at <= to; at += minute) {
    const { day, time } = wallClockAt(at, timeZone)
    minutes.push({ at, reads: `${day}T${time}` })
  }
  return minutes
}

/** The rule a second time: somebody looks at the clock every minute, comes when it first reads the start or more, leaves likewise. */
function minutesThere({ hours, timeZone }: PresenceSchedule, range: Span): Set<number> {
  const clock = clockOf(timeZone, +range.startsAt - 2 * 86_400_000, +range.endsAt + 2 * 86_400_000)
  const first = (reads: string) => clock.find((each) => each.reads >= reads)?.at ?? Number.POSITIVE_INFINITY
  const there = new Set<number>()
  for (const day of new Set(clock.map(({ reads }) => reads.slice(0, 10))).union(new Set(daysAround(range)))) {
    for (const { weekday, from, to } of hours) {
      if ((new Date(`${day}T00:00Z`).getUTCDay() || 7) !== weekday) continue
      const [comes, leaves] = [first(`${day}T${from}`), first(`${to <= from ? addDays(day, 1) : day}T${to}`)]
      for (let at = comes; at < leaves && at < +range.endsAt; at += minute) if (at >= +range.startsAt) there.add(at)
    }
  }
  return there
}
const daysAround = ({ startsAt }: Span) => [-1, 0, 1, 2].map((count) => addDays(startsAt.toISOString().slice(0, 10), count))

const quarter = fc
  .integer({ min: 0, max: 95 })
  .map((n) => `${String(Math.floor(n / 4)).padStart(2, '0')}:${String((n % 4) * 15).padStart(2, '0')}`)
const schedules = fc.record({
  timeZone: fc.constantFrom('Europe/Berlin', 'America/New_York', 'Australia/Lord_Howe', 'Asia/Kolkata', 'Pacific/Apia'),
  hours: fc.array(fc.record({ weekday: fc.integer({ min: 1, max: 7 }), from: quarter, to: quarter }), { maxLength: 8 }),
})
// Days around which clocks of these zones change, and one that Samoa never had.
const days = fc.constantFrom('2026-03-28', '2026-10-24', '2026-03-07', '2026-10-31', '2026-04-04', '2026-10-03', '2011-12-29', '2026-07-01')

describe('working hours', () => {
  it('are what somebody keeps who looks at the clock every minute, through every change of it', () => {
    fc.assert(
      fc.property(schedules, days, fc.integer({ min: 0, max: 1_439 }), fc.integer({ min: 1, max: 30 }), (schedule, day, offset, length) => {
        const startsAt = new Date(Date.parse(`${day}T00:00Z`) + offset * minute)
        const range = { startsAt, endsAt: new Date(+startsAt + length * 60 * minute) }
        const there = minutesThere(schedule, range)
        const found = workingSpans(schedule, range)
        const told = new Set(
          found.flatMap((each) => Array.from({ length: (+each.endsAt - +each.startsAt) / minute }, (_, n) => +each.startsAt + n * minute)),
        )
        expect([...told].toSorted()).toEqual([...there].toSorted())
        for (const [place, each] of found.entries()) expect(+each.startsAt).toBeGreaterThan(+(found[place - 1]?.endsAt ?? 0))
      }),
      { numRuns: 60 },
    )
  }, 120_000)

  it('keep their clock when it changes', () => {
    const schedule = { timeZone: 'Europe/Berlin', hours: [6, 7, 1].map((weekday) => ({ weekday, from: '09:00', to: '17:00' })) }
    expect(shown(workingSpans(schedule, span('2026-10-24T00:00Z', '2026-10-26T23:00Z')))).toEqual([
      ['10-24T07:00', '10-24T15:00'],
      ['10-25T08:00', '10-25T16:00'],
      ['10-26T08:00', '10-26T16:00'],
    ])
  })

  it('go on over midnight, lose a skipped hour, and begin where a skipped time would have been', () => {
    const night = { timeZone: 'Europe/Berlin', hours: [{ weekday: 6, from: '22:00', to: '06:00' }] }
    expect(shown(workingSpans(night, span('2026-03-28T00:00Z', '2026-03-30T00:00Z')))).toEqual([['03-28T21:00', '03-29T04:00']])
    const early = { timeZone: 'Europe/Berlin', hours: [{ weekday: 7, from: '02:30', to: '03:30' }] }
    expect(shown(workingSpans(early, span('2026-03-28T00:00Z', '2026-03-30T00:00Z')))).toEqual([['03-29T01:00', '03-29T01:30']])
    const gone = { timeZone: 'Europe/Berlin', hours: [{ weekday: 7, from: '02:15', to: '02:45' }] }
    expect(workingSpans(gone, span('2026-03-28T00:00Z', '2026-03-30T00:00Z'))).toEqual([])
  })
})

describe('somebody', () => {
  const schedule = { timeZone: 'Europe/Berlin', hours: [{ weekday: 1, from: '09:00', to: '17:00' }] }
  const monday = span('2026-12-07T00:00Z', '2026-12-08T00:00Z')
  it('is there in the hours without the absences', () => {
    const away = [span('2026-12-07T10:00Z', '2026-12-07T11:00Z'), span('2026-12-07T10:30Z', '2026-12-07T12:00Z')]
    expect(shown(availability(schedule, away, monday))).toEqual([
      ['12-07T08:00', '12-07T10:00'],
      ['12-07T12:00', '12-07T16:00'],
    ])
    expect(shown(availability(null, away, monday))).toHaveLength(2)
  })
  it('is asked for a visit: away comes before out of hours, and unknown hours say nothing', () => {
    const away = [span('2026-12-07T10:00Z', '2026-12-07T11:00Z')]
    const visit = span('2026-12-07T10:30Z', '2026-12-07T11:30Z')
    expect(presenceProblem(schedule, away, visit)).toBe('ABSENT')
    expect(presenceProblem(schedule, [], visit)).toBeNull()
    expect(presenceProblem(schedule, [], span('2026-12-07T15:30Z', '2026-12-07T16:30Z'))).toBe('OUTSIDE_HOURS')
    expect(presenceProblem(null, [], span('2026-12-06T01:00Z', '2026-12-06T02:00Z'))).toBeNull()
    expect(presenceProblem(schedule, [], span('2026-12-07T09:00Z', '2026-12-11T09:00Z'))).toBeNull()
  })
})

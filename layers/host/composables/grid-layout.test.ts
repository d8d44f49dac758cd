import { describe, expect, it } from 'vitest'
import { firstHourOf, layOutDays } from './grid-layout'

const zone = 'Europe/Berlin'
const at = (day: string, from: string, to: string, until = day) => ({
  startsAt: new Date(`${day}T${from}:00+01:00`).toISOString(),
  endsAt: new Date(`${until}T${to}:00+01:00`).toISOString(),
})
const lanesOf = (visits: ReturnType<typeof at>[], most = 3) => layOutDays(visits, ['2026-12-01'], zone, most)[0]!

describe('where visits stand', () => {
  it('those that overlap stand side by side, those after them have the whole width', () => {
    const day = lanesOf([at('2026-12-01', '09:00', '10:00'), at('2026-12-01', '09:30', '10:30'), at('2026-12-01', '10:30', '11:00')])
    expect(day.shown.map(({ from, to, lane, lanes }) => [from, to, lane, lanes])).toEqual([
      [540, 600, 0, 2],
      [570, 630, 1, 2],
      [630, 660, 0, 1],
    ])
  })

  it('what finds no room in a row is counted by its hour, and nobody is lost', () => {
    const visits = Array.from({ length: 70 }, (_, place) => at('2026-12-01', `${String(9 + (place % 7)).padStart(2, '0')}:15`, '17:00'))
    const day = lanesOf(visits)
    expect(day.shown.length + day.more.reduce((sum, { count }) => sum + count, 0)).toBe(70)
    expect(Math.max(...day.shown.map(({ lanes }) => lanes))).toBe(3)
  })

  it('one that goes on over midnight stands in both days, one that ends at midnight in one', () => {
    const days = ['2026-12-01', '2026-12-02']
    const [first, second] = layOutDays([at('2026-12-01', '22:00', '02:00', '2026-12-02')], days, zone, 3)
    expect([first!.shown[0]!.from, first!.shown[0]!.to, second!.shown[0]!.from, second!.shown[0]!.to]).toEqual([1320, 1440, 0, 120])
    const [, none] = layOutDays([at('2026-12-01', '22:00', '00:00', '2026-12-02')], days, zone, 3)
    expect(none!.shown).toEqual([])
  })

  it('two of no length at the same time do not hide each other', () => {
    const day = lanesOf([at('2026-12-01', '09:00', '09:05'), at('2026-12-01', '09:05', '09:10')])
    expect(day.shown.map(({ lane }) => lane)).toEqual([0, 1])
  })

  it('a day in which nothing has changed is the same as before', () => {
    const days = ['2026-12-01', '2026-12-02']
    const [one, other] = [at('2026-12-01', '09:00', '10:00'), at('2026-12-02', '09:00', '10:00')]
    const before = layOutDays([one, other], days, zone, 3)
    const after = layOutDays([one, at('2026-12-02', '11:00', '12:00')], days, zone, 3, before)
    expect([after[0] === before[0], after[1] === before[1]]).toEqual([true, false])
    expect(after[1]!.shown.map(({ from }) => from)).toEqual([660])
    expect(layOutDays([one], days, zone, 1, after)[0]).not.toBe(after[0])
  })
})

describe('the hour at which a grid opens', () => {
  const days = ['2026-12-01', '2026-12-02']
  const opens = (visits: ReturnType<typeof at>[], now: number | null = null, shown = days) =>
    firstHourOf(layOutDays(visits, shown, zone, 3), zone, now)
  const overnight = at('2026-12-01', '22:00', '02:00', '2026-12-02')

  it.each([
    ['is before eight where nothing is earlier', [at('2026-12-01', '11:00', '12:00')], null, 7],
    ['is earlier for a visit that begins earlier', [at('2026-12-02', '05:30', '06:00')], null, 5],
    ['is midnight for one that begins then', [at('2026-12-02', '00:00', '01:00')], null, 0],
    ['does not go back to midnight for a visit that goes on from the day before', [overnight], null, 7],
    ['is earlier where it is earlier now', [], 200, 3],
    ['stays in the morning while now is to be seen from there', [], 1_140, 7],
    ['is later in the evening, so that now is to be seen', [at('2026-12-01', '09:00', '10:00')], 1_231, 17],
  ] as const)('%s', (_, visits, now, hour) => {
    expect(opens([...visits], now)).toBe(hour)
  })

  it('is midnight for a visit that goes on from a day that is not shown', () => {
    expect(opens([overnight], null, ['2026-12-02'])).toBe(0)
  })
})

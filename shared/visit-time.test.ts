import { describe, expect, it } from 'vitest'
import { daysUntil, momentAt, visitTime } from './visit-time'

const at = (text: string) => new Date(text)

describe('visitTime', () => {
  it('tells the day of the place, not of UTC', () => {
    expect(visitTime('en', at('2026-11-12T20:30Z'), at('2026-11-12T20:59Z'), 'Asia/Tokyo')).toEqual({
      date: 'Friday, 13 November 2026',
      shortDate: '13 November',
      time: '05:30–05:59',
      startTime: '05:30',
      zone: 'Japan Standard Time (GMT+9)',
    })
  })

  it('tells both days when the visit ends on another', () => {
    expect(visitTime('ru', at('2026-11-12T20:30Z'), at('2026-11-12T22:00Z'), 'Europe/Moscow').date).toBe(
      'четверг, 12 ноября 2026 г. – пятница, 13 ноября 2026 г.',
    )
  })

  it('writes midnight as 00:00', () => {
    expect(visitTime('en', at('2026-11-12T00:00Z'), at('2026-11-12T00:30Z'), 'UTC').startTime).toBe('00:00')
  })

  it('gives the offset of that day', () => {
    expect(visitTime('en', at('2026-07-01T10:00Z'), at('2026-07-01T11:00Z'), 'Europe/Berlin').zone).toBe(
      'Central European Summer Time (GMT+2)',
    )
  })

  it('gives the id of a zone that has no name', () => {
    expect(visitTime('ru', at('2026-07-01T10:00Z'), at('2026-07-01T11:00Z'), 'Etc/GMT-5').zone).toBe('Etc/GMT-5 (GMT+5)')
  })

  it('refuses an unknown zone', () => {
    expect(() => visitTime('ru', at('2026-07-01T10:00Z'), at('2026-07-01T11:00Z'), 'Mars/Olympus')).toThrow(RangeError)
  })
})

describe('daysUntil', () => {
  const now = at('2026-11-12T22:30Z')

  it.each([
    ['2026-11-12T23:30Z', 'UTC', 0],
    ['2026-11-13T00:00Z', 'UTC', 1],
    ['2026-11-11T23:59Z', 'UTC', -1],
    // 01:30 on the 13th in Moscow already.
    ['2026-11-13T20:00Z', 'Europe/Moscow', 0],
    ['2026-11-13T21:00Z', 'Europe/Moscow', 1],
    ['2026-11-13T04:30Z', 'America/New_York', 0],
    ['2027-01-01T00:00Z', 'UTC', 50],
  ])('counts the midnights until %s in %s', (moment, zone, days) => {
    expect(daysUntil(at(moment), now, zone)).toBe(days)
  })

  it('does not mind a day of 25 hours', () => {
    expect(daysUntil(at('2026-10-25T23:30Z'), at('2026-10-24T22:30Z'), 'Europe/Berlin')).toBe(1)
  })
})

describe('momentAt', () => {
  it('leaves out the day when it is today at the place', () => {
    expect(momentAt('en', at('2026-11-12T21:30Z'), at('2026-11-13T01:00Z'), 'America/New_York')).toBe('16:30')
    expect(momentAt('ru', at('2026-11-12T21:30Z'), at('2026-11-11T21:30Z'), 'Europe/Moscow')).toBe('13 ноября, 00:30')
  })
})

import { describe, expect, it } from 'vitest'
import { visitTime } from './visit-time'

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

import { describe, expect, it } from 'vitest'
import { isWindowOpen, type AccessWindow } from '#shared/access-rules'
import { holidayPicture, weekPicture } from './week-picture'

const window = (weekdays: number[], from: string, to: string, holidays: AccessWindow['holidays'] = 'AS_USUAL'): AccessWindow => ({
  weekdays,
  from,
  to,
  holidays,
})

describe('the picture of a week', () => {
  it('shows exactly the minutes in which a window is open', () => {
    const windows = [
      window([1, 3], '22:30', '06:15'),
      window([3, 7], '05:00', '12:00'),
      window([7], '20:00', '24:00'),
      window([2], '23:00', '00:00'),
    ]
    const rows = weekPicture(windows)
    const place = { timeZone: 'UTC', holidays: new Set<string>() }
    const wrong: string[] = []
    for (let minute = 0; minute < 7 * 1_440; minute++) {
      // The 30th of November 2026 is a Monday.
      const at = new Date(Date.UTC(2026, 10, 30) + minute * 60_000)
      const share = ((minute % 1_440) / 1_440) * 100 + 1e-9
      const isShown = rows[Math.floor(minute / 1_440)]!.some(({ from, to }) => share >= from && share < to)
      if (isShown !== windows.some((each) => isWindowOpen(each, at, place))) wrong.push(at.toISOString())
    }
    expect(wrong).toEqual([])
  })

  it('joins what overlaps, and leaves out what is half typed or for holidays alone', () => {
    expect(weekPicture([window([1], '06:00', '12:00'), window([1], '12:00', '18:00')])[0]).toEqual([{ from: 25, to: 75 }])
    expect(weekPicture([window([1], '', '12:00'), window([1], '06:00', '06:00'), window([1], '06:00', '12:00', 'ONLY')]).flat()).toEqual([])
    expect(holidayPicture([window([], '06:00', '12:00', 'ONLY'), window([1], '00:00', '24:00')])).toEqual([{ from: 25, to: 50 }])
  })
})

import { describe, expect, it } from 'vitest'
import { vtimezone } from './vtimezone'

const zone = (name: string, from: string, to: string) => vtimezone(name, new Date(from), new Date(to)).split('\r\n')

describe('vtimezone', () => {
  it('holds the one stretch that an ordinary visit lies in', () => {
    expect(zone('Europe/Berlin', '2026-07-01T10:00Z', '2026-07-01T11:00Z')).toEqual([
      'BEGIN:VTIMEZONE',
      'TZID:Europe/Berlin',
      'BEGIN:DAYLIGHT',
      'DTSTART:20260329T020000',
      'TZOFFSETFROM:+0100',
      'TZOFFSETTO:+0200',
      'END:DAYLIGHT',
      'END:VTIMEZONE',
    ])
  })

  it('holds both when the clocks change during the visit', () => {
    const lines = zone('America/New_York', '2026-10-31T20:00Z', '2026-11-01T20:00Z')
    expect(lines.filter((line) => /BEGIN|DTSTART|OFFSETTO/.test(line))).toEqual([
      'BEGIN:VTIMEZONE',
      'BEGIN:DAYLIGHT',
      'DTSTART:20260308T020000',
      'TZOFFSETTO:-0400',
      'BEGIN:STANDARD',
      'DTSTART:20261101T020000',
      'TZOFFSETTO:-0500',
    ])
  })

  it('starts with the new offset when the visit starts with it', () => {
    expect(zone('Europe/Berlin', '2026-03-29T01:00Z', '2026-03-29T02:00Z')).toContain('TZOFFSETTO:+0200')
    expect(zone('Europe/Berlin', '2026-03-29T01:00Z', '2026-03-29T02:00Z').filter((line) => line.startsWith('TZOFFSETTO'))).toHaveLength(1)
  })

  it.each([
    ['UTC', '+0000'],
    ['Asia/Kathmandu', '+0545'],
    ['America/St_Johns', '-0330'],
    ['Europe/Moscow', '+0300'],
  ])('knows %s', (name, offset) => {
    expect(zone(name, '2026-12-01T10:00Z', '2026-12-01T11:00Z')).toContain(`TZOFFSETTO:${offset}`)
  })

  it('calls summer time so on the southern half too', () => {
    expect(zone('Australia/Sydney', '2026-12-01T10:00Z', '2026-12-01T11:00Z')).toContain('BEGIN:DAYLIGHT')
  })
})

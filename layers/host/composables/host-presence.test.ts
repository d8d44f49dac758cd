import { describe, expect, it } from 'vitest'
import { absentDays, awayBetween, presenceConflict, type HostPresence } from './host-presence'

const at = (time: string) => `2026-12-07T${time}:00.000Z`
const span = (from: string, to: string) => ({ startsAt: at(from), endsAt: at(to) })
const presence: HostPresence = {
  host: { id: 'h', name: 'Anna' },
  available: [span('08:00', '12:00'), span('13:00', '17:00')],
  absences: [{ ...span('12:00', '13:00'), deputy: { id: 'd', name: 'Boris' } }],
}
const hours = (from: string, to: string) => ({ from: Date.parse(at(from)), to: Date.parse(at(to)) })
const known = hours('00:00', '23:00')

describe('the presence of a host', () => {
  it('is drawn by when they are not there', () => {
    expect(awayBetween(presence, at('00:00'), at('23:00'))).toEqual([
      span('00:00', '08:00'),
      span('12:00', '13:00'),
      span('17:00', '23:00'),
    ])
    expect(awayBetween(presence, at('08:00'), at('12:00'))).toEqual([])
  })
  it('says what stands against a visit, and nothing of what is not known', () => {
    expect(presenceConflict(presence, hours('11:30', '12:30'), known)).toEqual({ kind: 'absent', name: 'Anna', deputy: 'Boris' })
    expect(presenceConflict(presence, hours('16:30', '17:30'), known)).toEqual({ kind: 'outsideHours', name: 'Anna' })
    expect(presenceConflict(presence, hours('09:00', '10:00'), known)).toBeNull()
    expect(presenceConflict(presence, hours('22:30', '23:30'), known)).toBeNull()
  })
  it('knows the days on which they are not there at all, and who stands in for them', () => {
    const days = ['2026-12-06', '2026-12-07', '2026-12-08', '2026-12-09']
    const away = { startsAt: at('12:00'), endsAt: '2026-12-08T20:00:00.000Z', deputy: { id: 'd', name: 'Boris' } }
    const sunday = { startsAt: '2026-12-05T23:00:00.000Z', endsAt: '2026-12-06T23:00:00.000Z', deputy: null }
    const seen = { ...presence, available: [span('08:00', '12:00')], absences: [away, sunday] }
    expect([...absentDays(seen, days, 'Europe/Berlin')]).toEqual([
      ['2026-12-06', ''],
      ['2026-12-08', 'Boris'],
    ])
  })
})

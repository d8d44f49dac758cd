import { expect, it } from 'vitest'
import { silenceOf } from './device-silence'

const now = Date.parse('2026-11-17T10:00:00Z')
const minute = 60_000
const after = (silent: number) => silenceOf(new Date(now - silent).toISOString(), now)

it('misses a device after three minutes, and says since when in the largest unit', () => {
  expect([silenceOf(null, now), after(0), after(3 * minute - 1)]).toEqual([null, null, null])
  expect(after(3 * minute)).toEqual({ unit: 'Minutes', count: 3 })
  expect(after(60 * minute - 1)).toEqual({ unit: 'Minutes', count: 59 })
  expect(after(60 * minute)).toEqual({ unit: 'Hours', count: 1 })
  expect(after(49 * 60 * minute)).toEqual({ unit: 'Days', count: 2 })
})

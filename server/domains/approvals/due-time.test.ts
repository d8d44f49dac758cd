import { expect, it } from 'vitest'
import { dueAfter } from './due-time'

const zone = 'Europe/Moscow'

it('counts every hour, or those in which people are at work', () => {
  // A Friday, 16:00 in Moscow.
  const friday = new Date('2026-12-04T13:00:00Z')
  expect(dueAfter(friday, 24, false, zone).toISOString()).toBe('2026-12-05T13:00:00.000Z')
  expect(dueAfter(friday, 2, true, zone).toISOString()).toBe('2026-12-04T15:00:00.000Z')
  // Two hours are left on Friday, the third is on Monday from nine to ten.
  expect(dueAfter(friday, 3, true, zone).toISOString()).toBe('2026-12-07T07:00:00.000Z')
  expect(dueAfter(friday, 2 + 9 + 1, true, zone).toISOString()).toBe('2026-12-08T07:00:00.000Z')
})

it('begins with the next working hour when asked at night or on a Sunday', () => {
  expect(dueAfter(new Date('2026-12-06T20:00:00Z'), 1, true, zone).toISOString()).toBe('2026-12-07T07:00:00.000Z')
  expect(dueAfter(new Date('2026-12-07T01:00:00Z'), 1, true, zone).toISOString()).toBe('2026-12-07T07:00:00.000Z')
})

it('keeps to the clock on the wall when the clocks change', () => {
  // Berlin goes to winter time in the night to Sunday, 25 October.
  const friday = new Date('2026-10-23T15:00:00Z')
  expect(dueAfter(friday, 2, true, 'Europe/Berlin').toISOString()).toBe('2026-10-26T09:00:00.000Z')
})

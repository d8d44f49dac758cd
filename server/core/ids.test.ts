import { expect, it, vi } from 'vitest'
import { idAt, isId, newId, timeOfId } from './ids'

const many = 100_000

it('makes keys that are all different and sort as they were made, also within a millisecond', () => {
  const before = Date.now()
  const made = Array.from({ length: many }, newId)
  expect(new Set(made).size).toBe(many)
  expect(made.every(isId)).toBe(true)
  expect(made).toEqual(made.toSorted())
  expect(timeOfId(made[0] ?? '')).toBeGreaterThanOrEqual(before)
  expect(timeOfId(made.at(-1) ?? '')).toBeLessThanOrEqual(Date.now())
})

it('goes on in order when the clock is set back', () => {
  const first = newId()
  const clock = vi.spyOn(Date, 'now').mockReturnValue(Date.now() - 60_000)
  const second = newId()
  clock.mockRestore()
  expect([second, first].toSorted()).toEqual([first, second])
})

it('says when a key was made, and which is the least of a moment', () => {
  const at = Date.UTC(2026, 10, 30, 12)
  vi.spyOn(Date, 'now').mockReturnValue(at + 86_400_000 * 365)
  const made = newId()
  vi.restoreAllMocks()
  expect(timeOfId(idAt(at))).toBe(at)
  expect(idAt(timeOfId(made)) <= made).toBe(true)
})

it('shares no random bytes between keys', () => {
  const tails = Array.from({ length: many }, () => newId().slice(-10))
  expect(new Set(tails).size).toBeGreaterThan(many - 100)
})

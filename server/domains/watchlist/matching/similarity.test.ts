import fc from 'fast-check'
import { expect, it } from 'vitest'
import { editDistance, jaroWinkler, similarity } from './similarity'

it('counts what was left out, put in, changed and swapped', () => {
  expect(editDistance('ivanov', 'ivanov')).toBe(0)
  expect(editDistance('ivanov', 'ivnov')).toBe(1)
  expect(editDistance('ivanov', 'ivannov')).toBe(1)
  expect(editDistance('ivanov', 'ivonov')).toBe(1)
  expect(editDistance('ivanov', 'iavnov')).toBe(1)
  expect(editDistance('ca', 'abc')).toBe(3)
  expect(editDistance('', 'abc')).toBe(3)
})

it('knows the textbook values of Jaro and Winkler', () => {
  expect(jaroWinkler('martha', 'marhta')).toBeCloseTo(0.9611, 3)
  expect(jaroWinkler('dwayne', 'duane')).toBeCloseTo(0.84, 3)
  expect(jaroWinkler('dixon', 'dicksonx')).toBeCloseTo(0.8133, 3)
  expect(jaroWinkler('abc', 'xyz')).toBe(0)
})

it('is between 0 and 1, 1 only for the same, and the same from both sides', () => {
  const word = fc.string({ unit: fc.constantFrom('a', 'b', 'c', 'd'), minLength: 1, maxLength: 8 })
  fc.assert(
    fc.property(word, word, (one, other) => {
      const value = similarity(one, other)
      expect(value).toBeGreaterThanOrEqual(0)
      expect(value).toBeLessThanOrEqual(1)
      expect(value === 1).toBe(one === other)
      expect(editDistance(other, one)).toBe(editDistance(one, other))
    }),
    { numRuns: 1_000 },
  )
})

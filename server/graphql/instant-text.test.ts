import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { instantText } from './instant-text'

describe('the text of an instant', () => {
  it('is the one of toISOString, for any instant in any order', () => {
    fc.assert(
      fc.property(fc.date({ noInvalidDate: true }), (date) => instantText(date) === date.toISOString()),
      { numRuns: 2_000 },
    )
  })

  it('is right at both ends of a day, back and forth', () => {
    const midnight = Date.UTC(2026, 1, 1)
    for (const offset of [0, -1, 1, -86_400_000, 86_399_999, 0]) {
      const date = new Date(midnight + offset)
      expect(instantText(date)).toBe(date.toISOString())
    }
  })

  it('does not exist for an invalid date, also after a valid one', () => {
    instantText(new Date())
    expect(() => instantText(new Date(Number.NaN))).toThrow(RangeError)
  })
})

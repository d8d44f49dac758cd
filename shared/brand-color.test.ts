import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { brandColor, contrast, DEFAULT_BRAND_COLOR, readableOn } from './brand-color'

describe('brandColor', () => {
  it.each([
    ['#0F766E', '#0f766e'],
    ['#fff', DEFAULT_BRAND_COLOR],
    ['red', DEFAULT_BRAND_COLOR],
    ['#123456;x', DEFAULT_BRAND_COLOR],
    ['#12345g', DEFAULT_BRAND_COLOR],
    ['#123456\n', DEFAULT_BRAND_COLOR],
    ['', DEFAULT_BRAND_COLOR],
    [null, DEFAULT_BRAND_COLOR],
    [undefined, DEFAULT_BRAND_COLOR],
  ])('makes %j %s', (given, safe) => {
    expect(brandColor(given)).toBe(safe)
  })
})

describe('contrast', () => {
  it('agrees with WCAG', () => {
    expect(contrast('#ffffff', '#000000')).toBeCloseTo(21)
    expect(contrast('#777777', '#ffffff')).toBeCloseTo(4.48, 2)
    expect(contrast('#0000ff', '#ffffff')).toBeCloseTo(8.59, 2)
  })

  it('of the chosen ink is enough to read on any colour', () => {
    fc.assert(
      fc.property(fc.nat(0xffffff), (value) => {
        const color = `#${value.toString(16).padStart(6, '0')}`
        expect(contrast(color, readableOn(color))).toBeGreaterThanOrEqual(4.5)
      }),
      { numRuns: 5000 },
    )
  })
})

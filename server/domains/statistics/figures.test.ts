import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { figuresOf, type Counted } from './figures'
import { classOf, quantileOf, stayClasses } from './stay-classes'

const counted = (measure: Counted['measure'], slot: string, sum: number, most = sum): Counted => ({ measure, slot, sum, most })

describe('figures', () => {
  it('are sums, the mean of what was seen to end, and the greatest of a site', () => {
    const figures = figuresOf(
      [
        counted('EXPECTED', '', 5),
        counted('CAME', '', 3),
        counted('NO_SHOW', '', 1),
        counted('ENTRY', '09', 2),
        counted('ENTRY', '14', 3),
        counted('PEOPLE', '', 4),
        counted('STAY', '60', 2),
        counted('STAY', '120', 2),
        counted('STAY_MINUTES', '', 300),
        counted('DENIAL', 'EXPIRED', 2),
        counted('MOST_INSIDE', '', 9, 6),
        counted('MOST_INSIDE', '', 4, 3),
      ],
      true,
    )
    expect(figures).toMatchObject({ expected: 5, came: 3, noShows: 1, entries: 5, people: 4, denied: 2, stays: 4 })
    expect(figures).toMatchObject({ meanStay: 75, medianStay: 60, longStay: 114, mostInside: 6, busiestHour: 14 })
  })

  it('say nothing of what nobody saw', () => {
    expect(figuresOf([], true)).toMatchObject({ entries: 0, meanStay: null, medianStay: null, busiestHour: null, mostInside: 0 })
    expect(figuresOf([], false).mostInside).toBeNull()
  })

  it('take of two hours that are as busy the earlier one', () => {
    expect(figuresOf([counted('ENTRY', '14', 3), counted('ENTRY', '09', 3)], true).busiestHour).toBe(9)
  })
})

it('a quantile lies in the class in which the stay lies that it speaks of', () => {
  fc.assert(
    fc.property(
      fc.array(fc.integer({ min: 0, max: 1_440 }), { minLength: 1, maxLength: 200 }),
      fc.constantFrom(0.1, 0.5, 0.9),
      (stays, share) => {
        const counts = new Map<number, number>()
        for (const minutes of stays) counts.set(classOf(minutes), (counts.get(classOf(minutes)) ?? 0) + 1)
        const exact = stays.toSorted((one, other) => one - other)[Math.ceil(stays.length * share) - 1] ?? 0
        const found = quantileOf(counts, share) ?? -1
        const end = classOf(exact)
        const start = stayClasses[stayClasses.findIndex((each) => each === end) - 1] ?? 0
        expect(found).toBeGreaterThanOrEqual(start)
        expect(found).toBeLessThanOrEqual(end)
      },
    ),
    { numRuns: 2_000 },
  )
})

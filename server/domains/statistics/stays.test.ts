import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { longestStay, mostInside, staysOf, type Passage } from './stays'

const hour = 3_600_000
const at = (hours: number) => new Date(Date.UTC(2026, 4, 4) + hours * hour)
const day = { from: at(0), until: at(24) }
const passage = (direction: 'ENTRY' | 'EXIT', hours: number, more: Partial<Passage> = {}): Passage => ({
  visitPassId: 'a',
  hostId: null,
  type: 'SINGLE',
  direction,
  at: at(hours),
  ...more,
})
const lengths = (passages: Passage[]) =>
  staysOf(passages).map(({ from, until }) => (until ? (until.getTime() - from.getTime()) / hour : null))

describe('stays', () => {
  it('end with the next exit of the same pass', () => {
    const other = { visitPassId: 'b' }
    expect(lengths([passage('ENTRY', 9), passage('ENTRY', 10, other), passage('EXIT', 11), passage('EXIT', 14, other)])).toEqual([2, 4])
  })

  it('end nowhere where somebody comes in again without having been seen leaving', () => {
    expect(lengths([passage('ENTRY', 9), passage('ENTRY', 12), passage('EXIT', 13)])).toEqual([null, 1])
  })

  it('last a day at most, and an exit without an entry ends nothing', () => {
    expect(lengths([passage('EXIT', 1), passage('ENTRY', 2), passage('EXIT', 26)])).toEqual([24])
    expect(lengths([passage('ENTRY', 2), passage('EXIT', 26.1)])).toEqual([null])
  })

  it('of a group end as often as somebody leaves', () => {
    const group = { type: 'GROUP' as const }
    const passages = [passage('ENTRY', 9, group), passage('ENTRY', 10, group), passage('EXIT', 11, group), passage('EXIT', 13, group)]
    expect(lengths(passages)).toEqual([4, 1])
  })

  it('that nobody saw end are marked so, until somebody is seen leaving after all', () => {
    const clock = (hours: number, more: Partial<Passage> = {}) => passage('EXIT', hours, { isUnseen: true, ...more })
    const ends = (passages: Passage[]) => staysOf(passages).map(({ from, until, isUnseen }) => [from, until, Boolean(isUnseen)])
    expect(ends([passage('ENTRY', 9), clock(18)])).toEqual([[at(9), at(18), true]])
    expect(ends([passage('ENTRY', 9), clock(18), passage('EXIT', 19)])).toEqual([[at(9), at(19), false]])
    expect(ends([passage('ENTRY', 9), passage('EXIT', 10), clock(18)])).toEqual([[at(9), at(10), false]])
    expect(ends([passage('ENTRY', 9), clock(18), passage('ENTRY', 20), passage('EXIT', 21)])).toEqual([
      [at(9), at(18), true],
      [at(20), at(21), false],
    ])
    const group = { type: 'GROUP' as const }
    expect(
      ends([passage('ENTRY', 9, group), passage('ENTRY', 10, group), clock(18, group), clock(18, group), passage('EXIT', 19, group)]),
    ).toEqual([
      [at(9), at(18), true],
      [at(10), at(19), false],
    ])
  })

  it('do not change a day away from a scan that is added', () => {
    const scans = fc.array(fc.record({ direction: fc.constantFrom('ENTRY' as const, 'EXIT' as const), hours: fc.nat(120) }), {
      maxLength: 24,
    })
    const stayed = (passages: Passage[]) =>
      staysOf(passages.toSorted((one, other) => one.at.getTime() - other.at.getTime())).map((stay) => JSON.stringify(stay))
    fc.assert(
      fc.property(scans, fc.nat(120), fc.boolean(), fc.boolean(), (given, hours, isEntry, isGroup) => {
        const type = { type: isGroup ? ('GROUP' as const) : ('MULTI' as const) }
        const before = given.map((scan) => passage(scan.direction, scan.hours, type))
        const added = passage(isEntry ? 'ENTRY' : 'EXIT', hours + 0.5, type)
        const [one, other] = [stayed(before), stayed([...before, added])]
        for (const text of [...one.filter((each) => !other.includes(each)), ...other.filter((each) => !one.includes(each))]) {
          const { from } = JSON.parse(text) as { from: string }
          expect(Math.abs(Date.parse(from) - added.at.getTime())).toBeLessThanOrEqual(longestStay)
        }
      }),
      { numRuns: 3_000 },
    )
  })
})

describe('most inside at once', () => {
  const stay = (from: number, until: number | null) => ({ hostId: null, from: at(from), until: until === null ? null : at(until) })

  it('counts who is inside together, not who comes when somebody leaves', () => {
    expect(mostInside([stay(9, 11), stay(10, 12), stay(12, 13)], day)).toBe(2)
    expect(mostInside([stay(9, 10), stay(10, 11)], day)).toBe(1)
  })

  it('counts whoever stayed over midnight, and until the end of the day whoever was not seen leaving', () => {
    expect(mostInside([stay(-2, 3), stay(1, 2)], day)).toBe(2)
    expect(mostInside([stay(-2, null), stay(8, null), stay(23, 25)], day)).toBe(2)
    expect(mostInside([stay(25, 26)], day)).toBe(0)
  })
})

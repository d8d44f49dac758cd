import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { countStandings, isAccounted, latestOf, mergeEntries, reportOf, type Entry } from './roll-call'

/** Courses that are tried. */
const runs = Number(process.env.ROLL_CALL_COURSES ?? 200)

const people = ['anna', 'boris', 'vera']
const entry: fc.Arbitrary<Entry> = fc
  .record({
    id: fc.nat(400),
    marshal: fc.constantFrom('m1', 'm2', 'm3', null),
    personKey: fc.constantFrom(...people),
    said: fc.constantFrom('SAFE' as const, 'MISSING' as const, 'NOT_CHECKED' as const),
    at: fc.nat(20),
  })
  .map(({ id, marshal, personKey, said, at }) => ({
    // Whoever makes an entry makes it once: its key says what it is.
    key: `${marshal ?? 'gate'}:${id}:${personKey}:${said}:${at}`,
    personKey,
    standing: marshal === null ? 'LEFT' : said,
    at,
    marshal,
  }))
const entries = fc.array(entry, { maxLength: 25 })
const some = fc.tuple(entries, entries, entries)

describe(`what several marshals know (${runs} courses)`, () => {
  const check = (property: fc.IProperty<[[Entry[], Entry[], Entry[]]]>) => fc.assert(property, { numRuns: runs })

  it('comes to the same in whichever order it is put together', () => {
    check(
      fc.property(some, ([a, b, c]) => {
        expect(mergeEntries(a, b)).toEqual(mergeEntries(b, a))
        expect(mergeEntries(mergeEntries(a, b), c)).toEqual(mergeEntries(a, mergeEntries(b, c)))
      }),
    )
  })

  it('is not changed by hearing it again', () => {
    check(
      fc.property(some, ([a, b]) => {
        const known = mergeEntries(a, b)
        expect(mergeEntries(known, known, a, b)).toEqual(known)
      }),
    )
  })

  it('loses nothing: who was ever seen safe stays in the history', () => {
    check(
      fc.property(some, (all) => {
        const known = new Set(mergeEntries(...all).map(({ key }) => key))
        for (const { key } of all.flat()) expect(known.has(key)).toBe(true)
      }),
    )
  })

  it('is the same for everybody after any interleaving of telling and hearing', () => {
    const course = fc.tuple(
      fc.array(fc.tuple(fc.nat(2), entry), { maxLength: 30 }),
      fc.array(fc.tuple(fc.nat(2), fc.nat(2)), { maxLength: 20 }),
    )
    fc.assert(
      fc.property(course, ([said, heard]) => {
        const devices: Entry[][] = [[], [], []]
        for (const [device, made] of said) devices[device] = mergeEntries(devices[device] ?? [], [made])
        for (const [from, to] of heard) devices[to] = mergeEntries(devices[to] ?? [], devices[from] ?? [])
        const expected = mergeEntries(said.map(([, made]) => made))
        for (const device of devices) {
          const whole = mergeEntries(device, ...devices)
          expect(whole).toEqual(expected)
          expect([...latestOf(whole)].toSorted()).toEqual([...latestOf(expected)].toSorted())
        }
      }),
      { numRuns: runs },
    )
  })

  it('counts each person once, by what was said last', () => {
    check(
      fc.property(some, (all) => {
        const latest = latestOf(mergeEntries(...all))
        const counts = countStandings(people, latest)
        expect(Object.values(counts).reduce((sum, count) => sum + count, 0)).toBe(people.length)
        // Said once more in other words.
        for (const person of people) {
          const ofPerson = all.flat().filter(({ personKey }) => personKey === person)
          const at = Math.max(...ofPerson.map((each) => each.at))
          const last = ofPerson.filter((each) => each.at === at).toSorted((one, other) => (one.key < other.key ? -1 : 1))
          expect(latest.get(person)?.standing).toBe(last.at(-1)?.standing)
        }
      }),
    )
  })

  it('is accounted for in the report exactly when nobody has to be looked for', () => {
    check(
      fc.property(some, (all) => {
        const known = mergeEntries(...all)
        const { accountedAt, missing } = reportOf(people, 0, known)
        const latest = latestOf(known)
        const isOver = people.every((person) => isAccounted(latest.get(person)?.standing ?? 'NOT_CHECKED'))
        expect(accountedAt !== null).toBe(isOver)
        for (const { personKey, until } of missing) if (until === null) expect(latest.get(personKey)?.standing).toBe('MISSING')
      }),
    )
  })
})

it('a report says when it began to be well, who was missing and until when, and who marked how many', () => {
  const mark = (id: number, marshal: string | null, personKey: string, standing: Entry['standing'], at: number): Entry => ({
    key: `${marshal ?? 'gate'}:${id}`,
    marshal,
    personKey,
    standing,
    at,
  })
  const known = mergeEntries([
    mark(1, 'm1', 'anna', 'SAFE', 10),
    mark(2, 'm2', 'boris', 'MISSING', 20),
    mark(3, null, 'vera', 'LEFT', 30),
    mark(4, 'm1', 'boris', 'SAFE', 40),
  ])
  expect(reportOf(people, 0, known)).toEqual({
    firstMarkAt: 10,
    accountedAt: 40,
    marksByMarshal: [
      { marshal: 'm1', marks: 2 },
      { marshal: 'm2', marks: 1 },
    ],
    missing: [{ personKey: 'boris', from: 20, until: 40 }],
    counts: { SAFE: 2, LEFT: 1, MISSING: 0, NOT_CHECKED: 0, UNSEEN: 0 },
  })
})

it('whoever counted as gone unseen is not accounted for until somebody has seen them', () => {
  const unseen: Entry = { key: 'unseen:anna', personKey: 'anna', standing: 'UNSEEN', at: -60, marshal: null }
  const of = (...said: Entry[]) => reportOf(['anna'], 0, mergeEntries([unseen], said))
  expect(of()).toMatchObject({ accountedAt: null, counts: { UNSEEN: 1, NOT_CHECKED: 0 } })
  expect(of({ ...unseen, key: 'm:1', standing: 'SAFE', at: 30, marshal: 'm' })).toMatchObject({
    accountedAt: 30,
    counts: { UNSEEN: 0, SAFE: 1 },
  })
})

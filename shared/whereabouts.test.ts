import { describe, expect, it } from 'vitest'
import { checksIn, isWithin, moveThrough, whereAfter, zonesEntered, type Passage, type Whereabouts, type ZonePlace } from './whereabouts'
import { dice } from '../tests/setup/repeatable'

const zone = (id: string, parentId: string | null, more: Partial<ZonePlace> = {}): ZonePlace => ({
  id,
  name: id,
  parentId,
  capacity: null,
  isGrounds: false,
  ...more,
})
const tree = new Map(
  [
    zone('yard', null, { isGrounds: true }),
    zone('house', 'yard', {}),
    zone('floor', 'house'),
    zone('lab', 'floor'),
    zone('shop', null),
  ].map((each) => [each.id, each]),
)
const street: Passage = { zoneId: null, isInner: false }
const floorDoor: Passage = { zoneId: 'floor', isInner: true }
const labDoor: Passage = { zoneId: 'lab', isInner: true }
const shopDoor: Passage = { zoneId: 'shop', isInner: false }
const one = (zones: Record<string, number> = {}, inside = 1): Whereabouts => ({ isGroup: false, inside, zones })
const group = (inside: number, zones: Record<string, number> = {}): Whereabouts => ({ isGroup: true, inside, zones })
const through = (passage: Passage, direction: 'ENTRY' | 'EXIT', where: Whereabouts) =>
  whereAfter(where, moveThrough(tree, passage, direction, where))

describe('one person', () => {
  it('comes in by the street, goes in and in, back out by each door, and away', () => {
    const states = [one({}, 0)]
    for (const [passage, direction] of [
      [street, 'ENTRY'],
      [floorDoor, 'ENTRY'],
      [labDoor, 'ENTRY'],
      [labDoor, 'EXIT'],
      [floorDoor, 'EXIT'],
      [street, 'EXIT'],
    ] as const)
      states.push(through(passage, direction, states.at(-1)!))
    expect(states.slice(1)).toEqual([one(), one({ floor: 1 }), one({ lab: 1 }), one({ floor: 1 }), one({ house: 1 }), one({}, 0)])
  })

  it.each([
    ['by a door into a zone is in it', shopDoor, 'ENTRY', one({}, 0), one({ shop: 1 })],
    ['who comes in again is where they came in last', shopDoor, 'ENTRY', one({ lab: 1 }), one({ shop: 1 })],
    ['who was not seen leaving the laboratory can leave all the same', street, 'EXIT', one({ lab: 1 }), one({}, 0)],
    ['at an inner door who was never seen coming in comes in there', labDoor, 'ENTRY', one({}, 0), one({ lab: 1 })],
    ['leaving by an inner door who was never seen coming in is inside', labDoor, 'EXIT', one({}, 0), one({ floor: 1 })],
    ['who is in there already stays in there', floorDoor, 'ENTRY', one({ lab: 1 }), one({ floor: 1 })],
  ] as const)('%s', (_, passage, direction, before, after) => {
    expect(through(passage, direction, before)).toEqual(after)
  })

  it('adds to who is inside once, and passes the reception once', () => {
    const entry = moveThrough(tree, { zoneId: 'yard', isInner: false }, 'ENTRY', one({}, 0))
    expect([entry.kind, entry.adds, checksIn(tree, entry)]).toEqual(['IN', true, false])
    const reception = moveThrough(tree, { zoneId: 'shop', isInner: true }, 'ENTRY', one({ yard: 1 }))
    expect([reception.kind, reception.adds, checksIn(tree, reception)]).toEqual(['WITHIN', false, true])
    const further = moveThrough(tree, { zoneId: 'shop', isInner: true }, 'ENTRY', one({ shop: 1 }))
    expect(checksIn(tree, further)).toBe(false)
    expect(moveThrough(tree, street, 'ENTRY', one())).toMatchObject({ kind: 'IN', adds: false })
  })

  it('needs room in what is entered, not in what they are in already', () => {
    const names = (from: string | null, to: string, adds = false) =>
      zonesEntered(tree, { kind: 'WITHIN', from, to, adds }).map(({ id }) => id)
    expect(names(null, 'lab')).toEqual(['lab', 'floor', 'house', 'yard'])
    expect(names('floor', 'lab')).toEqual(['lab'])
    expect(names('lab', 'floor')).toEqual([])
    expect(names('lab', 'floor', true)).toEqual(['floor', 'house', 'yard'])
  })
})

describe('a group', () => {
  it('comes in one by one, and of those who can one goes on', () => {
    const two = through(street, 'ENTRY', through(street, 'ENTRY', group(0)))
    expect(two).toEqual(group(2))
    const split = through(labDoor, 'ENTRY', two)
    expect(split).toEqual(group(2, { lab: 1 }))
    expect(through(street, 'EXIT', split)).toEqual(group(1, { lab: 1 }))
    expect(through(labDoor, 'ENTRY', through(labDoor, 'ENTRY', split))).toEqual(group(3, { lab: 3 }))
  })
})

describe('whatever people do', () => {
  const zones = [null, ...tree.keys()]
  it('the zones never hold more people than are inside, and nobody is counted twice: 2,000 walks', () => {
    for (let seed = 1; seed <= 2_000; seed++) {
      const next = dice(seed)
      let where: Whereabouts = { isGroup: next(2) === 1, inside: 0, zones: {} }
      for (let step = 0; step < 40; step++) {
        const passage = { zoneId: zones[next(zones.length)] ?? null, isInner: next(2) === 1 }
        const direction = next(2) === 1 ? ('ENTRY' as const) : ('EXIT' as const)
        const move = moveThrough(tree, passage, direction, where)
        const after = whereAfter(where, move)
        const placed = Object.values(after.zones)
        const said = JSON.stringify({ seed, step, where, passage, direction, move, after })
        expect(
          placed.every((people) => people > 0),
          said,
        ).toBe(true)
        expect(placed.reduce((sum, people) => sum + people, 0) <= after.inside, said).toBe(true)
        expect(after.inside - where.inside, said).toBe(move.kind === 'OUT' ? (where.inside > 0 ? -1 : 0) : move.adds ? 1 : 0)
        if (direction === 'ENTRY' && passage.zoneId !== null)
          expect(
            Object.keys(after.zones).some((id) => isWithin(tree, id, passage.zoneId!)),
            said,
          ).toBe(true)
        where = after
      }
    }
  })
})

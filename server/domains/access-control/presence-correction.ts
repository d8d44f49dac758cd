import { moveThrough, whereAfter, type Move, type Whereabouts, type ZoneTree } from '#shared/whereabouts'

/** Where somebody is said to be. */
export interface SaidToBe {
  presence: 'INSIDE' | 'LEFT'
  /** The zone in which they are; null for none in particular. */
  zoneId: string | null
  /** How many of a group it is said of. */
  people: number
}

/** What speaks against it: they are there already, or fewer are inside than are said to have left. */
export type Objection = 'alreadyThere' | 'notInside' | 'fewerInside'

/** What a correction comes to: a move for each person, and where all are then. */
export interface Corrected {
  moves: Move[]
  where: Whereabouts
}

/**
 * What it comes to when a person says where the people of a pass are. It moves them as a gate would that led there: out of the site, in, or
 * from one zone into another. Of a group somebody more is inside each time, or one of it has left.
 */
export function correctionOf(tree: ZoneTree, where: Whereabouts, said: SaidToBe): Corrected | Objection {
  const isInside = where.inside > 0
  if (said.presence === 'LEFT') {
    if (!isInside) return 'notInside'
    if (where.isGroup && said.people > where.inside) return 'fewerInside'
    return walk(tree, where, said, { zoneId: said.zoneId, isInner: false }, 'EXIT')
  }
  const isThere = said.zoneId === null ? Object.keys(where.zones).length === 0 : (where.zones[said.zoneId] ?? 0) > 0
  if (!where.isGroup && isInside && isThere) return 'alreadyThere'
  return walk(tree, where, said, { zoneId: said.zoneId, isInner: isInside && !where.isGroup }, 'ENTRY')
}

function walk(
  tree: ZoneTree,
  start: Whereabouts,
  { people }: SaidToBe,
  passage: { zoneId: string | null; isInner: boolean },
  direction: 'ENTRY' | 'EXIT',
): Corrected {
  const moves: Move[] = []
  let where = start
  for (let person = 0; person < (start.isGroup ? people : 1); person++) {
    const move = moveThrough(tree, passage, direction, where)
    moves.push(move)
    where = whereAfter(where, move)
  }
  return { moves, where }
}

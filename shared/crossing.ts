import {
  checksIn,
  isWithin,
  moveThrough,
  zonesAround,
  zonesEntered,
  type antiPassbacks,
  type Move,
  type Passage,
  type Whereabouts,
  type ZoneTree,
} from './whereabouts'

/** What a site says about who is inside. */
export interface PresencePolicy {
  /** How many people may be inside at once; null for as many as come. */
  capacity: number | null
  antiPassback: (typeof antiPassbacks)[number]
  /** After how many minutes where it is an entry without a way out in between is let be; null for never. */
  passbackMinutes: number | null
}

/** A capacity that a move needs: of a zone, or of the whole site where `name` is empty; `left` of 0 or less is none. */
export interface Room {
  name: string
  left: number
}

/** Somebody about to go through a gate: what that comes to, and what stands about it. */
export interface Crossing {
  move: Move
  isInner: boolean
  where: Whereabouts
  /** Whether whoever comes is where the gate leads already. */
  isRepeated: boolean
  /** When somebody last moved on the pass. */
  movedAt: Date | null
  /** Whether what a guest has to do is asked now. */
  checksIn: boolean
  antiPassback: PresencePolicy['antiPassback']
  passbackMinutes: number | null
  room: Room[]
}

/** A capacity that a move needs, with the zones whose people count towards it; none for the whole site. */
export interface Limit {
  name: string
  capacity: number
  zoneIds: string[] | null
}

/** The capacities that a move needs: of the site, if one more comes in, and of the zones in which they were not before. */
export function limitsOf(tree: ZoneTree, { capacity }: PresencePolicy, move: Move): Limit[] {
  const ofZones = zonesEntered(tree, move).flatMap((zone) =>
    zone.capacity === null
      ? []
      : [{ name: zone.name, capacity: zone.capacity, zoneIds: [...tree.keys()].filter((id) => zonesAround(tree, id).includes(zone)) }],
  )
  return [...(capacity !== null && move.adds ? [{ name: '', capacity, zoneIds: null }] : []), ...ofZones]
}

/** What somebody's going through a gate comes to, but for the room that there is. */
export function crossingOf(
  tree: ZoneTree,
  policy: PresencePolicy,
  passage: Passage,
  pass: { where: Whereabouts; movedAt: Date | null },
): Omit<Crossing, 'room'> {
  const move = moveThrough(tree, passage, 'ENTRY', pass.where)
  const { antiPassback, passbackMinutes } = policy
  const { where } = pass
  const isRepeated =
    move.kind === 'IN'
      ? where.inside > 0 && !where.isGroup
      : move.from === move.to || (move.to !== null && isWithin(tree, move.from, move.to))
  return { ...pass, move, isInner: passage.isInner, isRepeated, checksIn: checksIn(tree, move), antiPassback, passbackMinutes }
}

/**
 * What speaks against an entry because of where the people of a pass are: they are there already, or at an inner gate, that nobody saw them
 * come in. Null where the site does not look at it, and where whoever is there already has been for as long as the site demands.
 */
export function objectionTo(crossing: Crossing, at: Date): 'ALREADY_INSIDE' | 'NOT_COME_IN' | null {
  const { move, isInner, where, isRepeated, movedAt, antiPassback, passbackMinutes } = crossing
  if (antiPassback === 'OFF') return null
  if (isInner && move.kind === 'IN' && !where.isGroup) return 'NOT_COME_IN'
  if (!isRepeated) return null
  const isOver = passbackMinutes !== null && movedAt !== null && at.getTime() - movedAt.getTime() >= passbackMinutes * 60_000
  return isOver ? null : 'ALREADY_INSIDE'
}

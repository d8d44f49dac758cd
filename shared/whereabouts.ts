/** A zone as far as being in it goes. */
export interface ZonePlace {
  id: string
  name: string
  /** The zone in which it lies; null for none. */
  parentId: string | null
  /** How many people may be in it at once; null for as many as come. */
  capacity: number | null
  /** Open ground before the reception: whoever is there only is not checked in. */
  isGrounds: boolean
}

/** The zones of a site by id. */
export type ZoneTree = ReadonlyMap<string, ZonePlace>

/** Where the people on a pass are. Those who are in no zone are not named in `zones`. */
export interface Whereabouts {
  isGroup: boolean
  inside: number
  zones: Readonly<Record<string, number>>
}

/** What a gate is to whoever goes through it. */
export interface Passage {
  /** The zone into which it leads. */
  zoneId: string | null
  /** Whoever comes through is inside already. */
  isInner: boolean
}

/** One person who goes through a gate: whether that leads into the site, out of it or neither, and from which zone to which. */
export interface Move {
  kind: 'IN' | 'WITHIN' | 'OUT'
  from: string | null
  to: string | null
  /** Whether one more person is inside after it. */
  adds: boolean
}

/** What a policy about entries without a way out does. */
export const antiPassbacks = ['OFF', 'SOFT', 'HARD'] as const

/** A zone and those in which it lies, the innermost first. */
export function zonesAround(tree: ZoneTree, zoneId: string | null): ZonePlace[] {
  const around: ZonePlace[] = []
  for (
    let zone = zoneId === null ? undefined : tree.get(zoneId);
    zone;
    zone = zone.parentId === null ? undefined : tree.get(zone.parentId)
  ) {
    if (around.includes(zone)) break
    around.push(zone)
  }
  return around
}

/** Whether a zone is another one or lies in it. */
export const isWithin = (tree: ZoneTree, zoneId: string | null, outerId: string): boolean =>
  zonesAround(tree, zoneId).some(({ id }) => id === outerId)

/** A zone and all that lie in it. */
export const zonesIn = (tree: ZoneTree, zoneId: string): ZonePlace[] => [...tree.values()].filter(({ id }) => isWithin(tree, id, zoneId))

const peopleIn = (tree: ZoneTree, { zones }: Whereabouts, zoneId: string): number =>
  zonesIn(tree, zoneId).reduce((people, { id }) => people + (zones[id] ?? 0), 0)

const unplaced = ({ inside, zones }: Whereabouts): number => inside - Object.values(zones).reduce((people, each) => people + each, 0)

/** Where whoever moves most likely was: the first of these places in which somebody is. */
function placeOf(where: Whereabouts, likely: readonly (string | null)[]): string | null {
  const isThere = (zone: string | null) => (zone === null ? unplaced(where) > 0 : (where.zones[zone] ?? 0) > 0)
  const others = Object.keys(where.zones).toSorted()
  return [...likely, null, ...others].find(isThere) ?? null
}

const parentOf = (tree: ZoneTree, zoneId: string | null): string | null => (zoneId === null ? null : (tree.get(zoneId)?.parentId ?? null))

/**
 * What going through a gate comes to. Of a group one person moves; who, a pass does not say: one of those who can.
 * - At an outer gate whoever comes in is in its zone, whoever goes out is gone.
 * - At an inner gate whoever is inside changes zones: into the gate's, or from there into the one around it. Of whoever was never seen coming
 *   in, an entry is an entry into the site, and a way out says that they are inside all the same.
 */
export function moveThrough(tree: ZoneTree, passage: Passage, direction: 'ENTRY' | 'EXIT', where: Whereabouts): Move {
  const zoneId = passage.zoneId !== null && tree.has(passage.zoneId) ? passage.zoneId : null
  const around = parentOf(tree, zoneId)
  const outwards = [...zonesAround(tree, zoneId).map(({ id }) => id), null]
  if (direction === 'EXIT') {
    const inwards = zoneId === null ? [] : zonesIn(tree, zoneId).map(({ id }) => id)
    const from = placeOf(where, [zoneId, ...inwards, ...outwards])
    return passage.isInner ? { kind: 'WITHIN', from, to: around, adds: where.inside === 0 } : { kind: 'OUT', from, to: null, adds: false }
  }
  const areThere = zoneId !== null && peopleIn(tree, where, zoneId) >= where.inside
  const isAnother = where.inside === 0 || (where.isGroup && areThere)
  if (!passage.isInner || isAnother) {
    const from = where.isGroup ? null : placeOf(where, [])
    return { kind: 'IN', from, to: zoneId, adds: where.isGroup || where.inside === 0 }
  }
  const outside = Object.keys(where.zones).filter((id) => zoneId === null || !isWithin(tree, id, zoneId))
  const from = areThere ? placeOf(where, [zoneId]) : placeOf(where, [around, ...outwards.filter((id) => id !== zoneId), ...outside])
  return { kind: 'WITHIN', from, to: zoneId, adds: false }
}

/** Where the people on a pass are after a move. */
export function whereAfter(where: Whereabouts, { kind, from, to, adds }: Move): Whereabouts {
  const zones: Record<string, number> = where.isGroup ? { ...where.zones } : {}
  if (where.isGroup && kind !== 'IN' && from !== null) step(zones, from, -1)
  if (to !== null && kind !== 'OUT') step(zones, to, 1)
  if (kind === 'OUT')
    return where.isGroup && where.inside > 1 ? { ...where, inside: where.inside - 1, zones } : { ...where, inside: 0, zones: {} }
  return { ...where, inside: where.isGroup ? where.inside + (adds ? 1 : 0) : 1, zones }
}

function step(zones: Record<string, number>, id: string, by: number): void {
  const people = (zones[id] ?? 0) + by
  if (people > 0) zones[id] = people
  else delete zones[id]
}

/** The zones that somebody comes into who was not in them before: those whose capacity they need. */
export const zonesEntered = (tree: ZoneTree, { from, to, adds }: Move): ZonePlace[] =>
  zonesAround(tree, to).filter(({ id }) => adds || !isWithin(tree, from, id))

/** Whether somebody passes the reception by a move: what has to be seen to of a guest is seen to then. */
export function checksIn(tree: ZoneTree, { from, to, kind }: Move): boolean {
  const isGrounds = (zoneId: string | null) => zonesAround(tree, zoneId).some((zone) => zone.isGrounds)
  return kind !== 'OUT' && !isGrounds(to) && (kind === 'IN' || isGrounds(from))
}

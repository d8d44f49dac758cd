import type { Limit } from '#shared/crossing'
import { whereAfter, type Move, type Whereabouts } from '#shared/whereabouts'
import { lasting } from '#shared/pass-tasks'
import type { VisitPassRow } from '../../core/rows'
import type { GateAtScan, PassAtGate } from './use-cases/scan.sql'
import type { NewCheckin } from './use-cases/write-scan.sql'

/** What a movement rests on, and what it leaves: the write demands that it is still so. */
export interface Footing {
  move: Move
  /** What the rules were asked with, and the number of the code that was shown; null for what no rule decides: a way out, and what is forced. */
  rules: { visitorTypeId: string | null; issueNumber: number } | null
  accessVersion: number
  /** Whether what the guest has to do had to be done. */
  asksGuest: boolean
  /** How often somebody had moved on the pass; null where nothing rests on where its people are, or on how often they came. */
  moves: number | null
  /** In which zones its people are then; undefined at a site without zones. */
  zones: Whereabouts['zones'] | undefined
  /** Capacities that it needs. */
  limits: Limit[]
  /** Whether anything at the site has a capacity: entries are then counted one after another. */
  isCounted: boolean
}

/** Where the people on a pass are. */
export const whereOf = ({
  type,
  presence,
  peopleInside,
  zones,
}: Pick<VisitPassRow, 'type' | 'presence' | 'peopleInside' | 'zones'>): Whereabouts => ({
  isGroup: type === 'GROUP',
  inside: presence === 'INSIDE' ? peopleInside : 0,
  zones: (zones ?? {}) as Record<string, number>,
})

/** Whether entries at a site have to be counted one after another. */
export const isCounted = ({ policy, zones }: GateAtScan): boolean =>
  policy.capacity !== null || [...zones.values()].some(({ capacity }) => capacity !== null)

/** Whether what happens at a gate rests on where the people of a pass are. */
export const restsOnWhereabouts = ({ zones, isInner, policy }: GateAtScan): boolean =>
  zones.size > 0 || isInner || policy.antiPassback !== 'OFF' || policy.capacity !== null

/** What an entry was decided by. */
type DecidedBy = Pick<Footing, 'asksGuest' | 'limits'> & {
  /** Whether it was counted how often a rule has let the pass in. */
  isCountedByRule: boolean
}

/** What a move rests on. @param decided what it was decided by; absent for a way out and for what is forced */
export function footingOf(gate: GateAtScan, pass: PassAtGate, move: Move, decided?: DecidedBy): Footing {
  const hasZones = gate.zones.size > 0
  return {
    move,
    rules: decided ? { visitorTypeId: pass.visitorTypeId, issueNumber: pass.issueNumber } : null,
    accessVersion: gate.accessVersion,
    asksGuest: decided?.asksGuest ?? false,
    moves: restsOnWhereabouts(gate) || decided?.isCountedByRule ? pass.moves : null,
    zones: hasZones ? whereAfter(whereOf(pass), move).zones : undefined,
    limits: decided?.limits ?? [],
    isCounted: Boolean(decided) && isCounted(gate),
  }
}

/** The pass as a movement leaves it, without reading it again. */
export function passAfter(pass: PassAtGate, { seenTo, occurredAt }: NewCheckin, { move, asksGuest }: Footing): PassAtGate {
  const { inside, zones } = whereAfter(whereOf(pass), move)
  const whereabouts = { zones, moves: pass.moves + 1, movedAt: occurredAt, peopleInside: inside }
  if (move.kind === 'OUT') return { ...pass, ...whereabouts, ...(inside > 0 ? {} : { presence: 'LEFT' as const, insideSince: null }) }
  const presence = { presence: 'INSIDE' as const, outstanding: asksGuest ? pass.outstanding & ~(seenTo & lasting) : pass.outstanding }
  if (move.kind === 'WITHIN') return { ...pass, ...whereabouts, ...presence, insideSince: pass.insideSince ?? occurredAt }
  const entriesUsed = pass.entriesUsed + 1
  const isUsedUp = pass.status === 'ACTIVE' && pass.entriesLimit !== null && entriesUsed >= pass.entriesLimit
  const status = isUsedUp ? 'USED' : pass.status
  return { ...pass, ...whereabouts, ...presence, entriesUsed, status, insideSince: occurredAt }
}

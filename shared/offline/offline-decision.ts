import { oneMoreUse, type RuleUses } from '../access-rules'
import { crossingOf, limitsOf, type Room } from '../crossing'
import type { CodeShown } from '../credentials/live-code'
import type { PassClaims } from '../credentials/pass-claims'
import { decideEntry, type Decision, type EntryAsked, type PassSnapshot } from '../entry-decision'
import type { DenialReason, ScanRequirement } from '../generated/gql/graphql'
import { moveThrough, whereAfter, type Move, type Whereabouts } from '../whereabouts'
import { placeAt, zonesOf, type GatePlan, type PlannedGate } from './gate-plan'
import type { RosterLine, RosterPass } from './roster'

/** How somebody moved by a scan of this device that the list may not know of. */
export interface OwnMove {
  move: Move
  /** An instant, in milliseconds. */
  at: number
  /** How often somebody had moved on the pass after it; null while the server does not know of it. */
  moves: number | null
  /** The rule that let them in; null where none did, or nobody knows. */
  ruleId: string | null
}

/** What a device knows of a pass whose signature is good. */
export interface KnownPass {
  claims: Pick<PassClaims, 'notBefore' | 'expiresAt'>
  /** Absent for a pass that is not on the list. */
  line: Pick<RosterLine, 'reason'> | undefined
  /** What the line says; null where the code does not open it. */
  pass: RosterPass | null
  /** What was shown, if it is the newest code. */
  shown: CodeShown
  /** Moves on it that were scanned here, the oldest first. */
  ownMoves: readonly OwnMove[]
}

/** The verdict, how the person moves by it (null where nobody does), how many entries are used then and how many people inside. */
export type OfflineDecision = Decision & { move: Move | null; entriesUsed: number; inside: number }

/** Where the people of a pass are, and what it has come to, with what was scanned here since the list was written. */
interface Standing {
  snapshot: PassSnapshot
  where: Whereabouts
  movedAt: Date | null
  ruleUses: RuleUses
}

/**
 * Decides a scan at a gate that has no connection, by what it last knew: with the function that decides with one. The signature of the code
 * was verified before. Leaving is always allowed.
 * @param scan `at` is an instant by the server's clock, as far as the device knows it
 * @param ownMoves on any pass, since the plan was written: they count towards capacities
 */
export function decideOffline(
  plan: GatePlan,
  gate: PlannedGate,
  known: KnownPass,
  scan: { direction: 'ENTRY' | 'EXIT'; at: Date; fulfilled: readonly ScanRequirement[] },
  ownMoves: readonly OwnMove[],
): OfflineDecision {
  const standing = standingOf(plan, known)
  const { snapshot, where } = standing
  const decided = (decision: Decision, move: Move | null): OfflineDecision => {
    const entriesUsed = snapshot.entriesUsed + (move?.kind === 'IN' ? 1 : 0)
    return { ...decision, move, entriesUsed, inside: move ? whereAfter(where, move).inside : where.inside }
  }
  const denied = (reason: DenialReason, steps: Decision['steps'] = []) => decided({ verdict: 'denied', reason, steps }, null)
  if (scan.direction === 'EXIT')
    return decided({ verdict: 'admitted', ruleId: null, steps: [] }, moveThrough(zonesOf(plan), gate, 'EXIT', where))
  const reason = gate.isClosed ? 'RULE' : (known.line?.reason ?? null)
  if (reason) return denied(reason)
  const crossing = crossingAt(plan, gate, standing, ownMoves)
  const place = {
    siteId: plan.siteId,
    identityCheck: plan.identityCheck || !known.line,
    access: placeAt(plan, gate),
    changingCodes: plan.changingCodes ?? 'OFF',
  }
  const decision = decideEntry(snapshot, place, crossing, scan.at, shownOf(known), scan.fulfilled)
  // Of a pass that is not on the list nobody can tell whether its code is of this moment.
  const admitsUnlisted = plan.admitsUnlisted && place.changingCodes !== 'REQUIRED'
  if (!known.line && !admitsUnlisted && decision.verdict !== 'denied') return denied('AMBIGUOUS', decision.steps)
  return decided(decision, decision.verdict === 'admitted' ? crossing.move : null)
}

/** What was shown: a line that the code does not open is that of a newer one. */
function shownOf({ line, pass, shown }: KnownPass): CodeShown {
  if (!line) return 'NONE'
  return pass ? shown : 'OLD'
}

/** Moves that the list does not know of. */
const newsOf = ({ pass, ownMoves }: KnownPass): readonly OwnMove[] =>
  ownMoves.filter(({ moves }) => moves === null || moves > (pass?.moves ?? 0))

function standingOf(plan: GatePlan, known: KnownPass): Standing {
  const { claims, pass } = known
  const isGroup = pass?.type === 'GROUP'
  const standing: Standing = {
    // Of a pass that is not on the list its code says when it is valid; it is taken to be good for one entry.
    snapshot: {
      siteId: plan.siteId,
      status: pass?.status ?? 'ACTIVE',
      appointmentCanceled: false,
      isBlocked: false,
      validFrom: pass ? new Date(pass.validFrom) : claims.notBefore,
      validTo: pass ? new Date(pass.validTo) : claims.expiresAt,
      entriesLimit: pass ? pass.entriesLimit : 1,
      entriesUsed: pass?.entriesUsed ?? 0,
      outstanding: pass?.outstanding ?? 0,
      visitorTypeId: pass?.visitorTypeId ?? null,
      passRuleIds: pass?.passRuleIds ?? [],
      visitRuleIds: pass?.visitRuleIds ?? [],
    },
    where: { isGroup, inside: pass?.inside ?? 0, zones: pass?.zones ?? {} },
    movedAt: pass?.movedAt ? new Date(pass.movedAt) : null,
    ruleUses: pass?.ruleUses ?? {},
  }
  for (const { move, at, ruleId } of newsOf(known)) {
    standing.where = whereAfter(standing.where, move)
    standing.movedAt = new Date(at)
    if (move.kind === 'IN') standing.snapshot.entriesUsed++
    if (ruleId !== null) standing.ruleUses = oneMoreUse(standing.ruleUses, ruleId, new Date(at), plan.timeZone)
  }
  return standing
}

function crossingAt(plan: GatePlan, gate: PlannedGate, { where, movedAt, ruleUses }: Standing, ownMoves: readonly OwnMove[]): EntryAsked {
  const zones = zonesOf(plan)
  const crossing = crossingOf(zones, plan.policy, gate, { where, movedAt })
  const room = limitsOf(zones, plan.policy, crossing.move).map(({ name, capacity, zoneIds }): Room => {
    const people = zoneIds ? zoneIds.reduce((sum, id) => sum + (plan.people.zones[id] ?? 0), 0) : plan.people.inside
    return { name, left: capacity - people - ownMoves.reduce((sum, { move }) => sum + added(move, zoneIds), 0) }
  })
  return { ...crossing, room, ruleUses }
}

/** By how many people a move fills a place: the zones of a limit, or the site where there are none. */
function added({ kind, from, to, adds }: Move, zoneIds: readonly string[] | null): number {
  if (!zoneIds) return kind === 'OUT' ? -1 : adds ? 1 : 0
  const isIn = (zone: string | null) => zone !== null && zoneIds.includes(zone)
  return (kind !== 'OUT' && isIn(to) ? 1 : 0) - (isIn(from) && !adds ? 1 : 0)
}

import { oneMoreUse, usesOf, type AccessRule, type RuleUses } from '#shared/access-rules'
import { wallClockAt } from '#shared/wall-clock'
import { moveThrough, whereAfter, type Move, type Passage, type Whereabouts, type ZoneTree } from '#shared/whereabouts'
import type { Suspension } from '../../core/suspensions'
import type { DenialReason, Movement, ScanResult } from '../../generated/prisma/enums'

/** One scan of a pass, as the log tells it. */
export interface LoggedScan {
  id: string
  /** What decides between two of the same instant: of the scan itself, not of when it was written. */
  order: string
  direction: 'ENTRY' | 'EXIT'
  occurredAt: Date
  /** The gate it was at. */
  passage: Passage & { siteId: string }
  /** How it stands in the log. */
  result: ScanResult
  movement: Movement | null
  zoneFrom: string | null
  zoneTo: string | null
  /** Decided by a gate without a connection, which may turn out to contradict what else happened. */
  isOffline: boolean
  /** Nobody saw them leave: they counted as gone. It stands only for somebody who was inside then as far as everything else is known. */
  isUnseen: boolean
  /** The number of the code that such a gate was shown. */
  codeIssue: number | null
  /** The rule that let them in; null where none did. */
  accessRuleId: string | null
}

/** What a pass allows. Times are instants. */
export interface PassTerms {
  siteId: string
  isGroup: boolean
  validFrom: Date
  validTo: Date
  /** Null: as many entries as the window holds. */
  entriesLimit: number | null
  /** Since when it opens nothing any more, and why. */
  withdrawn: { at: Date; reason: DenialReason } | null
  /** When it opened nothing for a while. */
  suspensions: readonly Suspension[]
  /** The number of its newest code, and since when that counts instead of an earlier one; null where none was replaced. */
  code: { issue: number; since: Date } | null
  /** Rules that let it in only so often, and where their days are; null where there are none. */
  counting: { rules: readonly Pick<AccessRule, 'id' | 'entriesLimit' | 'entriesPer'>[]; timeZone: string } | null
}

/** How a scan turns out once all of a pass is known. A way out that nobody saw is annulled where they had been seen to leave before. */
export interface ReplayedScan {
  result: ScanResult
  /** Of a conflict: what speaks against the entry. */
  reason: DenialReason | null
  move: Pick<Move, 'kind' | 'from' | 'to'> | null
}

/** What a pass has come to. */
export interface PassState {
  entriesUsed: number
  ruleUses: RuleUses
  where: Whereabouts
  hasMoved: boolean
  insideSince: Date | null
  movedAt: Date | null
  /** How those turn out that may turn out otherwise, by id: the offline ones, and ways out that nobody saw. */
  outcomes: Map<string, ReplayedScan>
}

const earlier = (one: LoggedScan, other: LoggedScan): number =>
  one.occurredAt.getTime() - other.occurredAt.getTime() || (one.order < other.order ? -1 : 1)

/** Whether a rule that counts has let the pass in as often as it may. */
function isUsedUp({ accessRuleId, occurredAt }: LoggedScan, { counting }: PassTerms, uses: RuleUses): boolean {
  const rule = counting?.rules.find(({ id }) => id === accessRuleId)
  if (!counting || !rule || rule.entriesLimit === null) return false
  return usesOf(rule, uses, wallClockAt(occurredAt, counting.timeZone).day) >= rule.entriesLimit
}

/** What speaks against an entry that a gate has let in without asking. @param state entries that others have taken */
function objectionTo(
  scan: LoggedScan,
  terms: PassTerms,
  kind: Move['kind'],
  { entriesUsed: taken, ruleUses }: Pick<PassState, 'entriesUsed' | 'ruleUses'>,
): DenialReason | null {
  const { occurredAt: at, passage, codeIssue } = scan
  const { withdrawn, entriesLimit } = terms
  if (withdrawn && at >= withdrawn.at) return withdrawn.reason
  if (terms.suspensions.some(({ from, until }) => at >= from && (until === null || at < until))) return 'BLOCKED'
  if (terms.code && codeIssue !== null && codeIssue < terms.code.issue && at >= terms.code.since) return 'STALE_CODE'
  if (at >= terms.validTo) return 'EXPIRED'
  if (passage.siteId !== terms.siteId) return 'WRONG_GATE'
  if (at < terms.validFrom) return 'NOT_YET_VALID'
  if (kind === 'IN' && entriesLimit !== null && taken >= entriesLimit) return 'ALREADY_USED'
  return isUsedUp(scan, terms, ruleUses) ? 'ALREADY_USED' : null
}

/**
 * Goes through everything that was scanned of a pass, in the order in which it happened, whatever the order in which it became known.
 * What was decided with a connection stands as it is. What a gate let in without one counts unless something speaks against it: then it
 * is a conflict, takes no entry and still moves the person, because they are inside. Who counted as gone unseen did so unless a gate saw them go.
 */
export function replay(tree: ZoneTree, terms: PassTerms, scans: readonly LoggedScan[]): PassState {
  const online = scans.filter(({ isOffline, result }) => !isOffline && result === 'ADMITTED')
  const state: PassState = {
    entriesUsed: online.filter(({ movement }) => movement === 'IN').length,
    ruleUses: online.reduce((uses: RuleUses, scan) => withUse(uses, scan, terms), {}),
    where: { isGroup: terms.isGroup, inside: 0, zones: {} },
    hasMoved: false,
    insideSince: null,
    movedAt: null,
    outcomes: new Map(),
  }
  for (const scan of scans.toSorted(earlier)) {
    const move = moveOf(tree, scan, state.where)
    if (scan.isOffline) state.outcomes.set(scan.id, outcomeOf(scan, terms, move, state))
    if (scan.isUnseen) state.outcomes.set(scan.id, { result: move ? 'ADMITTED' : 'ANNULLED', reason: null, move })
    if (move) step(state, scan, move)
  }
  return state
}

/** With one more entry by the rule that let them in, if that counts. */
const withUse = (uses: RuleUses, { accessRuleId, occurredAt }: LoggedScan, { counting }: PassTerms): RuleUses =>
  counting && accessRuleId !== null ? oneMoreUse(uses, accessRuleId, occurredAt, counting.timeZone) : uses

/** How somebody moved by a scan; null where nobody did. */
function moveOf(tree: ZoneTree, scan: LoggedScan, where: Whereabouts): Move | null {
  if (scan.isOffline)
    return scan.result === 'DENIED' || scan.result === 'ANNULLED' ? null : moveThrough(tree, scan.passage, scan.direction, where)
  if (scan.isUnseen) return where.inside > 0 ? moveThrough(tree, { zoneId: null, isInner: false }, 'EXIT', where) : null
  if (scan.result !== 'ADMITTED' || !scan.movement) return null
  const adds = where.inside === 0 ? scan.movement !== 'OUT' : scan.movement === 'IN' && where.isGroup
  return { kind: scan.movement, from: scan.zoneFrom, to: scan.zoneTo, adds }
}

function outcomeOf(scan: LoggedScan, terms: PassTerms, move: Move | null, state: PassState): ReplayedScan {
  if (!move) return { result: scan.result, reason: null, move: null }
  if (scan.direction === 'EXIT') return { result: 'ADMITTED', reason: null, move }
  const reason = objectionTo(scan, terms, move.kind, state)
  if (!reason && move.kind === 'IN') state.entriesUsed++
  if (!reason) state.ruleUses = withUse(state.ruleUses, scan, terms)
  return { result: reason ? 'CONFLICT' : 'ADMITTED', reason, move }
}

function step(state: PassState, { occurredAt: at }: LoggedScan, move: Move): void {
  state.where = whereAfter(state.where, move)
  state.movedAt = at
  state.hasMoved = true
  if (state.where.inside === 0) state.insideSince = null
  else if (move.kind === 'IN') state.insideSince = at
  else state.insideSince ??= at
}

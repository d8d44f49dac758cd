import { askRules, type AccessPlace, type RuleOutcome, type RuleStep, type RuleSubject, type RuleUses } from './access-rules'
import { objectionTo, type Crossing } from './crossing'
import type { ChangingCodes, CodeShown } from './credentials/live-code'
import type { DenialReason, ScanRequirement, VisitPassStatus } from './generated/gql/graphql'
import { requirementsIn } from './pass-tasks'

/** What was said about where the people of a pass are, and about room; `name` is that of the zone, empty for the site. */
export type CrossingStep = {
  said: 'MOVES' | 'ALREADY_INSIDE' | 'NOT_COME_IN' | 'HAS_ROOM' | 'FULL'
  name?: string
}

/** What was said about the code that was shown, where codes change: it was of that moment, one that does not change, or of another moment. */
export type CodeStep = { said: Extract<CodeShown, 'LIVE' | 'STILL' | 'PAST'>; name?: string }

/** One thing that was said while an entry was decided. */
export type TraceStep = RuleStep | CrossingStep | CodeStep

/** What a steward should hear of somebody who is let in all the same. */
export const crossingNotices = ['ALREADY_INSIDE', 'NOT_COME_IN', 'STILL'] as const

/** Whether somebody was denied because their code does not change, or is of another moment: it is the newest one all the same. */
export const isNotOfNow = (reason: DenialReason, steps: readonly TraceStep[]): boolean =>
  reason === 'STALE_CODE' && steps.some(({ said }) => said === 'STILL' || said === 'PAST')

/** What a decision knows of a pass. Times are instants. */
export interface PassSnapshot extends RuleSubject {
  siteId: string
  status: VisitPassStatus
  appointmentCanceled: boolean
  /** Withdrawn because its visitor is not to be admitted. */
  isBlocked: boolean
  validFrom: Date
  validTo: Date
  /** Null: as many entries as the window holds. */
  entriesLimit: number | null
  entriesUsed: number
  /** What the type of the guest asks and is not there yet (`pass-tasks.ts`). */
  outstanding: number
}

/** Where somebody goes, and how often rules that count have let them in. */
export interface EntryAsked extends Crossing {
  ruleUses: RuleUses
}

/** What a decision knows of the gate. */
export interface GateSnapshot {
  siteId: string
  /** The steward must look at the guest's identity document. */
  identityCheck: boolean
  /** What rules there are to ask. */
  access: AccessPlace
  /** What the site says of codes that change. */
  changingCodes: ChangingCodes
}

/** The verdict on an entry, and what rules, whereabouts and capacities said where they were asked. `incomplete` settles nothing: something must be seen to first. */
export type Decision = (
  | { verdict: 'admitted'; ruleId: string | null }
  | { verdict: 'denied'; reason: DenialReason }
  | { verdict: 'incomplete'; missing: ScanRequirement[] }
) & { steps: TraceStep[] }

/** What is looked at, in this order: what stands before the reason of a denial was in order. */
export const entryChecks = ['STATUS', 'CODE', 'EXPIRY', 'SITE', 'START', 'RULES', 'ENTRIES', 'WHEREABOUTS', 'ROOM'] as const

/**
 * Decides an entry. Never called for an exit: leaving is always allowed.
 * The order is the order of what a steward needs to hear first: the pass itself, then its time, its place, the rules, its count, where its
 * people are, and whether there is room.
 * @param shown what was shown of the pass
 * @param fulfilled what the steward has already seen to
 */
export function decideEntry(
  pass: PassSnapshot,
  gate: GateSnapshot,
  crossing: EntryAsked,
  at: Date,
  shown: CodeShown,
  fulfilled: readonly ScanRequirement[],
): Decision {
  const code = codeStep(pass, gate, crossing, shown)
  const isRefused = shown === 'OLD' || (code !== null && !opens(code, gate))
  const said = code ? [code] : []
  const unfit = denialBefore(pass, gate, at, isRefused)
  if (unfit) return { verdict: 'denied', reason: unfit, steps: said }
  const rules = askRules(gate.access, pass, crossing.ruleUses, at)
  const steps: TraceStep[] = [...said, ...rules.steps]
  const denied = (reason: DenialReason): Decision => ({ verdict: 'denied', reason, steps })
  if (rules.reason) return denied(rules.reason)
  if (crossing.move.kind === 'WITHIN') steps.push({ said: 'MOVES' })
  else if (isUsedUp(pass)) return denied('ALREADY_USED')
  const objection = objectionTo(crossing, at)
  if (objection) steps.push({ said: objection })
  if (objection && crossing.antiPassback === 'HARD') return denied(objection === 'ALREADY_INSIDE' ? 'CHECKOUT_REQUIRED' : 'RULE')
  for (const { name, left } of crossing.room) {
    steps.push({ said: left > 0 ? 'HAS_ROOM' : 'FULL', name })
    if (left <= 0) return denied('CAPACITY_REACHED')
  }
  const missing = requirementsOf(pass, gate, crossing, rules).filter((requirement) => !fulfilled.includes(requirement))
  return missing.length > 0 ? { verdict: 'incomplete', missing, steps } : { verdict: 'admitted', ruleId: rules.ruleId, steps }
}

/**
 * What is said of the code where codes change. They are asked of whoever comes in from outside: who moves inside wears a badge, and has shown a
 * code at the door. Nothing is asked of who showed none (a card, or the desk), and nothing by the rules of another site.
 */
function codeStep(pass: PassSnapshot, gate: GateSnapshot, { move }: Crossing, shown: CodeShown): CodeStep | null {
  const isAsked = gate.changingCodes !== 'OFF' && pass.siteId === gate.siteId && move.kind === 'IN'
  return isAsked && (shown === 'LIVE' || shown === 'STILL' || shown === 'PAST') ? { said: shown } : null
}

/** Whether a code lets somebody in where codes change: one of this moment does, one of another never, one that does not change where it may. */
const opens = ({ said }: CodeStep, { changingCodes }: GateSnapshot): boolean =>
  said === 'LIVE' || (said === 'STILL' && changingCodes === 'PREFERRED')

function denialBefore(pass: PassSnapshot, gate: GateSnapshot, at: Date, isRefusedCode: boolean): DenialReason | null {
  const standing = denialByStatus(pass)
  if (standing) return standing
  if (isRefusedCode) return 'STALE_CODE'
  if (at >= pass.validTo) return 'EXPIRED'
  if (pass.siteId !== gate.siteId) return 'WRONG_GATE'
  return at < pass.validFrom ? 'NOT_YET_VALID' : null
}

const isUsedUp = ({ status, entriesLimit, entriesUsed }: PassSnapshot): boolean =>
  status === 'USED' || (entriesLimit !== null && entriesUsed >= entriesLimit)

/** What has to be seen to, each once, in the order in which a steward hears of it. Past the reception an escort is all that is asked. */
function requirementsOf(pass: PassSnapshot, gate: GateSnapshot, { checksIn }: Crossing, { needsEscort }: RuleOutcome): ScanRequirement[] {
  const asked: ScanRequirement[] = checksIn ? requirementsIn(pass.outstanding) : []
  return [
    ...(checksIn && gate.identityCheck ? (['CONFIRM_IDENTITY'] as const) : []),
    ...new Set([...asked, ...(needsEscort ? (['ESCORT'] as const) : [])]),
  ]
}

/** Why a pass opens nothing because of what it has become, whatever the gate and the time; null where that is not so. */
export function denialByStatus(pass: Pick<PassSnapshot, 'status' | 'isBlocked' | 'appointmentCanceled'>): DenialReason | null {
  switch (pass.status) {
    case 'REVOKED':
      if (pass.isBlocked) return 'BLOCKED'
      return pass.appointmentCanceled ? 'APPOINTMENT_CANCELED' : 'REVOKED'
    case 'SUSPENDED':
      return 'BLOCKED'
    case 'PENDING_APPROVAL':
      return 'PENDING_APPROVAL'
    case 'EXPIRED':
      return 'EXPIRED'
    case 'DRAFT':
      return 'UNKNOWN_CODE'
    default:
      return null
  }
}

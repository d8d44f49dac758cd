import { askRules, type AccessPlace, type RuleOutcome, type RuleStep } from '#shared/access-rules'
import type { DenialReason, VisitPassStatus } from '../../generated/prisma/enums'
import { requirementsIn } from '../../core/pass-tasks'
import type { ScanRequirement } from './scan-requirement'

/** What a decision knows of a pass. Times are instants. */
export interface PassSnapshot {
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
  /** What the type of the guest asks and is not there yet (`core/pass-tasks.ts`). */
  outstanding: number
  visitorTypeId: string | null
}

/** What a decision knows of the gate. */
export interface GateSnapshot {
  siteId: string
  /** The steward must look at the guest's identity document. */
  identityCheck: boolean
  /** What rules there are to ask. */
  access: AccessPlace
}

/** The verdict on an entry, and what the rules said where they were asked. `incomplete` settles nothing: something must be seen to first. */
export type Decision = (
  | { verdict: 'admitted' }
  | { verdict: 'denied'; reason: DenialReason }
  | { verdict: 'incomplete'; missing: ScanRequirement[] }
) & { steps: RuleStep[] }

/** What is looked at, in this order: what stands before the reason of a denial was in order. */
export const entryChecks = ['STATUS', 'CODE', 'EXPIRY', 'SITE', 'START', 'RULES', 'ENTRIES'] as const

/**
 * Decides an entry. Never called for an exit: leaving is always allowed.
 * The order is the order of what a steward needs to hear first: the pass itself, then its time, its place, the rules, its count.
 * @param codeIsCurrent whether the code that was shown is the newest one of the pass
 * @param fulfilled what the steward has already seen to
 */
export function decideEntry(
  pass: PassSnapshot,
  gate: GateSnapshot,
  at: Date,
  codeIsCurrent: boolean,
  fulfilled: readonly ScanRequirement[],
): Decision {
  const unfit = denialBefore(pass, gate, at, codeIsCurrent)
  if (unfit) return { verdict: 'denied', reason: unfit, steps: [] }
  const rules = askRules(gate.access, pass.visitorTypeId, at)
  const { steps } = rules
  if (rules.reason) return { verdict: 'denied', reason: rules.reason, steps }
  if (isUsedUp(pass)) return { verdict: 'denied', reason: 'ALREADY_USED', steps }
  const missing = requirementsOf(pass, gate, rules).filter((requirement) => !fulfilled.includes(requirement))
  return missing.length > 0 ? { verdict: 'incomplete', missing, steps } : { verdict: 'admitted', steps }
}

function denialBefore(pass: PassSnapshot, gate: GateSnapshot, at: Date, codeIsCurrent: boolean): DenialReason | null {
  const standing = denialByStatus(pass)
  if (standing) return standing
  if (!codeIsCurrent) return 'STALE_CODE'
  if (at >= pass.validTo) return 'EXPIRED'
  if (pass.siteId !== gate.siteId) return 'WRONG_GATE'
  return at < pass.validFrom ? 'NOT_YET_VALID' : null
}

const isUsedUp = ({ status, entriesLimit, entriesUsed }: PassSnapshot): boolean =>
  status === 'USED' || (entriesLimit !== null && entriesUsed >= entriesLimit)

/** What has to be seen to, each once, in the order in which a steward hears of it. */
function requirementsOf(pass: PassSnapshot, gate: GateSnapshot, { needsEscort }: RuleOutcome): ScanRequirement[] {
  const asked: ScanRequirement[] = requirementsIn(pass.outstanding)
  return [
    ...(gate.identityCheck ? (['CONFIRM_IDENTITY'] as const) : []),
    ...new Set([...asked, ...(needsEscort ? (['ESCORT'] as const) : [])]),
  ]
}

function denialByStatus(pass: PassSnapshot): DenialReason | null {
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

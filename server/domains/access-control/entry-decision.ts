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
}

/** What a decision knows of the gate. */
export interface GateSnapshot {
  siteId: string
  /** The steward must look at the guest's identity document. */
  identityCheck: boolean
}

/** The verdict on an entry. `incomplete` settles nothing: something must be seen to first. */
export type Decision =
  | { verdict: 'admitted' }
  | { verdict: 'denied'; reason: DenialReason }
  | { verdict: 'incomplete'; missing: ScanRequirement[] }

const denied = (reason: DenialReason): Decision => ({ verdict: 'denied', reason })

/**
 * Decides an entry. Never called for an exit: leaving is always allowed.
 * The order is the order of what a steward needs to hear first: the pass itself, then its time, its place, its count.
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
  const standing = denialByStatus(pass)
  if (standing) return denied(standing)
  if (!codeIsCurrent) return denied('STALE_CODE')
  if (at >= pass.validTo) return denied('EXPIRED')
  if (pass.siteId !== gate.siteId) return denied('WRONG_GATE')
  if (at < pass.validFrom) return denied('NOT_YET_VALID')
  if (pass.status === 'USED' || (pass.entriesLimit !== null && pass.entriesUsed >= pass.entriesLimit)) return denied('ALREADY_USED')
  const identity: ScanRequirement[] = gate.identityCheck ? ['CONFIRM_IDENTITY'] : []
  const missing = [...identity, ...requirementsIn(pass.outstanding)].filter((requirement) => !fulfilled.includes(requirement))
  return missing.length > 0 ? { verdict: 'incomplete', missing } : { verdict: 'admitted' }
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

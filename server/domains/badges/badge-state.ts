import type { VisitPassStatus } from '../../generated/prisma/client'

/** Why no badge is printed. */
export type BadgeObstacle = 'ERASED' | 'REVOKED' | 'EXPIRED' | 'WAITING' | 'SUSPENDED'

/** Why a badge bears no code. */
export type BadgeCodeAbsence = 'NOT_ALLOWED' | 'NOT_ACTIVE'

const obstacles: Partial<Record<VisitPassStatus, BadgeObstacle>> = {
  REVOKED: 'REVOKED',
  EXPIRED: 'EXPIRED',
  PENDING_APPROVAL: 'WAITING',
  SUSPENDED: 'SUSPENDED',
}

/**
 * What stands in the way of a badge; null for nothing. Whoever is inside on a pass that is used up wears one; a badge for somebody to
 * whom nobody has agreed yet would look as if they had.
 */
export function obstacleOf(pass: { status: VisitPassStatus; validTo: Date }, isErased: boolean, now: Date): BadgeObstacle | null {
  if (isErased) return 'ERASED'
  return obstacles[pass.status] ?? (pass.validTo <= now ? 'EXPIRED' : null)
}

/** Why a badge that is printed bears no code; null where it bears one. */
export function codeAbsenceOf(pass: { status: VisitPassStatus; qrToken: string | null }, isAllowed: boolean): BadgeCodeAbsence | null {
  if (pass.status !== 'ACTIVE' || pass.qrToken === null) return 'NOT_ACTIVE'
  return isAllowed ? null : 'NOT_ALLOWED'
}

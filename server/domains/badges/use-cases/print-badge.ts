import type { BadgeFormat } from '#shared/badges/formats'
import { hasLettersFor } from '#shared/badges/letter-widths'
import { audit } from '../../../core/audit'
import type { Ctx } from '../../../core/ctx'
import type { Failure } from '../../../core/errors'
import { invalid, notFound } from '../../../core/failures'
import type { BadgeObstacle } from '../badge-state'
import { findBadge, type Badge } from './find-badge'

/** Whose badge is printed on which label, and how. */
export interface Printing {
  visitPassId: string
  format: BadgeFormat
  way: 'BROWSER' | 'PDF'
}

const reasons: Record<BadgeObstacle, string> = {
  ERASED: 'badgeErased',
  REVOKED: 'badgeRevoked',
  EXPIRED: 'badgeExpired',
  WAITING: 'badgeWaiting',
  SUSPENDED: 'badgeSuspended',
}

/** Whether all that stands on a badge can be written with the letters that a PDF carries along. */
const isWritable = ({ organizationName, guestName, company, hostName, siteName, typeName }: Badge): boolean =>
  [organizationName, guestName, company, hostName, siteName, typeName].every((text) => hasLettersFor(text ?? ''))

/**
 * Gives a badge out to be printed and notes who prints whose, on what, and whether it bears the code and the photo.
 * @returns the badge, or NOT_FOUND, VALIDATION_FAILED that says why there is none
 */
export async function printBadge(ctx: Ctx, { visitPassId, format, way }: Printing): Promise<Badge | Failure> {
  const badge = await findBadge(ctx, visitPassId)
  if (!badge) return notFound(ctx, 'visitPassId')
  if (badge.obstacle) return invalid(ctx, [{ path: ['visitPassId'], key: reasons[badge.obstacle] }])
  if (way === 'PDF' && !isWritable(badge)) return invalid(ctx, [{ path: ['visitPassId'], key: 'badgeLetters' }])
  const details = { format, way, withCode: badge.hasCode, withPhoto: badge.hasPhoto }
  await ctx.transaction((tx) => audit(ctx, tx, 'badge.print', { type: 'VisitPass', id: visitPassId }, details))
  return badge
}

import type { GuestWalkInInput } from '#shared/schemas/walk-ins'
import type { Ctx } from '../../../core/ctx'
import type { Failure } from '../../../core/errors'
import { invalid } from '../../../core/failures'
import { registerByGuest } from '../../walk-ins/use-cases/register-by-guest'
import { kioskOf, lockedRefusal } from '../policy'

/**
 * Registers a guest without an invitation at a kiosk, as their own phone would. Their host is asked; the page on which they wait is theirs to
 * take along.
 * @returns its address, or VALIDATION_FAILED, IDEMPOTENCY_KEY_REUSED
 * @throws Refusal for whoever is no kiosk
 */
export async function registerAtKiosk(ctx: Ctx, input: GuestWalkInInput): Promise<{ inviteUrl: string } | Failure> {
  const kiosk = kioskOf(ctx)
  const { siteId } = kiosk
  const locked = await lockedRefusal(ctx, kiosk)
  if (locked) return locked
  const page = await ctx.db.walkInPage.findFirst({ where: { siteId, isOpen: true }, select: { siteId: true } })
  return page ? registerByGuest(ctx, page, input) : invalid(ctx, [{ path: [], key: 'kioskRegistersNobody' }])
}

import { guestWalkInHours } from '#shared/limits'
import { guestWalkInSchema, type GuestWalkInInput } from '#shared/schemas/walk-ins'
import type { Ctx } from '../../../core/ctx'
import { isFailure, type Failure } from '../../../core/errors'
import { failure, invalid, notFound, validate } from '../../../core/failures'
import { walkInThrottle } from '../../../infra/throttle'
import { bookGuest } from '../../appointments/use-cases/invite-guest'
import { inviteUrlOf } from '../../credentials/use-cases/invite-links'
import { findHostExactly } from './find-host-exactly'
import { noteWalkIn } from './note-walk-in'
import type { OpenedWalkInPage } from './open-walk-in-page'

const hour = 3_600_000

/**
 * Registers a guest who filled in the page of a site on their own phone or at a kiosk: like one whom the desk registers, with nobody who saw a
 * document. Tries are counted by address, or by kiosk, and by site, also those that name nobody.
 * @returns the address of the page on which they wait, or VALIDATION_FAILED
 */
export async function registerByGuest(
  ctx: Ctx,
  { siteId }: Pick<OpenedWalkInPage, 'siteId'>,
  input: GuestWalkInInput,
): Promise<{ inviteUrl: string } | Failure> {
  const { data, failed } = validate(ctx, guestWalkInSchema, input)
  if (failed) return failed
  const kioskId = ctx.actor.type === 'device' ? ctx.actor.id : undefined
  const wait = await walkInThrottle.take(siteId, { address: ctx.request.ip, kioskId })
  if (wait > 0) return failure(ctx, 'ValidationFailed', 'VALIDATION_FAILED', 'tooManyAttempts', { fields: [], retryAfterSeconds: wait })
  const hostId = await findHostExactly(ctx.db, data.host)
  if (!hostId) return invalid(ctx, [{ path: ['host'], key: 'walkInHostUnknown' }])
  const { visitor, purpose, idempotencyKey, ...asked } = data
  const startsAt = new Date(Math.floor(ctx.now().getTime() / 60_000) * 60_000)
  const visit = { siteId, hostId, title: purpose ?? null, startsAt, endsAt: new Date(startsAt.getTime() + guestWalkInHours * hour) }
  const locale = ctx.language === 'ru' ? ('RU' as const) : ('EN' as const)
  const booked = await bookGuest(
    ctx,
    { ...visit, visitor: { ...visitor, locale }, idempotencyKey },
    {
      operation: 'registerByGuest',
      asked: { siteId, visitor, purpose, ...asked },
      isByGuest: true,
      note: noteWalkIn(ctx, siteId, false, null),
    },
  )
  if (isFailure(booked)) return booked
  const pass = await ctx.db.visitPass.findFirst({ where: { appointmentId: booked.id }, orderBy: { id: 'asc' } })
  return pass ? { inviteUrl: inviteUrlOf(pass) } : notFound(ctx)
}

import { walkInSchema, type WalkInInput } from '#shared/schemas/walk-ins'
import type { Ctx } from '../../../core/ctx'
import type { Failure } from '../../../core/errors'
import { validate } from '../../../core/failures'
import type { AppointmentRow } from '../../../core/rows'
import { bookGuest } from '../../appointments/use-cases/invite-guest'
import { authorizeWalkIn } from '../policy'
import { noteWalkIn } from './note-walk-in'

const hour = 3_600_000

/**
 * Registers somebody at the reception who was not invited: a visit that begins now, for a host who is asked whether they receive them.
 * Nothing is signed before the host, and whoever else has to agree, has.
 * @returns the visit, or NOT_FOUND, VALIDATION_FAILED, IDEMPOTENCY_KEY_REUSED
 */
export async function registerWalkIn(ctx: Ctx, input: WalkInInput): Promise<AppointmentRow | Failure> {
  const registeredById = authorizeWalkIn(ctx, input.siteId)
  const { data, failed } = validate(ctx, walkInSchema, input)
  if (failed) return failed
  const { purpose, hours, documentSeen, ...visit } = data
  const { idempotencyKey: _, ...asked } = data
  const startsAt = new Date(Math.floor(ctx.now().getTime() / 60_000) * 60_000)
  const booked = { ...visit, title: purpose ?? null, startsAt, endsAt: new Date(startsAt.getTime() + hours * hour) }
  return bookGuest(ctx, booked, { operation: 'registerWalkIn', asked, note: noteWalkIn(ctx, visit.siteId, documentSeen, registeredById) })
}

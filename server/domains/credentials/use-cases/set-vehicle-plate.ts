import { comparablePlate, displayPlate, isPlate } from '#shared/plate'
import { blindIndex } from '../../../core/blind-index'
import { organizationOf, type Ctx } from '../../../core/ctx'
import type { Failure } from '../../../core/errors'
import { invalid } from '../../../core/failures'
import { livePass } from '../../../core/open-status'
import { sealForVisitor } from '../../../core/visitor-record'
import { keyringOf } from '../../../infra/keyring'
import { emit } from '../../../infra/outbox'
import { GuestReplied } from '../events'
import { isAwaited } from './guest-view'
import type { OpenedInvite } from './open-invite.sql'
import { plateOf, platePlace } from './vehicle-plate'

/**
 * Notes in which vehicle a guest comes; nothing typed takes it back. Saying the same again changes nothing.
 * @param invite opened just now, by a browser that may see all of it
 * @returns the plate, or VALIDATION_FAILED for what is no plate, or once the guest has come or the visit is over
 */
export async function setVehiclePlate(ctx: Ctx, invite: OpenedInvite, typed: string): Promise<{ plate: string | null } | Failure> {
  const { pass, appointmentId } = invite
  const plate = displayPlate(typed) || null
  if (plate !== null && !isPlate(plate)) return invalid(ctx, [{ path: ['plate'], key: 'plateInvalid' }])
  const tooLate = invalid(ctx, [{ path: [], key: 'guestTooLate' }])
  if (!isAwaited(invite, ctx.now())) return tooLate
  if (pass.visitor && plateOf(pass.visitor, pass) === plate) return { plate }
  const organizationId = organizationOf(ctx)
  const keyring = await keyringOf(organizationId)
  return ctx.transaction(async (tx) => {
    const key = await tx.visitorKey.findUnique({ where: { visitorId: pass.visitorId } })
    if (!key) return tooLate
    const sealedPlate = plate && sealForVisitor(keyring, key, plate, platePlace(pass.id))
    const plateIndex = plate && blindIndex(keyring, 'plate', comparablePlate(plate))
    const { count } = await tx.visitPass.updateMany({
      where: { id: pass.id, status: { in: livePass }, presence: 'EXPECTED', validTo: { gt: ctx.now() } },
      data: { sealedPlate: sealedPlate || null, plateIndex: plateIndex || null },
    })
    if (count === 0) return tooLate
    await emit(tx, organizationId, GuestReplied, { visitPassId: pass.id, appointmentId, said: 'VEHICLE' }, ctx.now())
    return { plate }
  })
}

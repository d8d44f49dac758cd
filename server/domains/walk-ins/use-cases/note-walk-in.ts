import { audit } from '../../../core/audit'
import { organizationOf, type Ctx } from '../../../core/ctx'
import { newId } from '../../../core/ids'
import { emit } from '../../../infra/outbox'
import type { Arrival } from '../../appointments/use-cases/invite-guest'
import { WalkInRegistered } from '../events'

/**
 * Notes, in the transaction that books the visit, that its guest was not invited.
 * @param registeredById who registered them; null for a guest who did it themselves
 */
export const noteWalkIn =
  (ctx: Ctx, siteId: string, documentSeen: boolean, registeredById: string | null): Arrival['note'] =>
  async ({ tx }, appointmentId) => {
    const [id, organizationId] = [newId(), organizationOf(ctx)]
    await tx.walkIn.create({ data: { id, organizationId, appointmentId, registeredById, documentSeen, createdAt: ctx.now() } })
    await audit(ctx, tx, 'walk_in.register', { type: 'Appointment', id: appointmentId }, { siteId, documentSeen })
    await emit(tx, organizationId, WalkInRegistered, { walkInId: id, appointmentId, siteId }, ctx.now())
  }

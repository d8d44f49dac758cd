import { organizationOf, type Ctx } from '../../../core/ctx'
import { newId } from '../../../core/ids'
import type { Appointment, VisitPass, VisitPassType } from '../../../generated/prisma/client'
import type { TenantTransaction } from '../../../infra/tenant-client'

/** Guests may come this much earlier than the visit starts, in milliseconds. */
const earliness = 30 * 60 * 1_000

/** Makes the pass of one visitor for an appointment: a draft with an invite link, without a code until the worker signs it. */
export function draftPass(
  ctx: Ctx,
  tx: TenantTransaction,
  of: { appointment: Pick<Appointment, 'id' | 'siteId' | 'startsAt' | 'endsAt'>; visitorId: string; type: VisitPassType },
): Promise<VisitPass> {
  const { appointment, visitorId, type } = of
  return tx.visitPass.create({
    data: {
      id: newId(),
      organizationId: organizationOf(ctx),
      siteId: appointment.siteId,
      visitorId,
      appointmentId: appointment.id,
      type,
      status: 'DRAFT',
      validFrom: new Date(appointment.startsAt.getTime() - earliness),
      validTo: appointment.endsAt,
      entriesLimit: type === 'SINGLE' ? 1 : null,
      createdAt: ctx.now(),
    },
  })
}

import { organizationOf, type Ctx } from '../../../core/ctx'
import { newId } from '../../../core/ids'
import type { Appointment, VisitPassType } from '../../../generated/prisma/client'
import type { TenantTransaction } from '../../../infra/tenant-client'
import { passWindow } from '../pass-window'

/** A pass that is to be: whose, for which visit. */
export interface WantedPass {
  appointment: Pick<Appointment, 'id' | 'siteId' | 'startsAt' | 'endsAt'>
  visitorId: string
  type: VisitPassType
}

/** A pass that was made, and of which visit. */
export interface DraftedPass {
  id: string
  appointmentId: string
}

/** Makes passes for appointments, one a visitor: drafts with an invite link, without a code until the worker signs them. */
export async function draftPasses(ctx: Ctx, tx: TenantTransaction, wanted: WantedPass[]): Promise<DraftedPass[]> {
  const rows = wanted.map(({ appointment, visitorId, type }) => ({
    id: newId(),
    organizationId: organizationOf(ctx),
    siteId: appointment.siteId,
    visitorId,
    appointmentId: appointment.id,
    type,
    status: 'DRAFT' as const,
    ...passWindow(appointment),
    entriesLimit: type === 'SINGLE' ? 1 : null,
    createdAt: ctx.now(),
  }))
  await tx.visitPass.createMany({ data: rows })
  return rows.map(({ id, appointmentId }) => ({ id, appointmentId }))
}

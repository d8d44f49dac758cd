import type { Ctx } from '../../../core/ctx'
import type { Appointment } from '../../../generated/prisma/client'
import type { TenantTransaction } from '../../../infra/tenant-client'
import { refreshOutstanding } from '../../visitor-types/use-cases/refresh-outstanding'
import { passWindow } from '../pass-window'

/**
 * Moves the passes of a visit to its new hours and site. What was signed for other hours is a draft again, and its code is stale at
 * once; passes that wait, are suspended or used up keep their state, and one that was suspended to its end is suspended again.
 * @param ctx.now decides whether an expired pass has another chance
 * @returns ids of the passes that have to be signed anew
 */
export async function movePasses(
  ctx: Ctx,
  tx: TenantTransaction,
  appointment: Pick<Appointment, 'id' | 'siteId' | 'startsAt' | 'endsAt'>,
): Promise<string[]> {
  // What the guest said was said of other hours.
  const unsaid = { reply: null, repliedAt: null, lateMinutes: null, hereAt: null }
  const place = { siteId: appointment.siteId, ...passWindow(appointment), ...unsaid }
  const where = { appointmentId: appointment.id }
  await tx.visitPass.updateMany({ where: { ...where, status: { in: ['DRAFT', 'PENDING_APPROVAL', 'USED'] } }, data: place })
  const isAhead = appointment.endsAt > ctx.now()
  const unsigned = { qrToken: null, shortCode: null }
  await tx.visitPass.updateMany({ where: { ...where, status: 'SUSPENDED' }, data: { ...place, ...unsigned } })
  if (isAhead)
    await tx.visitPass.updateMany({
      where: { ...where, status: 'EXPIRED', suspendedAt: { not: null } },
      data: { ...place, ...unsigned, status: 'SUSPENDED' },
    })
  const signed = isAhead ? (['ACTIVE', 'EXPIRED'] as const) : (['ACTIVE'] as const)
  await tx.visitPass.updateMany({
    where: { ...where, status: { in: [...signed] } },
    data: { ...place, ...unsigned, status: 'DRAFT' },
  })
  await refreshMoved(tx, appointment.id)
  const drafts = await tx.visitPass.findMany({ where: { ...where, status: 'DRAFT' }, select: { id: true } })
  return drafts.map(({ id }) => id)
}

/** What was signed or gone through may count no more at another time. */
async function refreshMoved(tx: TenantTransaction, appointmentId: string): Promise<void> {
  const typed = await tx.visitPass.findMany({ where: { appointmentId, visitorTypeId: { not: null } }, select: { id: true } })
  if (typed.length === 0) return
  await refreshOutstanding(
    tx,
    typed.map(({ id }) => id),
  )
}

import { organizationOf } from '../../../core/ctx'
import type { ApprovalRequest } from '../../../generated/prisma/client'
import type { Deciding } from './open-step'

/**
 * Takes the visits of a request and then the request for the rest of the transaction: series first, then visits, as whoever changes a
 * visit does, so that nobody waits in a circle. Writes what stands there: the statements are for their locks.
 * @returns the request as it is now, or null when it waits no more
 */
export async function takeRequest({ ctx, tx }: Deciding, id: string): Promise<ApprovalRequest | null> {
  const data = { organizationId: organizationOf(ctx) }
  const visits = await tx.approvalVisit.findMany({
    where: { approvalRequestId: id },
    select: { appointmentId: true, appointment: { select: { seriesId: true } } },
  })
  const series = [...new Set(visits.flatMap(({ appointment }) => appointment.seriesId ?? []))].toSorted()
  for (const seriesId of series) await tx.appointmentSeries.updateMany({ where: { id: seriesId }, data })
  await tx.appointment.updateMany({ where: { id: { in: visits.map(({ appointmentId }) => appointmentId).toSorted() } }, data })
  const { count } = await tx.approvalRequest.updateMany({ where: { id, status: 'PENDING' }, data })
  return count === 1 ? tx.approvalRequest.findUnique({ where: { id } }) : null
}

import { organizationOf } from '../../../core/ctx'
import type { ApprovalRequest } from '../../../generated/prisma/client'
import type { Deciding } from './open-step'

/**
 * Takes a request for the rest of the transaction, after visits and passes: what it lists is looked at behind this lock, by whoever puts
 * visits under it and by whoever ends it because none is left. Of several requests the one with the lower id first.
 * @returns false when it waits no more
 */
export async function holdRequest({ ctx, tx }: Deciding, id: string): Promise<boolean> {
  const { count } = await tx.approvalRequest.updateMany({ where: { id, status: 'PENDING' }, data: { organizationId: organizationOf(ctx) } })
  return count === 1
}

/**
 * Takes the visits of a request and then the request for the rest of the transaction: series first, then visits, as whoever changes a
 * visit does, so that nobody waits in a circle. Writes what stands there: the statements are for their locks.
 * @returns the request as it is now, or null when it waits no more
 */
export async function takeRequest(deciding: Deciding, id: string): Promise<ApprovalRequest | null> {
  const { ctx, tx } = deciding
  const data = { organizationId: organizationOf(ctx) }
  const visits = await tx.approvalVisit.findMany({
    where: { approvalRequestId: id },
    select: { appointmentId: true, appointment: { select: { seriesId: true } } },
  })
  const series = [...new Set(visits.flatMap(({ appointment }) => appointment.seriesId ?? []))].toSorted()
  for (const seriesId of series) await tx.appointmentSeries.updateMany({ where: { id: seriesId }, data })
  await tx.appointment.updateMany({ where: { id: { in: visits.map(({ appointmentId }) => appointmentId).toSorted() } }, data })
  return (await holdRequest(deciding, id)) ? tx.approvalRequest.findUnique({ where: { id } }) : null
}

import { organizationOf } from '../../../core/ctx'
import { openVisit } from '../../../core/open-status'
import { emit } from '../../../infra/outbox'
import { ApprovalEnded } from '../events'
import { closeAsks, type Deciding } from './open-step'
import { holdRequest } from './take-request'

/** Ends a request that waits, once. @returns whether this call did it */
export async function endRequest(
  deciding: Deciding,
  id: string,
  status: 'APPROVED' | 'REFUSED' | 'WITHDRAWN' | 'LAPSED',
): Promise<boolean> {
  const { ctx, tx } = deciding
  const endedAt = ctx.now()
  const { count } = await tx.approvalRequest.updateMany({ where: { id, status: 'PENDING' }, data: { status, endedAt, dueAt: null } })
  if (count === 0) return false
  await closeAsks(deciding, id)
  await emit(tx, organizationOf(ctx), ApprovalEnded, { approvalRequestId: id, status }, endedAt)
  return true
}

/** Ends those of these requests of which no visit is left. */
async function endWithoutVisits(deciding: Deciding, ids: Iterable<string>, status: 'WITHDRAWN' | 'LAPSED'): Promise<void> {
  for (const approvalRequestId of new Set(ids)) {
    if (!(await holdRequest(deciding, approvalRequestId))) continue
    const open = { appointment: { status: { in: openVisit } } }
    const left = await deciding.tx.approvalVisit.count({ where: { approvalRequestId, ...open } })
    if (left === 0) await endRequest(deciding, approvalRequestId, status)
  }
}

/**
 * Ends the requests of which no visit is left, because these were called off or are over.
 * @param status what their end is called
 */
export async function withdrawVisits(
  deciding: Deciding,
  appointmentIds: readonly string[],
  status: 'WITHDRAWN' | 'LAPSED' = 'WITHDRAWN',
): Promise<void> {
  const concerned = await deciding.tx.approvalRequest.findMany({
    where: { status: 'PENDING', visits: { some: { appointmentId: { in: [...appointmentIds] } } } },
    select: { id: true },
    orderBy: { id: 'asc' },
  })
  await endWithoutVisits(
    deciding,
    concerned.map(({ id }) => id),
    status,
  )
}

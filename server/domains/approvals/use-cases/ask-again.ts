import { releasePasses } from '../../credentials/use-cases/pass-holds'
import { askApproval, type Asking } from './ask-approval'
import type { Deciding } from './open-step'

/** Whether what was asked about a visit last was answered by no, or by nobody in time: such a visit is booked anew or not at all. */
export async function wasRefused({ tx }: Deciding, appointmentId: string): Promise<boolean> {
  const last = await tx.approvalRequest.findFirst({
    where: { visits: { some: { appointmentId } } },
    orderBy: { id: 'desc' },
    select: { status: true },
  })
  return last?.status === 'REFUSED' || last?.status === 'LAPSED'
}

/**
 * Has visits that take place after all agreed to, as far as passes of theirs waited for that when they were called off: the request of
 * then has ended with them. Where nobody has to agree any more the passes go on.
 */
export async function askAgain(deciding: Deciding, asking: Asking, visitPassIds: readonly string[]): Promise<void> {
  if (visitPassIds.length === 0) return
  await releasePasses(deciding.ctx, deciding.tx, { visitPassIds, kind: 'APPROVAL' })
  await askApproval(deciding, asking, visitPassIds)
}

import type { Appointment, VisitPass } from '../../../generated/prisma/client'
import { chainFor } from '../chain-steps'
import { createRequest, currentChains } from './ask-approval'
import { defaultTypeOf, holdVisits } from './hold-visits'
import { openStep, type Deciding } from './open-step'

/**
 * Has one more guest of a visit agreed to, where a chain says so. A request that waits for the visit is asked from its first step, once
 * somebody has decided about it without knowing of them; guests who were agreed to before keep their passes.
 */
export async function askForGuest(deciding: Deciding, visit: Appointment, pass: Pick<VisitPass, 'id' | 'visitorTypeId'>): Promise<void> {
  const { tx } = deciding
  const visitorTypeId = pass.visitorTypeId ?? (await defaultTypeOf(deciding))
  const waiting = await tx.approvalRequest.findFirst({
    where: { status: 'PENDING', visitorTypeId, visits: { some: { appointmentId: visit.id } } },
    include: { decisions: { select: { round: true } } },
  })
  const chain = waiting ? null : chainFor(await currentChains(deciding), { siteId: visit.siteId, visitorTypeId })
  if (!waiting && !chain) return
  await holdVisits(deciding, [{ ...pass, appointmentId: visit.id }], new Set([visit.id]))
  if (chain) {
    await createRequest(deciding, { chain, visitorTypeId, requesterId: null, visits: [visit], more: { changed: ['GUESTS'] } })
    return
  }
  if (!waiting?.decisions.some(({ round }) => round === waiting.round)) return
  const { decisions: _, ...request } = waiting
  const changed = [...new Set([...(Array.isArray(request.changed) ? request.changed.map(String) : []), 'GUESTS'])]
  await tx.approvalRequest.updateMany({ where: { id: request.id, status: 'PENDING' }, data: { changed, round: { increment: 1 } } })
  await openStep(deciding, { ...request, round: request.round + 1 }, 0)
}

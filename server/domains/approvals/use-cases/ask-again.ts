import { releasePasses } from '../../credentials/use-cases/pass-holds'
import { askApproval, type AskedVisit } from './ask-approval'
import { defaultTypeOf, ofType } from './hold-visits'
import type { Deciding } from './open-step'
import { holdRequest } from './take-request'

/** Whether what was asked about a visit last was answered by no, or by nobody in time: such a visit is booked anew or not at all. */
export async function wasRefused({ tx }: Deciding, appointmentId: string): Promise<boolean> {
  const last = await tx.approvalRequest.findFirst({
    where: { visits: { some: { appointmentId } } },
    orderBy: { id: 'desc' },
    select: { status: true, isWalkIn: true },
  })
  // Whoever left the reception without an answer is registered anew when they come again.
  return last?.status === 'REFUSED' || last?.status === 'LAPSED' || (last?.status === 'WITHDRAWN' && last.isWalkIn)
}

/**
 * Has visits wait again for the requests that still list them: such a request waits for other visits too, and did not end when these
 * were called off.
 * @returns ids of the passes among these that wait for it
 */
async function waitAsBefore(deciding: Deciding, appointmentIds: string[], awaited: readonly string[]): Promise<string[]> {
  const { tx } = deciding
  const appointmentId = { in: appointmentIds }
  const requests = await tx.approvalRequest.findMany({
    where: { status: 'PENDING', visits: { some: { appointmentId } } },
    select: { id: true, visitorTypeId: true },
    orderBy: { id: 'asc' },
  })
  const usual = requests.length > 0 ? await defaultTypeOf(deciding) : null
  const waiting: string[] = []
  for (const { id: approvalRequestId, visitorTypeId } of requests) {
    if (!(await holdRequest(deciding, approvalRequestId))) continue
    const listed = await tx.approvalVisit.findMany({ where: { approvalRequestId, appointmentId }, select: { appointmentId: true } })
    const at = { in: listed.map((visit) => visit.appointmentId) }
    await tx.appointment.updateMany({ where: { id: at, status: 'SCHEDULED' }, data: { status: 'PENDING_APPROVAL' } })
    const type = ofType(visitorTypeId, usual)
    const passes = await tx.visitPass.findMany({ where: { id: { in: [...awaited] }, appointmentId: at, ...type }, select: { id: true } })
    waiting.push(...passes.map(({ id }) => id))
  }
  return waiting
}

/**
 * Has visits that take place after all agreed to, as far as passes of theirs waited for that when they were called off. Those that a
 * request still lists wait for it, whatever was decided of it; the others are asked for anew, together those at one site with one host.
 * Where nobody has to agree any more the passes go on.
 * @param awaited ids of the passes that waited
 */
export async function askAgain(
  deciding: Deciding,
  visits: readonly AskedVisit[],
  requesterId: string | null,
  awaited: readonly string[],
): Promise<void> {
  const ids = visits.map(({ id }) => id)
  const left = new Set(awaited)
  for (const id of await waitAsBefore(deciding, ids, awaited)) left.delete(id)
  if (left.size === 0) return
  const together = Map.groupBy(visits, ({ siteId, hostId }) => `${siteId} ${hostId}`)
  for (const group of together.values()) {
    const tellers = new Set(group.slice(0, 1).map(({ id }) => id))
    for (const id of await askApproval(deciding, { visits: group, requesterId, tellers }, [...left])) left.delete(id)
  }
  if (left.size > 0) await releasePasses(deciding.ctx, deciding.tx, { visitPassIds: [...left], kind: 'APPROVAL' })
}

import { openVisit } from '../../../core/open-status'
import type { Appointment, Prisma, VisitPass } from '../../../generated/prisma/client'
import { releasePasses } from '../../credentials/use-cases/pass-holds'
import { chainFor } from '../chain-steps'
import { walkInCourse } from '../walk-in-steps'
import { currentChains } from './ask-approval'
import { askForGuest } from './ask-for-guest'
import { defaultTypeOf, livePasses, ofType, scheduleApproved } from './hold-visits'
import { openStep, type Deciding } from './open-step'
import { holdRequest } from './take-request'
import { endRequest } from './withdraw-visits'

/** Ends what was asked about guests of a type at a visit, once none of them waits any more; other visits of the request go on waiting. */
async function leaveRequest(deciding: Deciding, appointmentId: string, visitorTypeId: string | null): Promise<void> {
  const { tx } = deciding
  const waiting = { ...livePasses, holds: { some: { kind: 'APPROVAL' as const, releasedAt: null } } }
  const type = ofType(visitorTypeId, await defaultTypeOf(deciding))
  if ((await tx.visitPass.count({ where: { appointmentId, ...waiting, ...type } })) > 0) return
  const asked = await tx.approvalRequest.findFirst({
    where: { status: 'PENDING', visitorTypeId, visits: { some: { appointmentId } } },
    select: { id: true },
  })
  if (!asked || !(await holdRequest(deciding, asked.id))) return
  const others = { approvalRequestId: asked.id, appointmentId: { not: appointmentId }, appointment: { status: { in: openVisit } } }
  if ((await tx.approvalVisit.count({ where: others })) === 0) await endRequest(deciding, asked.id, 'WITHDRAWN')
  else await tx.approvalVisit.deleteMany({ where: { approvalRequestId: asked.id, appointmentId } })
}

/**
 * A host is asked about somebody at the reception whatever kind of visitor they turn out to be. Where another chain holds for that kind,
 * all is asked anew from the host on.
 * @returns whether the visit waits in this way
 */
async function followAtReception(deciding: Deciding, visit: Appointment, visitorTypeId: string | null): Promise<boolean> {
  const { tx } = deciding
  const asked = { status: 'PENDING' as const, isWalkIn: true, visits: { some: { appointmentId: visit.id } } }
  const request = await tx.approvalRequest.findFirst({ where: asked })
  if (!request || !(await holdRequest(deciding, request.id))) return false
  const type = visitorTypeId ?? (await defaultTypeOf(deciding))
  const course = walkInCourse(chainFor(await currentChains(deciding), { siteId: visit.siteId, visitorTypeId: type }))
  const isSame = course.approvalChainId === request.approvalChainId
  const data = {
    visitorTypeId: type,
    ...(isSame ? {} : { ...course, steps: course.steps as Prisma.InputJsonArray, round: { increment: 1 } }),
  }
  await tx.approvalRequest.updateMany({ where: { id: request.id, status: 'PENDING' }, data })
  if (!isSame) await openStep(deciding, { ...request, ...course, round: request.round + 1 }, 0)
  return true
}

/**
 * A guest is of another type now: those are asked who have to agree to guests of that type, whatever was agreed to before under another
 * chain. Where nobody has to, the guest waits no longer. One who is inside has been let in already.
 * @param pass as it is now; `before` the type that was chosen for it until now
 */
export async function followType(
  deciding: Deciding,
  visit: Appointment,
  pass: Pick<VisitPass, 'id' | 'visitorTypeId' | 'presence'>,
  before: string | null,
): Promise<void> {
  const { ctx, tx } = deciding
  if (pass.presence === 'INSIDE' || (await followAtReception(deciding, visit, pass.visitorTypeId))) return
  const chains = await currentChains(deciding)
  const usual = await defaultTypeOf(deciding)
  const [former, type] = [before ?? usual, pass.visitorTypeId ?? usual]
  if (chains.length === 0 || former === type) return
  const at = (visitorTypeId: string | null) => chainFor(chains, { siteId: visit.siteId, visitorTypeId })
  const chain = at(type)
  const isWaiting = (await tx.passHold.count({ where: { visitPassId: pass.id, kind: 'APPROVAL', releasedAt: null } })) > 0
  if (chain && (isWaiting || chain.id !== at(former)?.id)) await askForGuest(deciding, visit, pass)
  else if (isWaiting) await releasePasses(ctx, tx, { visitPassIds: [pass.id], kind: 'APPROVAL' })
  await leaveRequest(deciding, visit.id, former)
  await scheduleApproved(deciding, [visit.id])
}

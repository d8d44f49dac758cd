import { systemCtx } from '../../../server/core/ctx'
import { ApprovalAsked, ApprovalEnded } from '../../../server/domains/approvals/events'
import { eraseOnce } from '../../../server/domains/visitors/use-cases/erase-visitor'
import { VisitorErased } from '../../../server/domains/visitors/events'
import { prisma } from '../../../server/infra/db'
import { createUser, type TestOrganization } from '../../setup/organization'
import { bookWaiting, decide, done, person, step } from './chains'

const yesterday = () => new Date(Date.now() - 86_400_000)

/** A request that somebody has refused. @returns its id */
async function refusedRequest(org: TestOrganization): Promise<string> {
  const { appointmentId, requestId } = await bookWaiting(org, [step([person(org.securityOfficer.id)])])
  done(await decide(org, org.securityOfficer, appointmentId, 'REFUSED'))
  return requestId
}

/** Makes the events of requests to which something reacts. */
export const approvalCauses = (org: TestOrganization): Record<string, () => Promise<string>> => ({
  [ApprovalAsked.type]: async () => (await bookWaiting(org, [step([person(org.securityOfficer.id), person(org.operator.id)])])).requestId,
  [ApprovalEnded.type]: () => refusedRequest(org),
  [`ForgetApprovalReasons after ${VisitorErased.type}`]: async () => {
    const id = await refusedRequest(org)
    const asked = { appointment: { approvals: { some: { approvalRequestId: id } } } }
    const { visitorId } = await prisma.visitPass.findFirstOrThrow({ where: asked })
    await eraseOnce(systemCtx(org.id), visitorId, { reason: 'At request' })
    return visitorId
  },
})

/** Leaves something to do for the tasks of the schedule that look after requests. */
export const approvalLeftovers = (org: TestOrganization): Record<string, () => Promise<unknown>> => ({
  'hand on what nobody has decided in time': async () => {
    const { requestId: id } = await bookWaiting(org, [step([person(org.securityOfficer.id)], { deadlineHours: 1 })])
    await prisma.approvalRequest.update({ where: { id }, data: { dueAt: yesterday() } })
  },
  'have somebody decide for whoever is away': async () => {
    const { id: userId } = await createUser(org.id, 'Operator')
    await bookWaiting(org, [step([person(userId)])])
    await prisma.membership.updateMany({ where: { userId }, data: { suspendedAt: yesterday() } })
  },
  'call off visits that were over before all had agreed': async () => {
    const { appointmentId: id } = await bookWaiting(org, [step([person(org.securityOfficer.id)])])
    await prisma.appointment.update({ where: { id }, data: { endsAt: yesterday() } })
  },
})

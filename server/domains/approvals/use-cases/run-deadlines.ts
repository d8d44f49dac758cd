import { audit } from '../../../core/audit'
import { organizationOf, systemCtx } from '../../../core/ctx'
import { newId } from '../../../core/ids'
import { oneByOne } from '../../../core/one-by-one'
import type { ApprovalRequest, ApprovalVerdict } from '../../../generated/prisma/client'
import { prisma } from '../../../infra/db'
import { emit } from '../../../infra/outbox'
import { readSteps, type StoredStep } from '../chain-steps'
import { dueOf } from '../due-time'
import { ApprovalAsked, ApprovalDecided } from '../events'
import { ableAmong, delegatesOf, headOf } from '../people'
import { administrator, administratorsFor, findCandidates, type Candidate, type Speaker } from '../seating'
import { goOn } from './decide-approval'
import { siteOf, writeAsks, type Deciding } from './open-step'
import { refuseRequest } from './settle-request'
import { takeRequest } from './take-request'

/** Requests that one run looks at, at most; the next takes the rest. */
const batch = 200

async function decideByItself({ ctx, tx }: Deciding, { id, round, step }: ApprovalRequest, verdict: ApprovalVerdict): Promise<void> {
  const at = { organizationId: organizationOf(ctx), approvalRequestId: id, round, step }
  await tx.approvalDecision.createMany({ data: [{ id: newId(), ...at, seat: null, deciderId: null, verdict, decidedAt: ctx.now() }] })
  await audit(ctx, tx, 'approval.deadline', { type: 'ApprovalRequest', id }, { outcome: verdict, step: step + 1, round })
  await emit(tx, organizationOf(ctx), ApprovalDecided, { approvalRequestId: id }, ctx.now())
}

/** Who may answer in the place of a host who does not, while somebody stands at the reception: whoever acts for them, else who heads their department. */
async function actingForHost(tx: Deciding['tx'], { isWalkIn, step, hostId }: ApprovalRequest, at: Date): Promise<Candidate[]> {
  if (!isWalkIn || step > 0) return []
  const delegates = await delegatesOf(tx, hostId, at)
  const ids = delegates.length > 0 ? delegates : [(await headOf(tx, hostId)) ?? []].flat()
  return ids.map((userId) => ({ userId, roleId: null, deputyId: null }))
}

/** Whose word is enough from now on: those whom the step names, else the deputies, else the administrators. */
async function successors({ ctx, tx }: Deciding, request: ApprovalRequest, step: StoredStep, siteId: string): Promise<Speaker[]> {
  const seated = { ...request, siteId }
  const now = ctx.now()
  const named = step.escalateTo.length > 0 ? await findCandidates(tx, step.escalateTo, seated) : await actingForHost(tx, request, now)
  const deputies = await tx.approvalAsk.findMany({
    where: { approvalRequestId: request.id, round: request.round, step: request.step, standing: 'DEPUTY' },
    select: { userId: true },
  })
  const ids = named.length > 0 ? named.flatMap(({ userId, deputyId }) => userId ?? deputyId ?? []) : deputies.map(({ userId }) => userId)
  const able = await ableAmong(tx, ids)
  const maySpeak = [...new Set(ids)].filter((id) => able.has(id) && (request.allowsOwn || id !== request.requesterId))
  if (request.escalations > 0 || maySpeak.length === 0) return (await administratorsFor(tx, request)).map((id) => administrator(id, null))
  return maySpeak.map((id) => ({ seat: id, userId: id, standing: 'ESCALATION', byRole: null, isDecisive: true, isCalled: true }))
}

/** Hands a step on, twice at most: then it waits for whoever is asked, until the visit is over. */
async function escalate(deciding: Deciding, request: ApprovalRequest, step: StoredStep): Promise<void> {
  const { ctx, tx } = deciding
  const site = await siteOf(deciding, request.id)
  const { id, round } = request
  const speakers = await successors(deciding, request, step, site.id)
  const dueAt = request.escalations === 0 ? dueOf(step, ctx.now(), site.timeZone) : null
  await tx.approvalRequest.updateMany({ where: { id, status: 'PENDING' }, data: { escalations: { increment: 1 }, dueAt } })
  const at = { approvalRequestId: id, round, step: request.step }
  // Whoever was asked before without a word that is enough has one now.
  const users = speakers.map(({ userId }) => userId)
  await tx.approvalAsk.updateMany({
    where: { ...at, seat: { in: users }, userId: { in: users }, closedAt: null },
    data: { isDecisive: true, isCalled: true, toldAt: null },
  })
  await writeAsks(deciding, at, speakers)
  await audit(ctx, tx, 'approval.deadline', { type: 'ApprovalRequest', id }, { outcome: 'ESCALATED', step: request.step + 1, round })
  await emit(tx, organizationOf(ctx), ApprovalAsked, { approvalRequestId: id }, ctx.now())
}

async function pass(deciding: Deciding, id: string, now: Date): Promise<void> {
  const request = await takeRequest(deciding, id)
  if (!request?.dueAt || request.dueAt > now) return
  const step = readSteps(request.steps)[request.step] as StoredStep
  if (step.atDeadline === 'ESCALATE') return escalate(deciding, request, step)
  const verdict = step.atDeadline === 'APPROVE' ? 'APPROVED' : 'REFUSED'
  await decideByItself(deciding, request, verdict)
  if (verdict === 'APPROVED') await goOn(deciding, request)
  else await refuseRequest(deciding, request)
}

/** Does what chains say of steps that nobody has decided in time. Each deadline counts once, whoever comes first. @returns how many */
export async function runDeadlines(now = new Date()): Promise<number> {
  const due = await prisma.approvalRequest.findMany({
    where: { status: 'PENDING', dueAt: { lte: now } },
    select: { id: true, organizationId: true },
    orderBy: { dueAt: 'asc' },
    take: batch,
  })
  return oneByOne(due, ({ id, organizationId }) => {
    const ctx = Object.assign(systemCtx(organizationId), { now: () => now })
    return ctx.transaction((tx) => pass({ ctx, tx }, id, now))
  })
}

import { organizationOf, systemCtx } from '../../../core/ctx'
import type { ApprovalRequest } from '../../../generated/prisma/client'
import { prisma } from '../../../infra/db'
import { emit } from '../../../infra/outbox'
import { ApprovalAsked } from '../events'
import { ableAmong, standInsFor } from '../people'
import { deputy } from '../seating'
import { writeAsks, type Deciding } from './open-step'
import { takeRequest } from './take-request'

/** Requests that one run looks at, at most; the next takes the rest. */
const batch = 200

type Pending = Pick<ApprovalRequest, 'id' | 'organizationId'>

/** Requests at which somebody is asked who has become absent since, and whose deputy for that time has not been asked yet. */
async function findAbsent(now: Date): Promise<Pending[]> {
  const absences = await prisma.hostAbsence.findMany({
    where: { startsAt: { lte: now }, endsAt: { gt: now }, deputyId: { not: null } },
    select: { organizationId: true, host: { select: { userId: true } }, deputy: { select: { userId: true } } },
  })
  const people = [...new Set(absences.map(({ host }) => host.userId))]
  const requests = await prisma.approvalRequest.findMany({
    where: { status: 'PENDING', asks: { some: { closedAt: null, standing: 'APPROVER', userId: { in: people } } } },
    select: { id: true, organizationId: true, round: true, step: true, asks: true },
    orderBy: { id: 'asc' },
  })
  const isWaiting = ({ organizationId, round, step, asks }: (typeof requests)[number]) => {
    const asked = asks.filter((ask) => ask.round === round && ask.step === step)
    return absences.some(({ host, deputy: standIn, ...absence }) => {
      const seats = asked.filter((ask) => ask.userId === host.userId && ask.standing === 'APPROVER' && !ask.closedAt)
      const isAsked = (seat: string) => asked.some((ask) => ask.seat === seat && ask.userId === standIn?.userId)
      return absence.organizationId === organizationId && seats.some(({ seat }) => !isAsked(seat))
    })
  }
  return requests.filter(isWaiting).slice(0, batch)
}

async function askDeputies(deciding: Deciding, id: string): Promise<void> {
  const { ctx, tx } = deciding
  const request = await takeRequest(deciding, id)
  if (!request) return
  const at = { approvalRequestId: id, round: request.round, step: request.step }
  const asks = await tx.approvalAsk.findMany({ where: at })
  const approvers = asks.filter(({ closedAt, standing }) => !closedAt && standing === 'APPROVER')
  const named = approvers.map(({ userId }) => userId)
  const absent = await standInsFor(tx, named, ctx.now())
  const able = await ableAmong(tx, [...absent.values()].flat())
  const own = request.allowsOwn ? null : request.requesterId
  const isNew = (userId: string, seat: string) => !asks.some((ask) => ask.seat === seat && ask.userId === userId)
  const speakers = approvers.flatMap(({ seat, userId }) =>
    (absent.get(userId) ?? [])
      .filter((each) => able.has(each) && each !== own && isNew(each, seat))
      .map((each) => deputy(each, seat, true)),
  )
  if (speakers.length === 0) return
  await writeAsks(deciding, at, speakers)
  const seats = speakers.map(({ seat }) => seat)
  await tx.approvalAsk.updateMany({ where: { ...at, seat: { in: seats }, standing: 'DEPUTY', closedAt: null }, data: { isCalled: true } })
  await emit(tx, organizationOf(ctx), ApprovalAsked, { approvalRequestId: id }, ctx.now())
}

/** Asks the deputies of approvers whose absence has begun since they were asked. @returns how many requests it looked at */
export async function askStandIns(): Promise<number> {
  const found = await findAbsent(new Date())
  for (const { id, organizationId } of found) {
    const ctx = systemCtx(organizationId)
    await ctx.transaction((tx) => askDeputies({ ctx, tx }, id))
  }
  return found.length
}

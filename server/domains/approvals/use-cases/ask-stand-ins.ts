import { organizationOf, systemCtx } from '../../../core/ctx'
import { inPages, oneByOne } from '../../../core/one-by-one'
import { prisma } from '../../../infra/db'
import { emit } from '../../../infra/outbox'
import { ApprovalAsked } from '../events'
import { ableAmong, standInsFor } from '../people'
import { deputy } from '../seating'
import { writeAsks, type Deciding } from './open-step'
import { takeRequest } from './take-request'

/** Requests found at a time. */
const batch = 200

/** Somebody who is absent now, and who stands in for them. */
interface Absence {
  organizationId: string
  userId: string
  deputyId: string | undefined
}

async function findAbsences(now: Date): Promise<Absence[]> {
  const rows = await prisma.hostAbsence.findMany({
    where: { startsAt: { lte: now }, endsAt: { gt: now }, deputyId: { not: null } },
    select: { organizationId: true, host: { select: { userId: true } }, deputy: { select: { userId: true } } },
  })
  return rows.map(({ organizationId, host, deputy: standIn }) => ({ organizationId, userId: host.userId, deputyId: standIn?.userId }))
}

/** Requests at which people are asked for themselves, with everybody who was asked at their step. */
const findAsked = (people: string[], after: string) =>
  prisma.approvalRequest.findMany({
    where: { id: { gt: after }, status: 'PENDING', asks: { some: { closedAt: null, standing: 'APPROVER', userId: { in: people } } } },
    select: { id: true, organizationId: true, round: true, step: true, asks: true },
    orderBy: { id: 'asc' },
    take: batch,
  })

/** Whether somebody is asked who has become absent since, and whose deputy for that time has not been asked yet. */
function isWaiting({ organizationId, round, step, asks }: Awaited<ReturnType<typeof findAsked>>[number], absences: readonly Absence[]) {
  const asked = asks.filter((ask) => ask.round === round && ask.step === step)
  return absences.some((absence) => {
    const seats = asked.filter((ask) => ask.userId === absence.userId && ask.standing === 'APPROVER' && !ask.closedAt)
    const isAsked = (seat: string) => asked.some((ask) => ask.seat === seat && ask.userId === absence.deputyId)
    return absence.organizationId === organizationId && seats.some(({ seat }) => !isAsked(seat))
  })
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
  const absences = await findAbsences(new Date())
  const people = [...new Set(absences.map(({ userId }) => userId))]
  if (people.length === 0) return 0
  return oneByOne(
    inPages((after) => findAsked(people, after)),
    async (request) => {
      if (!isWaiting(request, absences)) return false
      const ctx = systemCtx(request.organizationId)
      await ctx.transaction((tx) => askDeputies({ ctx, tx }, request.id))
      return true
    },
  )
}

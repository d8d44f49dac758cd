import { organizationOf, systemCtx } from '../../../core/ctx'
import { ableMember } from '../../../core/members'
import { eachOf, inPages, oneByOne } from '../../../core/one-by-one'
import type { ApprovalAsk, ApprovalRequest } from '../../../generated/prisma/client'
import { prisma } from '../../../infra/db'
import { emit } from '../../../infra/outbox'
import { ApprovalAsked } from '../events'
import { administrator, administratorsFor } from '../seating'
import { askStandIns } from './ask-stand-ins'
import { writeAsks, type Deciding } from './open-step'
import { findRolesLost } from './roles-lost.sql'
import { takeRequest } from './take-request'

/** Requests found at a time. */
const batch = 200

/** Requests at which somebody is asked who cannot answer any more, or nobody is asked at all. */
function findVacant(after: string): Promise<Pick<ApprovalRequest, 'id' | 'organizationId'>[]> {
  const away = { OR: [{ suspendedAt: { not: null } }, { user: { status: 'SUSPENDED' as const } }] }
  const asks = [{ some: { closedAt: null, membership: away } }, { none: { closedAt: null } }]
  return prisma.approvalRequest.findMany({
    where: { id: { gt: after }, status: 'PENDING', OR: asks.map((each) => ({ asks: each })) },
    select: { id: true, organizationId: true },
    orderBy: { id: 'asc' },
    take: batch,
  })
}

async function canSpeak({ tx }: Deciding, { userId, byRole }: ApprovalAsk): Promise<boolean> {
  if (!(await tx.membership.findFirst({ where: { userId, ...ableMember }, select: { id: true } }))) return false
  return byRole === null || (await tx.userRole.count({ where: { userId, roleId: byRole } })) > 0
}

/** Calls whoever stands in for somebody who is away: their deputy, else the administrators. */
async function fill(deciding: Deciding, id: string): Promise<void> {
  const { ctx, tx } = deciding
  const request = await takeRequest(deciding, id)
  if (!request) return
  const at = { approvalRequestId: id, round: request.round, step: request.step }
  const asks = await tx.approvalAsk.findMany({ where: { ...at, closedAt: null } })
  const away: ApprovalAsk[] = []
  for (const ask of asks) if (!(await canSpeak(deciding, ask))) away.push(ask)
  if (away.length === 0 && asks.length > 0) return
  const administrators = await administratorsFor(tx, request)
  if (asks.length === 0 && administrators.length === 0) return
  await tx.approvalAsk.updateMany({ where: { id: { in: away.map((ask) => ask.id) } }, data: { closedAt: ctx.now() } })
  if (asks.length === 0)
    await writeAsks(
      deciding,
      at,
      administrators.map((userId) => administrator(userId, null)),
    )
  const left = asks.filter((ask) => !away.includes(ask))
  for (const { seat, isDecisive } of away) {
    const standIns = left.filter((ask) => ask.seat === seat)
    await tx.approvalAsk.updateMany({ where: { id: { in: standIns.map((ask) => ask.id) } }, data: { isCalled: true } })
    if (standIns.length === 0)
      await writeAsks(
        deciding,
        at,
        administrators.map((userId) => administrator(userId, isDecisive ? null : seat)),
      )
  }
  await emit(tx, organizationOf(ctx), ApprovalAsked, { approvalRequestId: id }, ctx.now())
}

/**
 * Has requests go on whose approvers were suspended, have left or lost the role by which they were asked, and asks the deputies of
 * those who are absent by now.
 * @returns how many requests were looked at
 */
export function fillSeats(): Promise<number> {
  const fillOne = ({ id, organizationId }: Pick<ApprovalRequest, 'id' | 'organizationId'>) => {
    const ctx = systemCtx(organizationId)
    return ctx.transaction((tx) => fill({ ctx, tx }, id))
  }
  return eachOf([
    () => oneByOne(inPages(findVacant), fillOne),
    () =>
      oneByOne(
        inPages((after) => findRolesLost(after, batch)),
        fillOne,
      ),
    askStandIns,
  ])
}

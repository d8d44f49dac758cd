import { organizationOf, systemCtx } from '../../../core/ctx'
import type { ApprovalAsk, ApprovalRequest } from '../../../generated/prisma/client'
import { prisma } from '../../../infra/db'
import { emit } from '../../../infra/outbox'
import { ApprovalAsked } from '../events'
import { administrator, administratorsFor } from '../seating'
import { askStandIns } from './ask-stand-ins'
import { writeAsks, type Deciding } from './open-step'
import { takeRequest } from './take-request'

/** Requests that one run looks at, at most; the next takes the rest. */
const batch = 200

/** Requests at which somebody is asked who cannot answer any more, or nobody is asked at all. */
async function findVacant(): Promise<Pick<ApprovalRequest, 'id' | 'organizationId'>[]> {
  const away = { OR: [{ suspendedAt: { not: null } }, { user: { status: 'SUSPENDED' as const } }] }
  const asks = [{ some: { closedAt: null, membership: away } }, { none: { closedAt: null } }]
  const vacant = await prisma.approvalRequest.findMany({
    where: { status: 'PENDING', OR: asks.map((each) => ({ asks: each })) },
    select: { id: true, organizationId: true },
    orderBy: { id: 'asc' },
    take: batch,
  })
  return [...vacant, ...(await findRolesLost())]
}

/** The same for people who are asked by a role that they hold no more. */
async function findRolesLost(): Promise<Pick<ApprovalRequest, 'id' | 'organizationId'>[]> {
  const asks = await prisma.approvalAsk.findMany({
    where: { closedAt: null, byRole: { not: null } },
    select: { approvalRequestId: true, organizationId: true, userId: true, byRole: true },
  })
  const grants = await prisma.userRole.findMany({
    where: { userId: { in: [...new Set(asks.map(({ userId }) => userId))] } },
    select: { userId: true, roleId: true, organizationId: true },
  })
  const held = new Set(grants.map(({ organizationId, userId, roleId }) => `${organizationId} ${userId} ${roleId}`))
  const isLost = ({ organizationId, userId, byRole }: (typeof asks)[number]) => !held.has(`${organizationId} ${userId} ${byRole}`)
  const lost = new Map(asks.filter(isLost).map((ask) => [ask.approvalRequestId, ask.organizationId]))
  return [...lost].slice(0, batch).map(([id, organizationId]) => ({ id, organizationId }))
}

async function canSpeak({ tx }: Deciding, { userId, byRole }: ApprovalAsk): Promise<boolean> {
  const able = { suspendedAt: null, acceptedAt: { not: null }, user: { status: 'ACTIVE' as const } }
  if (!(await tx.membership.findFirst({ where: { userId, ...able }, select: { id: true } }))) return false
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
 * @returns how many
 */
export async function fillSeats(): Promise<number> {
  const vacant = await findVacant()
  for (const { id, organizationId } of vacant) {
    const ctx = systemCtx(organizationId)
    await ctx.transaction((tx) => fill({ ctx, tx }, id))
  }
  return vacant.length + (await askStandIns())
}

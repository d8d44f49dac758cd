import { organizationOf, type Ctx } from '../../../core/ctx'
import { newId } from '../../../core/ids'
import type { ApprovalRequest } from '../../../generated/prisma/client'
import { emit } from '../../../infra/outbox'
import type { TenantTransaction } from '../../../infra/tenant-client'
import { readSteps, type StoredStep } from '../chain-steps'
import { dueOf } from '../due-time'
import { ApprovalAsked } from '../events'
import { administrator, administratorsFor, seatStep, type Seated, type Speaker } from '../seating'

/** Somebody who works on requests of an organization, inside a transaction. */
export interface Deciding {
  ctx: Ctx
  tx: TenantTransaction
}

/** A request as far as asking goes. */
export type Asked = Pick<ApprovalRequest, 'id' | 'hostId' | 'requesterId' | 'allowsOwn' | 'steps' | 'round' | 'turn'>

/** The site at which the visits of a request are. */
export async function siteOf({ tx }: Deciding, approvalRequestId: string): Promise<{ id: string; timeZone: string }> {
  const visit = await tx.approvalVisit.findFirst({ where: { approvalRequestId }, select: { siteId: true } })
  return tx.site.findUniqueOrThrow({ where: { id: visit?.siteId ?? '' }, select: { id: true, timeZone: true } })
}

/** Writes down who may speak at a step, each once. */
export async function writeAsks(
  { ctx, tx }: Deciding,
  at: { approvalRequestId: string; round: number; step: number },
  speakers: readonly Speaker[],
): Promise<void> {
  const asks = speakers.map((speaker) => ({ id: newId(), organizationId: organizationOf(ctx), ...at, ...speaker, createdAt: ctx.now() }))
  await tx.approvalAsk.createMany({ data: asks, skipDuplicates: true })
}

/** Nobody may speak at what was asked so far. */
export const closeAsks = ({ ctx, tx }: Deciding, approvalRequestId: string) =>
  tx.approvalAsk.updateMany({ where: { approvalRequestId, closedAt: null }, data: { closedAt: ctx.now() } })

async function skip({ ctx, tx }: Deciding, { id, round }: Asked, step: number): Promise<void> {
  const at = { organizationId: organizationOf(ctx), approvalRequestId: id, round, step }
  await tx.approvalDecision.createMany({
    data: [{ id: newId(), ...at, seat: null, deciderId: null, verdict: 'SKIPPED', decidedAt: ctx.now() }],
  })
}

async function ask(deciding: Deciding, request: Asked, step: number, speakers: readonly Speaker[], zone: string): Promise<void> {
  const { ctx, tx } = deciding
  const now = ctx.now()
  const dueAt = dueOf(readSteps(request.steps)[step] as StoredStep, now, zone)
  await closeAsks(deciding, request.id)
  await tx.approvalRequest.updateMany({
    where: { id: request.id, status: 'PENDING' },
    data: { step, turn: { increment: 1 }, askedAt: now, dueAt, escalations: 0 },
  })
  await writeAsks(deciding, { approvalRequestId: request.id, round: request.round, step }, speakers)
  await emit(tx, organizationOf(ctx), ApprovalAsked, { approvalRequestId: request.id }, now)
}

/**
 * Asks the next step at which somebody else than the person who asked can speak. Whoever calls it holds the request.
 * @param from the first step that may be asked
 * @returns false when nobody has to be asked any more: all steps are through
 */
export async function openStep(deciding: Deciding, request: Asked, from: number): Promise<boolean> {
  const { ctx, tx } = deciding
  const [steps, site] = [readSteps(request.steps), await siteOf(deciding, request.id)]
  const seated: Seated = { hostId: request.hostId, requesterId: request.requesterId, allowsOwn: request.allowsOwn, siteId: site.id }
  for (let step = from; step < steps.length; step++) {
    const { speakers } = await seatStep(tx, steps[step] as StoredStep, seated, ctx.now())
    if (speakers) {
      await ask(deciding, request, step, speakers, site.timeZone)
      return true
    }
    await skip(deciding, request, step)
  }
  const agreed = await tx.approvalDecision.count({ where: { approvalRequestId: request.id, round: request.round, verdict: 'APPROVED' } })
  if (agreed > 0) return false
  // A chain that names nobody but the person who asked would let everybody agree to their own.
  const speakers = (await administratorsFor(tx, seated)).map((id) => administrator(id, null))
  await ask(deciding, request, steps.length - 1, speakers, site.timeZone)
  return true
}

import { decideApprovalSchema } from '#shared/schemas/approvals'
import type { z } from 'zod'
import { audit } from '../../../core/audit'
import { organizationOf, type Ctx } from '../../../core/ctx'
import { isFailure, type Failure } from '../../../core/errors'
import { invalid, notFound, validate } from '../../../core/failures'
import { isId, newId } from '../../../core/ids'
import { sealForOrganization, sealedColumns } from '../../../core/organization-seal'
import type { ApprovalAsk, ApprovalRequest } from '../../../generated/prisma/client'
import { keyringOf } from '../../../infra/keyring'
import { emit } from '../../../infra/outbox'
import { readSteps, type StoredStep } from '../chain-steps'
import { ApprovalDecided } from '../events'
import { ableAmong } from '../people'
import { deciderOf, visibleRequests } from '../policy'
import { countStep, seatsSpokenFor } from '../step-outcome'
import { closeAsks, openStep, type Deciding } from './open-step'
import { approveRequest, refuseRequest } from './settle-request'
import { takeRequest } from './take-request'

type Input = z.input<typeof decideApprovalSchema>
type Data = z.output<typeof decideApprovalSchema>

/** What is asked of somebody at this moment; those who lost the role by which they sit there are asked nothing. */
async function asksOf({ tx }: Deciding, { id, round, step }: ApprovalRequest, userId: string): Promise<ApprovalAsk[]> {
  const asks = await tx.approvalAsk.findMany({ where: { approvalRequestId: id, round, step, userId, closedAt: null } })
  if (!(await ableAmong(tx, [userId])).has(userId)) return []
  const held = await tx.userRole.findMany({
    where: { userId, roleId: { in: asks.flatMap(({ byRole }) => byRole ?? []) } },
    select: { roleId: true },
  })
  return seatsSpokenFor(asks.filter(({ byRole }) => byRole === null || held.some(({ roleId }) => roleId === byRole)))
}

async function write({ ctx, tx }: Deciding, request: ApprovalRequest, asks: ApprovalAsk[], { verdict, reason }: Data): Promise<void> {
  const [organizationId, decidedAt] = [organizationOf(ctx), ctx.now()]
  const keyring = await keyringOf(organizationId)
  const sealed = (id: string) => (reason ? sealForOrganization(keyring, Buffer.from(reason), sealedColumns.approvalReason, id) : null)
  const rows = asks.map(({ seat, userId, standing }) => {
    const id = newId()
    const at = { approvalRequestId: request.id, round: request.round, step: request.step }
    return { id, organizationId, ...at, seat, deciderId: userId, verdict, standing, sealedReason: sealed(id), decidedAt }
  })
  await tx.approvalDecision.createMany({ data: rows })
  const seats = { in: asks.map(({ seat }) => seat) }
  const spoken = { approvalRequestId: request.id, round: request.round, step: request.step, seat: seats, closedAt: null }
  await tx.approvalAsk.updateMany({ where: spoken, data: { closedAt: decidedAt } })
}

/** Whether a step is through by what was decided so far. */
async function isThrough({ tx }: Deciding, { id, round, step, steps }: ApprovalRequest): Promise<boolean> {
  const where = { approvalRequestId: id, round, step }
  const [asks, decisions] = [await tx.approvalAsk.findMany({ where }), await tx.approvalDecision.findMany({ where })]
  const { agreed, needed } = countStep(readSteps(steps)[step] as StoredStep, asks, decisions)
  return agreed >= needed
}

/** Goes on behind a step that is through. */
export async function goOn(deciding: Deciding, request: ApprovalRequest): Promise<void> {
  await closeAsks(deciding, request.id)
  const goesOn = await openStep(deciding, request, request.step + 1)
  if (!goesOn) await approveRequest(deciding, request)
}

async function decide(deciding: Deciding, data: Data): Promise<Failure | null> {
  const { ctx, tx } = deciding
  const { approvalRequestId: id, turn, verdict } = data
  const request = await takeRequest(deciding, id)
  const refused = (key: string) => invalid(ctx, [{ path: ['turn'], key }])
  if (!request) return refused('approvalEnded')
  if (request.turn !== turn) return refused('approvalMovedOn')
  const asks = await asksOf(deciding, request, deciderOf(ctx))
  if (asks.length === 0) return refused('approvalNotYours')
  await write(deciding, request, asks, data)
  const about = { verdict, step: request.step + 1, round: request.round, standing: asks[0]?.standing ?? null }
  await audit(ctx, tx, 'approval.decide', { type: 'ApprovalRequest', id }, about)
  await emit(tx, organizationOf(ctx), ApprovalDecided, { approvalRequestId: id }, ctx.now())
  if (verdict === 'REFUSED') await refuseRequest(deciding, request)
  else if (asks.some(({ isDecisive }) => isDecisive) || (await isThrough(deciding, request))) await goOn(deciding, request)
  return null
}

/**
 * Agrees to a visit, or does not. One refusal ends it; once as many have agreed as the step asks for, the next is asked.
 * @returns the request, or NOT_FOUND, VALIDATION_FAILED for a step that was decided meanwhile and for whoever is not asked
 */
export async function decideApproval(ctx: Ctx, input: Input): Promise<ApprovalRequest | Failure> {
  deciderOf(ctx)
  const { data, failed } = validate(ctx, decideApprovalSchema, input)
  if (failed) return failed
  const { approvalRequestId: id } = data
  const visible = visibleRequests(ctx)
  if (!isId(id) || !visible) return notFound(ctx, 'approvalRequestId')
  return ctx.transaction(async (tx) => {
    if (!(await tx.approvalRequest.findFirst({ where: { AND: [{ id }, visible] }, select: { id: true } })))
      return notFound(ctx, 'approvalRequestId')
    const problem = await decide({ ctx, tx }, data)
    return isFailure(problem) ? problem : tx.approvalRequest.findUniqueOrThrow({ where: { id } })
  })
}

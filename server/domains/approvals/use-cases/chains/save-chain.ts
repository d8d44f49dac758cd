import { createApprovalChainSchema, deleteApprovalChainSchema, updateApprovalChainSchema } from '#shared/schemas/approvals'
import type { z } from 'zod'
import { audit } from '../../../../core/audit'
import { organizationOf, type Ctx } from '../../../../core/ctx'
import { isFailure, type Failure } from '../../../../core/errors'
import { invalid, notFound, validate } from '../../../../core/failures'
import { isId, newId } from '../../../../core/ids'
import { Prisma, type ApprovalChain } from '../../../../generated/prisma/client'
import { holdsForOf } from '../../chain-steps'
import { authorizeChains } from '../../policy'
import { storedContent } from './chain-content'

/** A chain as the audit log keeps it. */
const traceOf = ({
  name,
  siteId,
  visitorTypeId,
  allowsOwn,
  steps,
}: Pick<ApprovalChain, 'name' | 'siteId' | 'visitorTypeId' | 'allowsOwn' | 'steps'>) => ({
  name,
  siteId,
  visitorTypeId,
  allowsOwn,
  steps: steps as Prisma.InputJsonValue,
})

/** Answers that another chain holds for the same where the database found it so. */
async function orTaken<T>(ctx: Ctx, work: Promise<T>): Promise<T | Failure> {
  try {
    return await work
  } catch (error) {
    const taken = error instanceof Prisma.PrismaClientKnownRequestError && error.code === 'P2002'
    if (!taken) throw error
    return invalid(ctx, [{ path: ['visitorTypeId'], key: 'chainTaken' }])
  }
}

/**
 * Makes a chain: from now on visits for which it holds are asked for.
 * @returns the chain, or NOT_FOUND, VALIDATION_FAILED where another holds for the same
 */
export function createApprovalChain(ctx: Ctx, input: z.input<typeof createApprovalChainSchema>): Promise<ApprovalChain | Failure> {
  authorizeChains(ctx)
  const { data, failed } = validate(ctx, createApprovalChainSchema, input)
  if (failed) return Promise.resolve(failed)
  const work = ctx.transaction(async (tx) => {
    const content = await storedContent(ctx, tx, data)
    if (isFailure(content)) return content
    const row = { id: newId(), organizationId: organizationOf(ctx), ...content, holdsFor: holdsForOf(content), createdAt: ctx.now() }
    const chain = await tx.approvalChain.create({ data: row })
    await audit(ctx, tx, 'approval_chain.create', { type: 'ApprovalChain', id: chain.id }, { before: null, after: traceOf(chain) })
    return chain
  })
  return orTaken(ctx, work)
}

/**
 * Changes a chain. Requests that wait go on by the steps they were made with.
 * @returns the chain, or NOT_FOUND, VALIDATION_FAILED where another holds for the same, or somebody else has changed it meanwhile
 */
export function updateApprovalChain(ctx: Ctx, input: z.input<typeof updateApprovalChainSchema>): Promise<ApprovalChain | Failure> {
  authorizeChains(ctx)
  const { data, failed } = validate(ctx, updateApprovalChainSchema, input)
  if (failed) return Promise.resolve(failed)
  const { approvalChainId: id, version } = data
  const work = ctx.transaction(async (tx) => {
    const before = isId(id) ? await tx.approvalChain.findFirst({ where: { id, deletedAt: null } }) : null
    if (!before) return notFound(ctx, 'approvalChainId')
    const content = await storedContent(ctx, tx, data)
    if (isFailure(content)) return content
    const { count } = await tx.approvalChain.updateMany({
      where: { id, version, deletedAt: null },
      data: { ...content, holdsFor: holdsForOf(content), version: { increment: 1 } },
    })
    if (count === 0) return invalid(ctx, [{ path: ['version'], key: 'chainChanged' }])
    const chain = await tx.approvalChain.findUniqueOrThrow({ where: { id } })
    const change = { before: traceOf(before) as Prisma.InputJsonObject, after: traceOf(chain) }
    await audit(ctx, tx, 'approval_chain.update', { type: 'ApprovalChain', id }, change)
    return chain
  })
  return orTaken(ctx, work)
}

/**
 * Ends a chain: what is booked from now on is asked for by another, or by none. Requests that wait go on. Doing it again changes nothing
 * and is no error.
 * @returns the chain, or NOT_FOUND
 */
export async function deleteApprovalChain(ctx: Ctx, input: z.input<typeof deleteApprovalChainSchema>): Promise<ApprovalChain | Failure> {
  authorizeChains(ctx)
  const { data, failed } = validate(ctx, deleteApprovalChainSchema, input)
  if (failed) return failed
  const { approvalChainId: id } = data
  if (!isId(id)) return notFound(ctx, 'approvalChainId')
  return ctx.transaction(async (tx) => {
    const deletedAt = ctx.now()
    const { count } = await tx.approvalChain.updateMany({ where: { id, deletedAt: null }, data: { deletedAt, holdsFor: null } })
    const chain = await tx.approvalChain.findUnique({ where: { id } })
    if (!chain) return notFound(ctx, 'approvalChainId')
    if (count === 1) await audit(ctx, tx, 'approval_chain.delete', { type: 'ApprovalChain', id }, { before: traceOf(chain), after: null })
    return chain
  })
}

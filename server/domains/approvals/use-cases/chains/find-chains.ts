import { authorizeChains } from '../../policy'
import type { Ctx } from '../../../../core/ctx'
import type { ApprovalChain, Prisma } from '../../../../generated/prisma/client'

/**
 * The chains of the organization that hold.
 * @param elseNone whoever may not make them finds none, instead of being refused
 * @throws Refusal
 */
export async function findChains(
  ctx: Ctx,
  query: Pick<Prisma.ApprovalChainFindManyArgs, 'where' | 'orderBy' | 'take'> = {},
  { elseNone = false } = {},
): Promise<ApprovalChain[]> {
  if (elseNone && (ctx.organizationId === null || !ctx.permissions.has('rule:manage'))) return []
  authorizeChains(ctx)
  return ctx.db.approvalChain.findMany({ ...query, where: { AND: [query.where ?? {}, { deletedAt: null }] } })
}

import type { Ctx } from '../../../core/ctx'
import { refusal } from '../../../core/authorize'
import type { ApprovalRequest, ApprovalStatus, Prisma } from '../../../generated/prisma/client'
import { visibleRequests } from '../policy'

/** Which requests are listed. */
export interface RequestFilter {
  /** Only those about which the caller is asked now. */
  awaitsMe?: boolean | null | undefined
  /** Only those about which the caller has decided. */
  decidedByMe?: boolean | null | undefined
  status?: readonly ApprovalStatus[] | null | undefined
}

function whereOf(ctx: Ctx, { awaitsMe, decidedByMe, status }: RequestFilter): Prisma.ApprovalRequestWhereInput[] {
  const userId = ctx.actor.type === 'user' ? ctx.actor.id : ''
  return [
    ...(awaitsMe ? [{ status: 'PENDING' as const, asks: { some: { userId, closedAt: null } } }] : []),
    ...(decidedByMe ? [{ decisions: { some: { deciderId: userId } } }] : []),
    ...(status ? [{ status: { in: [...status] } }] : []),
  ]
}

/**
 * Requests that the caller may see.
 * @param elseNone whoever may see none finds none, instead of being refused
 * @throws Refusal for whoever belongs to no organization, or is a program that may not read visits
 */
export async function findRequests(
  ctx: Ctx,
  query: Pick<Prisma.ApprovalRequestFindManyArgs, 'where' | 'orderBy' | 'take'>,
  filter: RequestFilter = {},
  { elseNone = false } = {},
): Promise<ApprovalRequest[]> {
  const visible = visibleRequests(ctx)
  if (!visible && !elseNone) throw refusal(ctx)
  if (!visible) return []
  return ctx.db.approvalRequest.findMany({ ...query, where: { AND: [query.where ?? {}, visible, ...whereOf(ctx, filter)] } })
}

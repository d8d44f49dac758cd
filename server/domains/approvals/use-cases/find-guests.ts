import type { Ctx } from '../../../core/ctx'
import type { ApprovalRequest } from '../../../generated/prisma/client'
import { ofType } from './hold-visits'

/** A guest of a request, and how often they came before. */
export interface AskedGuest {
  visitorId: string
  earlierVisits: number
  lastVisitAt: Date | null
}

/** Guests that are shown of one request at most. */
const most = 50

/** The guests that a request is about, as many as can be looked at. */
export async function findGuests(ctx: Ctx, { id, visitorTypeId }: ApprovalRequest): Promise<AskedGuest[]> {
  const standard = await ctx.db.visitorType.findFirst({ where: { isDefault: true, archivedAt: null }, select: { id: true } })
  const passes = await ctx.db.visitPass.findMany({
    where: { appointment: { approvals: { some: { approvalRequestId: id } } }, ...ofType(visitorTypeId, standard?.id ?? null) },
    distinct: ['visitorId'],
    select: { visitorId: true },
    orderBy: { id: 'asc' },
    take: most,
  })
  const came = await ctx.db.visitPass.groupBy({
    by: ['visitorId'],
    where: { visitorId: { in: passes.map(({ visitorId }) => visitorId) }, presence: { in: ['INSIDE', 'LEFT'] } },
    _count: true,
    _max: { validFrom: true },
  })
  return passes.map(({ visitorId }) => {
    const earlier = came.find((each) => each.visitorId === visitorId)
    return { visitorId, earlierVisits: earlier?._count ?? 0, lastVisitAt: earlier?._max.validFrom ?? null }
  })
}

import type { Ctx } from '../../../../core/ctx'
import type { VisitPassRow } from '../../../../core/rows'
import { officerOf } from '../../policy'

/** Passes shown of one visitor. */
const most = 10

/** The passes of a visitor that are not over, the next first: what a decision over them is about. @throws Refusal */
export async function expectedPasses(ctx: Ctx, visitorId: string): Promise<VisitPassRow[]> {
  officerOf(ctx)
  const passes = await ctx.db.visitPass.findMany({
    where: { visitorId, validTo: { gt: ctx.now() } },
    orderBy: [{ validFrom: 'asc' }, { id: 'asc' }],
    include: { appointment: { select: { hostId: true } } },
    take: most,
  })
  return passes.map(({ appointment, ...pass }) => ({ ...pass, hostId: appointment?.hostId ?? null }))
}

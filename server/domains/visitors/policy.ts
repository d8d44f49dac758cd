import { authorize } from '../../core/authorize'
import type { Ctx } from '../../core/ctx'
import type { Prisma } from '../../generated/prisma/client'

/** The visitors that the caller may see: all, or those who came to them. @throws Refusal */
export function visibleVisitors(ctx: Ctx): Prisma.VisitorWhereInput {
  return authorize(ctx, 'visitor:read') === 'all' ? {} : { visitPasses: { some: { appointment: { hostId: ctx.hostId ?? '' } } } }
}

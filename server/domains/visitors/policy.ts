import { authorize, reachOf } from '../../core/authorize'
import type { Ctx } from '../../core/ctx'
import type { Prisma } from '../../generated/prisma/client'

/** The visitors that the caller may see: all, or those who came to them. @throws Refusal */
export function visibleVisitors(ctx: Ctx): Prisma.VisitorWhereInput {
  return authorize(ctx, 'visitor:read') === 'all' ? {} : { visitPasses: { some: { appointment: { hostId: ctx.hostId ?? '' } } } }
}

/** How to reach a visitor is for those who may read visitors; a gate device and the bearer of a link see the name alone. */
export const maySeeContact = (ctx: Ctx): boolean => reachOf(ctx, 'visitor:read') !== 'none'

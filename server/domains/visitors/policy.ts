import { authorize, reachOf } from '../../core/authorize'
import type { Ctx } from '../../core/ctx'
import type { Prisma } from '../../generated/prisma/client'

/** Those who came to the caller, or will. */
export const guestsOf = (ctx: Ctx): Prisma.VisitorWhereInput => ({
  visitPasses: { some: { appointment: { hostId: ctx.hostId ?? '' } } },
})

/** The visitors that the caller may see: all, or those who came to them. @throws Refusal */
export function visibleVisitors(ctx: Ctx): Prisma.VisitorWhereInput {
  return authorize(ctx, 'visitor:read') === 'all' ? {} : guestsOf(ctx)
}

/** Masked contacts are for those who may read visitors; a gate device and the bearer of a link see the name alone. */
export const maySeeContact = (ctx: Ctx): boolean => reachOf(ctx, 'visitor:read') !== 'none'

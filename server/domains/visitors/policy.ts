import { authorize, reachOf, refusal } from '../../core/authorize'
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

/**
 * Whoever asks for files of many visitors and decides over them: a person who has the right over all visitors, never a key.
 * @returns their id
 * @throws Refusal
 */
export function exporterOf(ctx: Ctx): string {
  const { actor } = ctx
  if (actor.type !== 'user' || actor.insideUntil || reachOf(ctx, 'privacy:manage') !== 'all') throw refusal(ctx)
  return actor.id
}

import { authorizeWithin, reachOf, refusal } from '../../core/authorize'
import type { Ctx } from '../../core/ctx'
import { visitorsWithin } from '../../core/within'
import type { Prisma } from '../../generated/prisma/client'

/** The visitors that the caller may see. @throws Refusal */
export const visibleVisitors = (ctx: Ctx): Prisma.VisitorWhereInput => visitorsWithin(authorizeWithin(ctx, 'visitor:read'))

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

import { authorizeWithin, reachOf } from '../../core/authorize'
import type { Ctx } from '../../core/ctx'
import { visitorsWithin } from '../../core/within'
import type { Prisma } from '../../generated/prisma/client'

/** What counts as a file: it has not been removed. */
const there: Prisma.VisitorFileWhereInput = { removedAt: null }

/** Files that the caller may know of: that they are there and how they stand, not what is in them. @throws Refusal */
export const knownFiles = (ctx: Ctx): Prisma.VisitorFileWhereInput => ({
  ...there,
  visitor: visitorsWithin(authorizeWithin(ctx, 'visitor:read')),
})

/** Files that the caller may look into, and decide over. @throws Refusal */
export const revealableFiles = (ctx: Ctx): Prisma.VisitorFileWhereInput => ({
  ...there,
  visitor: visitorsWithin(authorizeWithin(ctx, 'visitor:reveal')),
})

/** Visitors for whom the caller may send files: whoever invites them. @throws Refusal */
export const servedVisitors = (ctx: Ctx): Prisma.VisitorWhereInput => visitorsWithin(authorizeWithin(ctx, 'appointment:create'))

/** Whether the caller may know of the files of visitors whom they see; a gate device and the bearer of a link may not. */
export const mayKnowFiles = (ctx: Ctx): boolean => reachOf(ctx, 'visitor:read') !== 'none'

import { authorizeWithin, refusal } from '../../core/authorize'
import type { Ctx } from '../../core/ctx'
import { passesWithin } from '../../core/within'
import type { Prisma } from '../../generated/prisma/client'

const rights = ['pass:read', 'visitor:read', 'scan:admit'] as const

/**
 * The passes that a reception desk lists: of guests whom the caller may read and let in.
 * @throws Refusal
 */
export const passesAtDesk = (ctx: Ctx): Prisma.VisitPassWhereInput => ({
  AND: rights.map((right) => passesWithin(authorizeWithin(ctx, right))),
})

/**
 * Demands what registering somebody at a site takes: to receive guests there and to book visits there. A person does it; a program has
 * nobody before it.
 * @returns who registers them
 * @throws Refusal
 */
export function authorizeWalkIn(ctx: Ctx, siteId: string): string {
  for (const right of ['scan:admit', 'appointment:create'] as const) authorizeWithin(ctx, right, { siteId })
  if (ctx.actor.type !== 'user') throw refusal(ctx)
  return ctx.actor.id
}

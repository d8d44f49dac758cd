import { authorizeWithin, reachOf } from '../../core/authorize'
import type { Ctx } from '../../core/ctx'
import { isWithin, passesWithin, type Placed } from '../../core/within'
import type { Prisma } from '../../generated/prisma/client'

/**
 * The passes whose badges the caller may print: of guests whom they may read and let in. Whoever lets people in at a site hands out
 * its badges.
 * @throws Refusal
 */
export const printablePasses = (ctx: Ctx): Prisma.VisitPassWhereInput => ({
  AND: (['pass:read', 'visitor:read', 'scan:admit'] as const).map((right) => passesWithin(authorizeWithin(ctx, right))),
})

/** Whether the caller may read the code that a badge bears. */
export const mayReadCode = (ctx: Ctx, pass: Placed): boolean => isWithin(reachOf(ctx, 'pass:read_code'), pass)

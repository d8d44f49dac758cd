import { authorizeWithin, reachOf } from '../../core/authorize'
import type { Ctx } from '../../core/ctx'
import type { VisitPassRow } from '../../core/rows'
import { isWithin, passesWithin } from '../../core/within'
import type { Prisma } from '../../generated/prisma/client'

/** The passes that the caller may see. @throws Refusal */
export const visiblePasses = (ctx: Ctx): Prisma.VisitPassWhereInput => passesWithin(authorizeWithin(ctx, 'pass:read'))

/** Who sees in what the guest comes: the guest, and whoever may read the pass. */
export const maySeePlate = (ctx: Ctx, pass: VisitPassRow): boolean => pass.bearer === true || isWithin(reachOf(ctx, 'pass:read'), pass)

/** Who sees the code and the invite link of a pass: its bearer, and whoever's `pass:read_code` reaches it; never a device. */
export const maySeeCode = (ctx: Ctx, pass: VisitPassRow): boolean => pass.bearer === true || isWithin(reachOf(ctx, 'pass:read_code'), pass)

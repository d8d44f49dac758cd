import { authorize, reachOf } from '../../core/authorize'
import type { Ctx } from '../../core/ctx'
import type { VisitPassRow } from '../../core/rows'
import type { Prisma } from '../../generated/prisma/client'

/** The passes that the caller may see: all, or those of their own guests. @throws Refusal */
export function visiblePasses(ctx: Ctx): Prisma.VisitPassWhereInput {
  return authorize(ctx, 'pass:read') === 'all' ? {} : { appointment: { hostId: ctx.hostId ?? '' } }
}

/** Who sees the code and the invite link of a pass: its bearer, holders of `pass:read_code`, hosts for their own guests; never a device. */
export function maySeeCode(ctx: Ctx, pass: VisitPassRow): boolean {
  if (pass.bearer) return true
  const reach = reachOf(ctx, 'pass:read_code')
  return reach === 'all' || (reach === 'own' && pass.hostId === ctx.hostId)
}

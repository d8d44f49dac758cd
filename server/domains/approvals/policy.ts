import { authorize, reachOf, refusal } from '../../core/authorize'
import { organizationOf, type Ctx } from '../../core/ctx'
import { appointmentsWithin } from '../../core/within'
import type { Prisma } from '../../generated/prisma/client'

/** Demands the right to say who has to agree to visits. @throws Refusal */
export const authorizeChains = (ctx: Ctx): void => authorize(ctx, 'rule:manage')

/** The person who decides; a program decides nothing. @throws Refusal */
export function deciderOf(ctx: Ctx): string {
  organizationOf(ctx)
  if (ctx.actor.type !== 'user') throw refusal(ctx)
  return ctx.actor.id
}

/**
 * The requests that the caller may see: those about which they are or were asked, and those of visits that they may read.
 * @returns null for whoever can see none at all
 */
export function visibleRequests(ctx: Ctx): Prisma.ApprovalRequestWhereInput | null {
  if (ctx.organizationId === null) return null
  const reach = reachOf(ctx, 'appointment:read')
  if (reach === 'all') return {}
  const own = ctx.actor.type === 'user' ? [{ asks: { some: { userId: ctx.actor.id } } }] : []
  const within = reach === 'none' ? [] : [{ visits: { some: { appointment: appointmentsWithin(reach) } } }]
  const [first, ...others] = [...own, ...within]
  if (!first) return null
  return others.length > 0 ? { OR: [first, ...others] } : first
}

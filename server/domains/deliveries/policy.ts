import { authorizeWithin, reachOf, refusal } from '../../core/authorize'
import type { Ctx } from '../../core/ctx'
import type { Prisma } from '../../generated/prisma/client'

/** Demands to be somebody who receives at a site. @returns who it is @throws Refusal */
export function authorizeDesk(ctx: Ctx, siteId?: string): string {
  authorizeWithin(ctx, 'scan:admit', ...(siteId === undefined ? [] : [{ siteId }]))
  if (ctx.actor.type !== 'user') throw refusal(ctx)
  return ctx.actor.id
}

/** The parcels at the desks of a person, and those that are for them; null for whoever has neither. */
export function visibleDeliveries(ctx: Ctx): Prisma.DeliveryWhereInput | null {
  if (ctx.actor.type !== 'user' || ctx.organizationId === null) return null
  const reach = reachOf(ctx, 'scan:admit')
  if (reach === 'all') return {}
  const atDesk = reach === 'none' || reach.siteIds.length === 0 ? [] : [{ siteId: { in: [...reach.siteIds] } }]
  const [first, ...others] = [...atDesk, ...(ctx.hostId === null ? [] : [{ hostId: ctx.hostId }])]
  if (!first) return null
  return others.length > 0 ? { OR: [first, ...others] } : first
}

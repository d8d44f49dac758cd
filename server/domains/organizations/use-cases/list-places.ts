import { authorizeWithin, reachOf } from '../../../core/authorize'
import type { Ctx } from '../../../core/ctx'
import type { Prisma } from '../../../generated/prisma/client'

/** What narrows a list of sites. */
export interface SiteFilter {
  /** A part of the name or the address. */
  search?: string | null | undefined
  /** Closed ones instead of open ones. */
  isClosed?: boolean | null | undefined
}

const openOrClosed = (isClosed: boolean | null | undefined) => ({ closedAt: isClosed ? { not: null } : null })

/** What a filter of sites means for the rows. */
export const siteWhere = ({ search, isClosed }: SiteFilter): Prisma.SiteWhereInput => ({
  ...openOrClosed(isClosed),
  ...(search ? { OR: [{ name: { contains: search } }, { address: { contains: search } }] } : {}),
})

/** The gates that the caller may choose from: open ones of open sites, for a device those it is enrolled at. @throws Refusal */
export function usableGates(ctx: Ctx): Prisma.GateWhereInput {
  const reach = authorizeWithin(ctx, 'gate:read')
  return {
    closedAt: null,
    site: { is: { closedAt: null } },
    ...(ctx.actor.type === 'device' ? { id: { in: [...ctx.actor.gates.keys()] } } : {}),
    ...(reach === 'all' ? {} : { siteId: { in: [...reach.siteIds] } }),
  }
}

/** The sites whose scans the caller may see as a whole: none for who sees those of their own guests. */
export function watchedSites(ctx: Ctx): Prisma.SiteWhereInput {
  const reach = reachOf(ctx, 'checkin:read')
  return reach === 'all' ? {} : { id: { in: reach === 'none' ? [] : [...reach.siteIds] } }
}

/** The gates of one site: open or closed by themselves, for a device those it is enrolled at. */
export const gatesOfSite = (ctx: Ctx, siteId: string, isClosed: boolean | null | undefined): Prisma.GateWhereInput => ({
  siteId,
  ...openOrClosed(isClosed),
  ...(ctx.actor.type === 'device' ? { id: { in: [...ctx.actor.gates.keys()] } } : {}),
})

import type { Ctx } from '../../../../core/ctx'
import type { TenantTransaction } from '../../../../infra/tenant-client'
import { releasePasses } from '../../../credentials/use-cases/pass-holds'

/** Closes what nobody has to decide any more, and lets those go on who wait for nothing else. */
export async function closeMatches(ctx: Ctx, tx: TenantTransaction, which: { entryId: string } | { visitorId: string }): Promise<void> {
  const open = await tx.watchlistMatch.findMany({ where: { ...which, status: 'OPEN' }, select: { visitorId: true } })
  await tx.watchlistMatch.updateMany({ where: { ...which, status: 'OPEN' }, data: { status: 'CLOSED', decidedAt: ctx.now() } })
  for (const visitorId of new Set(open.map((match) => match.visitorId))) await releaseVisitor(ctx, tx, visitorId)
}

/** Lets the passes of a visitor go on that wait for no other decision. @returns ids of those that did */
export async function releaseVisitor(ctx: Ctx, tx: TenantTransaction, visitorId: string): Promise<string[]> {
  const open = await tx.watchlistMatch.findMany({
    where: { visitorId, status: 'OPEN' },
    select: { entry: { select: { siteId: true } } },
  })
  if (open.some(({ entry }) => entry.siteId === null)) return []
  const waitingAt = open.flatMap(({ entry }) => entry.siteId ?? [])
  const held = await tx.visitPass.findMany({
    where: { visitorId, siteId: { notIn: waitingAt }, holds: { some: { kind: 'WATCHLIST', releasedAt: null } } },
    select: { id: true },
  })
  return releasePasses(ctx, tx, { visitPassIds: held.map(({ id }) => id), kind: 'WATCHLIST' })
}

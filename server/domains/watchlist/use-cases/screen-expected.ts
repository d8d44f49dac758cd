import { systemCtx, type Ctx } from '../../../core/ctx'
import type { JobContext } from '../../../core/handlers'
import { unendedPass } from '../../../core/open-status'
import type { Prisma } from '../../../generated/prisma/client'
import { screenPasses } from './screen-passes'
import { shareWatchlist } from './share-watchlist.sql'

/** Visitors who are looked at in one transaction. */
const together = 25

/**
 * Looks whether anybody who is expected is on the list as it is now, a few visitors at a time. Does nothing where they were looked at
 * since the list became what the job was told of: many changes at once cost one look.
 */
export async function screenExpected({ organizationId }: JobContext, { revision }: { revision: number }): Promise<void> {
  const ctx = systemCtx(organizationId)
  const policy = await ctx.db.watchlistPolicy.findFirst({ select: { revision: true, screenedRevision: true } })
  if (!policy || policy.screenedRevision >= revision) return
  let after: string | null = ''
  while (after !== null) after = await screenSome(ctx, after)
  await ctx.db.watchlistPolicy.updateMany({
    where: { organizationId, screenedRevision: { lt: policy.revision } },
    data: { screenedRevision: policy.revision },
  })
}

/** Looks at the next visitors. @returns the last of them; null when there are no more */
function screenSome(ctx: Ctx, after: string): Promise<string | null> {
  const open: Prisma.VisitPassWhereInput = { validTo: { gt: ctx.now() }, status: { in: unendedPass } }
  return ctx.transaction(async (tx) => {
    const watchfulness = await shareWatchlist(ctx, tx)
    const visitors = await tx.visitor.findMany({
      where: { id: { gt: after }, erasedAt: null, visitPasses: { some: open } },
      select: { id: true },
      orderBy: { id: 'asc' },
      take: together,
    })
    const ids = visitors.map(({ id }) => id)
    const passes = await tx.visitPass.findMany({
      where: { ...open, visitorId: { in: ids } },
      select: {
        id: true,
        visitorId: true,
        siteId: true,
        status: true,
        presence: true,
        holds: { where: { kind: 'WATCHLIST', releasedAt: null }, select: { kind: true } },
      },
    })
    // Who has a pass in hand was written to when they got it. Of one who is inside security is told: the code opens the way out.
    await screenPasses(
      ctx,
      tx,
      watchfulness,
      passes.map(({ status, presence, holds, ...pass }) => ({
        ...pass,
        tellsGuest: status !== 'ACTIVE',
        isHeld: holds.length > 0 || presence === 'INSIDE',
      })),
    )
    return ids.length < together ? null : (ids.at(-1) ?? null)
  })
}

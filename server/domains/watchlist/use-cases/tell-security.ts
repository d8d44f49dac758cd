import { organizationOf, type Ctx } from '../../../core/ctx'
import { findHolders } from '../../../core/holders'
import { newId } from '../../../core/ids'
import type { WatchlistMatter } from '../../../generated/prisma/client'
import { prisma } from '../../../infra/db'
import { emitAll } from '../../../infra/outbox'
import type { TenantTransaction } from '../../../infra/tenant-client'
import { WatchlistNoted } from '../events'

/**
 * Has those who keep the list told by mail that something waits for them: nobody is named, and whoever has a mail of the same matter
 * on its way gets no second one.
 * @param except who knows already
 */
export async function tellSecurity(ctx: Ctx, tx: TenantTransaction, about: WatchlistMatter, except: string | null = null): Promise<void> {
  const [organizationId, createdAt] = [organizationOf(ctx), ctx.now()]
  const waiting = await tx.watchlistNotice.findMany({ where: { about, sentAt: null }, select: { userId: true } })
  const told = new Set([...waiting.map(({ userId }) => userId), except])
  const userIds = (await findHolders(tx, 'rule:manage')).filter((id) => !told.has(id))
  const notices = userIds.map((userId) => ({ id: newId(), organizationId, userId, about, createdAt }))
  await tx.watchlistNotice.createMany({ data: notices })
  const noted = notices.map(({ id }) => ({ watchlistNoticeId: id }))
  await emitAll(tx, organizationId, WatchlistNoted, noted, createdAt)
}

/** How long mails are remembered, in milliseconds. */
const noticesFor = 30 * 24 * 3_600_000

/** Forgets mails about the watchlist. @returns how many */
export async function purgeWatchlistNotices(now = new Date()): Promise<number> {
  const { count } = await prisma.watchlistNotice.deleteMany({ where: { createdAt: { lt: new Date(now.getTime() - noticesFor) } } })
  return count
}

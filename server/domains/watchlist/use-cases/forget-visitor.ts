import type { Ctx } from '../../../core/ctx'
import type { TenantTransaction } from '../../../infra/tenant-client'
import { endEntry } from './entries/propose-watchlist-change'
import { closeMatches } from './matches/close-matches'

/**
 * Forgets what the list says of a visitor who is being erased: wishes and entries that mean exactly them end, what was written when
 * they were decided over goes, nothing waits for them any more. What the list says of people by their names is kept on a ground of its
 * own, the safety of the place, and is no part of the visitor.
 */
export async function forgetVisitor(ctx: Ctx, tx: TenantTransaction, visitorId: string): Promise<void> {
  const entries = await tx.watchlistEntry.findMany({ where: { visitorId }, select: { id: true } })
  for (const { id } of entries) await endEntry(ctx, tx, id, null)
  await tx.watchlistEntry.updateMany({ where: { visitorId }, data: { sealedRecord: null } })
  await closeMatches(ctx, tx, { visitorId })
  await tx.watchlistMatch.updateMany({ where: { visitorId }, data: { sealedNote: null } })
}

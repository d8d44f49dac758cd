import { organizationOf, type Ctx } from '../../../core/ctx'
import { newId } from '../../../core/ids'
import { openVisitors, sealedVisitor } from '../../../core/visitor-record'
import type { VisitPass, WatchlistMatch } from '../../../generated/prisma/client'
import { keyringOf } from '../../../infra/keyring'
import type { TenantTransaction } from '../../../infra/tenant-client'
import { holdPasses } from '../../credentials/use-cases/pass-holds'
import { findHits, type Hit } from './find-hits'
import { tellSecurity } from './tell-security'
import type { Watchfulness } from './watchlist-policy'

/** A pass whose visitor is looked at. */
export interface ScreenedPass extends Pick<VisitPass, 'id' | 'visitorId' | 'siteId'> {
  /** Whether the guest is written to once the pass is signed. */
  tellsGuest: boolean
  /** Whether it is not to wait, or waits for a decision over its visitor already. */
  isHeld?: boolean
}

/**
 * Looks whether visitors are on the organization's list; passes of those who may be wait until somebody has decided. In the
 * transaction that makes the passes: none is signed before. Whoever was admitted once is not asked about again.
 * @param watchfulness from `shareWatchlist`, taken before any of the passes
 */
export async function screenPasses(
  ctx: Ctx,
  tx: TenantTransaction,
  watchfulness: Watchfulness | null,
  passes: readonly ScreenedPass[],
): Promise<void> {
  if (passes.length === 0 || !watchfulness) return
  const ids = [...new Set(passes.map(({ visitorId }) => visitorId))]
  const visitors = await openVisitors(await tx.visitor.findMany({ where: { id: { in: ids } }, select: sealedVisitor }))
  const known = visitors.filter(({ erased }) => !erased)
  const keyring = await keyringOf(organizationOf(ctx))
  const hits = await findHits(tx, keyring, known, { threshold: watchfulness.threshold, now: ctx.now() })
  if (hits.length === 0) return
  const reaching = hits.filter(({ entry, visitorId }) => passes.some((pass) => pass.visitorId === visitorId && isAt(pass, entry.siteId)))
  const open = await openMatches(ctx, tx, reaching)
  for (const tellsGuest of [true, false]) {
    const held = passes.filter(
      (pass) =>
        !pass.isHeld &&
        pass.tellsGuest === tellsGuest &&
        open.some(({ visitorId, entry }) => visitorId === pass.visitorId && isAt(pass, entry.siteId)),
    )
    const visitPassIds = held.map(({ id }) => id)
    if (visitPassIds.length > 0) await holdPasses(ctx, tx, { visitPassIds, kind: 'WATCHLIST' }, tellsGuest)
  }
}

const isAt = (pass: Pick<VisitPass, 'siteId'>, siteId: string | null): boolean => siteId === null || pass.siteId === siteId

/** Asks about each pair of a visitor and an entry that was not admitted before. @returns the hits that wait for a decision */
async function openMatches(ctx: Ctx, tx: TenantTransaction, hits: readonly Hit[]): Promise<Hit[]> {
  const earlier = await tx.watchlistMatch.findMany({
    where: { visitorId: { in: hits.map(({ visitorId }) => visitorId) }, entryId: { in: hits.map(({ entry }) => entry.id) } },
    orderBy: { round: 'asc' },
  })
  const last = new Map(earlier.map((match) => [`${match.entryId} ${match.visitorId}`, match]))
  const lastOf = (hit: Hit) => last.get(pairOf(hit))
  const waiting = hits.filter((hit) => !isAdmitted(lastOf(hit), hit))
  // In one order: others may ask about the same pairs at the same time.
  const fresh = waiting.filter((hit) => lastOf(hit)?.status !== 'OPEN').toSorted((one, other) => (pairOf(one) < pairOf(other) ? -1 : 1))
  const rows = fresh.map((hit) => ({
    id: newId(),
    organizationId: organizationOf(ctx),
    entryId: hit.entry.id,
    visitorId: hit.visitorId,
    round: (lastOf(hit)?.round ?? -1) + 1,
    score: hit.score,
    status: 'OPEN' as const,
    foundAt: ctx.now(),
  }))
  const { count } = await tx.watchlistMatch.createMany({ data: rows, skipDuplicates: true })
  if (count > 0) await tellSecurity(ctx, tx, 'MATCHES')
  return waiting
}

const pairOf = ({ visitorId, entry }: Hit): string => `${entry.id} ${visitorId}`

/** Whether the visitor was admitted since the entry means what it means. */
const isAdmitted = (match: WatchlistMatch | undefined, { entry }: Hit): boolean =>
  match?.status === 'ADMITTED' && match.decidedAt !== null && match.decidedAt >= entry.countsSince

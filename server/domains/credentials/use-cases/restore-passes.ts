import type { Ctx } from '../../../core/ctx'
import type { VisitPassStatus } from '../../../generated/prisma/client'
import type { TenantTransaction } from '../../../infra/tenant-client'
import { screenPasses } from '../../watchlist/use-cases/screen-passes'
import { shareWatchlist } from '../../watchlist/use-cases/share-watchlist.sql'

/** What a pass becomes that was withdrawn with its visit: what was signed is signed anew, so that every code is as new as its pass. */
const becomes: Partial<Record<VisitPassStatus, VisitPassStatus>> = {
  DRAFT: 'DRAFT',
  ACTIVE: 'DRAFT',
  PENDING_APPROVAL: 'PENDING_APPROVAL',
  SUSPENDED: 'SUSPENDED',
  USED: 'USED',
}

const select = {
  id: true,
  visitorId: true,
  siteId: true,
  revokedFrom: true,
  holds: { where: { releasedAt: null }, select: { kind: true } },
} as const

/** Passes that are valid again. */
export interface RestoredPasses {
  /** All of them. */
  all: string[]
  /** Those that wait for an approval. */
  awaited: string[]
}

/**
 * Gives the passes of visits back that were withdrawn with these visits. What was withdrawn by itself, before or since, stays withdrawn;
 * and it is looked anew whether anybody is on the watchlist: what was put there meanwhile did not see these passes. Sites have to be
 * taken before.
 */
export async function restorePasses(ctx: Ctx, tx: TenantTransaction, appointmentIds: string[]): Promise<RestoredPasses> {
  const watchfulness = await shareWatchlist(ctx, tx)
  const withdrawn = await tx.visitPass.findMany({
    where: { appointmentId: { in: appointmentIds }, status: 'REVOKED', revokedFrom: { not: null } },
    select,
    orderBy: { id: 'asc' },
  })
  const restored: typeof withdrawn = []
  for (const pass of withdrawn) {
    const { id, revokedFrom, holds } = pass
    // What it waited for may have come meanwhile: nobody would let it go on any more.
    const isFree = revokedFrom === 'PENDING_APPROVAL' && holds.length === 0
    const status = isFree ? 'DRAFT' : revokedFrom && becomes[revokedFrom]
    if (!status) continue
    const unsigned = status === 'DRAFT' ? { qrToken: null, shortCode: null } : {}
    const { count } = await tx.visitPass.updateMany({
      where: { id, status: 'REVOKED', revokedFrom },
      data: { status, ...unsigned, revokedFrom: null, revokedById: null, revokedReason: null, revokedAt: null },
    })
    if (count === 1) restored.push(pass)
  }
  const isHeldBy = (kind: 'APPROVAL' | 'WATCHLIST') => (pass: (typeof restored)[number]) => pass.holds.some((hold) => hold.kind === kind)
  await screenPasses(
    ctx,
    tx,
    watchfulness,
    restored.map((pass) => ({ ...pass, tellsGuest: true, isHeld: isHeldBy('WATCHLIST')(pass) })),
  )
  return { all: restored.map(({ id }) => id), awaited: restored.filter(isHeldBy('APPROVAL')).map(({ id }) => id) }
}

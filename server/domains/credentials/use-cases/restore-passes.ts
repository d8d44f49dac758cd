import type { VisitPassStatus } from '../../../generated/prisma/client'
import type { TenantTransaction } from '../../../infra/tenant-client'

/** What a pass becomes that was withdrawn with its visit: what was signed is signed anew, so that every code is as new as its pass. */
const becomes: Partial<Record<VisitPassStatus, VisitPassStatus>> = {
  DRAFT: 'DRAFT',
  ACTIVE: 'DRAFT',
  PENDING_APPROVAL: 'PENDING_APPROVAL',
  SUSPENDED: 'SUSPENDED',
  USED: 'USED',
}

/** Passes that are valid again. */
export interface RestoredPasses {
  /** All of them. */
  all: string[]
  /** Those that have to be signed. */
  drafts: string[]
  /** Whether one of them waits for an approval. */
  areAwaited: boolean
}

/**
 * Gives the passes of visits back that were withdrawn with these visits. What was withdrawn by itself, before or since, stays withdrawn.
 */
export async function restorePasses(tx: TenantTransaction, appointmentIds: string[]): Promise<RestoredPasses> {
  const withdrawn = await tx.visitPass.findMany({
    where: { appointmentId: { in: appointmentIds }, status: 'REVOKED', revokedFrom: { not: null } },
    select: { id: true, revokedFrom: true, holds: { where: { releasedAt: null }, select: { kind: true } } },
    orderBy: { id: 'asc' },
  })
  const restored: RestoredPasses = { all: [], drafts: [], areAwaited: false }
  for (const { id, revokedFrom, holds } of withdrawn) {
    // What it waited for may have come meanwhile: nobody would let it go on any more.
    const isFree = revokedFrom === 'PENDING_APPROVAL' && holds.length === 0
    const status = isFree ? 'DRAFT' : revokedFrom && becomes[revokedFrom]
    if (!status) continue
    const unsigned = status === 'DRAFT' ? { qrToken: null, shortCode: null } : {}
    const { count } = await tx.visitPass.updateMany({
      where: { id, status: 'REVOKED', revokedFrom },
      data: { status, ...unsigned, revokedFrom: null, revokedById: null, revokedReason: null },
    })
    if (count === 0) continue
    restored.all.push(id)
    if (status === 'DRAFT') restored.drafts.push(id)
    restored.areAwaited ||= status === 'PENDING_APPROVAL'
  }
  return restored
}

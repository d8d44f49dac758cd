import type { Ctx } from '../../../core/ctx'
import { openVisit } from '../../../core/open-status'
import type { TenantTransaction } from '../../../infra/tenant-client'

/** Why a place cannot be given up: how many guests of which kind would stand before a closed door. */
export interface Stranded {
  /** Its text, `errors.<key>`. */
  key: 'siteHasGuests' | 'siteHasVisits' | 'sitePassesHold'
  count: number
}

/** Who would be stranded if a site could not be entered any more: those inside, those expected, then those whose pass still holds. */
export async function strandedAt(ctx: Ctx, tx: TenantTransaction, siteId: string): Promise<Stranded | null> {
  const now = ctx.now()
  const inside = await tx.visitPass.count({ where: { siteId, presence: 'INSIDE' } })
  if (inside > 0) return { key: 'siteHasGuests', count: inside }
  const coming = { siteId, status: { in: openVisit }, endsAt: { gt: now } }
  const visits = await tx.appointment.count({ where: coming })
  if (visits > 0) return { key: 'siteHasVisits', count: visits }
  const usable = ['DRAFT' as const, 'PENDING_APPROVAL' as const, 'ACTIVE' as const, 'SUSPENDED' as const]
  const passes = await tx.visitPass.count({ where: { siteId, status: { in: usable }, validTo: { gt: now } } })
  return passes > 0 ? { key: 'sitePassesHold', count: passes } : null
}

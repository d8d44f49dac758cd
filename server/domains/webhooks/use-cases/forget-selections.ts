import type { JobContext } from '../../../core/handlers'
import { systemCtx } from '../../../core/ctx'

/** Deliveries that one statement takes. */
const batch = 500

/**
 * Throws away what selections found in an organization, and what was answered to it: somebody was erased there, and nobody can tell which
 * of it names them. What is still to be delivered goes without it, and says so.
 */
export async function forgetSelections({ organizationId }: JobContext, { erasureId }: { erasureId: string }): Promise<void> {
  const { db } = systemCtx(organizationId)
  if (!(await db.erasure.findUnique({ where: { id: erasureId }, select: { id: true } }))) return
  for (;;) {
    const kept = await db.webhookDelivery.findMany({
      where: { frozenAt: { not: null }, sealedSelection: { not: null } },
      select: { id: true },
      take: batch,
    })
    if (kept.length === 0) return
    const ids = kept.map(({ id }) => id)
    await db.webhookAttempt.updateMany({ where: { deliveryId: { in: ids } }, data: { sealedResponse: null } })
    await db.webhookDelivery.updateMany({ where: { id: { in: ids } }, data: { sealedSelection: null } })
  }
}

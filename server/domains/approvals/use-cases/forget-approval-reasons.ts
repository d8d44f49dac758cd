import { systemCtx } from '../../../core/ctx'
import type { JobContext } from '../../../core/handlers'

/** Forgets why people decided about visits to which nobody but an erased person came: the reasons name them as often as not. */
export async function forgetApprovalReasons({ organizationId }: JobContext, { visitorId }: { visitorId: string }): Promise<void> {
  const { db } = systemCtx(organizationId)
  const theirs = { visitPasses: { some: { visitorId }, every: { visitorId } } }
  await db.approvalDecision.updateMany({
    where: { sealedReason: { not: null }, approvalRequest: { visits: { some: { appointment: theirs }, every: { appointment: theirs } } } },
    data: { sealedReason: null },
  })
}

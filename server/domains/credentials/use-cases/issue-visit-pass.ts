import { systemCtx } from '../../../core/ctx'
import type { JobContext } from '../../../core/handlers'
import type { VisitPass } from '../../../generated/prisma/client'
import { emit } from '../../../infra/outbox'
import { VisitPassIssued } from '../events'
import { signPass, withShortCode } from './sign-pass'

/**
 * Signs draft passes and makes them ACTIVE. Run twice it does nothing: only a draft is signed.
 * A pass that was revoked in the meantime stays revoked.
 */
export async function issueVisitPass(
  { organizationId }: JobContext,
  { visitPassIds, tellsGuests }: { visitPassIds: string[]; tellsGuests?: boolean | undefined },
): Promise<void> {
  const ctx = systemCtx(organizationId)
  const drafts = await ctx.db.visitPass.findMany({ where: { id: { in: visitPassIds }, status: 'DRAFT' } })
  for (const draft of drafts) await issue(organizationId, draft, tellsGuests)
}

async function issue(organizationId: string, draft: VisitPass, tellsGuest = true): Promise<void> {
  const ctx = systemCtx(organizationId)
  const { id, appointmentId, validFrom, validTo, issueNumber } = draft
  const issued = { visitPassId: id, appointmentId, ...(tellsGuest ? {} : { tellsGuest }) }
  const qrToken = await signPass(organizationId, draft)
  await withShortCode((shortCode) =>
    ctx.transaction(async (tx) => {
      const { count } = await tx.visitPass.updateMany({
        where: { id, status: 'DRAFT', validFrom, validTo, issueNumber },
        data: { status: 'ACTIVE', qrToken, shortCode },
      })
      if (count === 1) await emit(tx, organizationId, VisitPassIssued, issued, ctx.now())
    }),
  )
}

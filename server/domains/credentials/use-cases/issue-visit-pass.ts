import { randomBytes } from 'node:crypto'
import { makeShortCode } from '#shared/credentials/short-code'
import { systemCtx } from '../../../core/ctx'
import type { JobContext } from '../../../core/handlers'
import { Prisma, type VisitPass } from '../../../generated/prisma/client'
import { emit } from '../../../infra/outbox'
import { signPassCode } from '../pass-signature'
import { VisitPassIssued } from '../events'
import { signerOf } from './signing-keys'

/** Random short codes collide once in 35 billion; a collision costs another try. */
const shortCodeTries = 5

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
  const { keyId, privateKey } = await signerOf(organizationId)
  const issued = { visitPassId: draft.id, appointmentId: draft.appointmentId }
  const claims = { keyId, passId: draft.id, notBefore: draft.validFrom, expiresAt: draft.validTo, flags: 0 }
  const qrToken = signPassCode(claims, privateKey)
  for (let tries = 1; ; tries++) {
    try {
      await ctx.transaction(async (tx) => {
        const data = { status: 'ACTIVE' as const, qrToken, shortCode: makeShortCode(randomBytes(9)) }
        const { count } = await tx.visitPass.updateMany({
          where: { id: draft.id, status: 'DRAFT', validFrom: draft.validFrom, validTo: draft.validTo },
          data,
        })
        if (count === 1) await emit(tx, organizationId, VisitPassIssued, { ...issued, ...(tellsGuest ? {} : { tellsGuest }) }, ctx.now())
      })
      return
    } catch (error) {
      const collided = error instanceof Prisma.PrismaClientKnownRequestError && error.code === 'P2002'
      if (!collided || tries === shortCodeTries) throw error
    }
  }
}

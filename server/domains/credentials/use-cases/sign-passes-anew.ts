import { lastIssue } from '#shared/credentials/pass-claims'
import { readCode } from '#shared/credentials/pass-code'
import { systemCtx, type Ctx } from '../../../core/ctx'
import { newId } from '../../../core/ids'
import type { JobContext } from '../../../core/handlers'
import type { VisitPass } from '../../../generated/prisma/client'
import { prisma } from '../../../infra/db'
import { emit } from '../../../infra/outbox'
import { VisitPassReissued } from '../events'
import { signPass } from './sign-pass'

/** How many passes are looked at at once. */
const page = 500

/**
 * Gives every pass that is still to be used a new code where its code is of a key that was revoked, and has its guest written to. Links and
 * short codes stay: they are not signed by it. Run twice it finds nothing more to do.
 */
export async function signPassesAnew({ organizationId }: JobContext, { keyId }: { keyId: string }): Promise<void> {
  const ctx = systemCtx(organizationId)
  let after: string | null = null
  for (;;) {
    const passes: VisitPass[] = await ctx.db.visitPass.findMany({
      where: {
        status: { in: ['ACTIVE', 'SUSPENDED', 'USED'] },
        validTo: { gt: ctx.now() },
        qrToken: { not: null },
        ...(after !== null && { id: { gt: after } }),
      },
      orderBy: { id: 'asc' },
      take: page,
    })
    for (const pass of passes) if (isOfKey(pass.qrToken, keyId)) await signAnew(ctx, organizationId, pass)
    after = passes.at(-1)?.id ?? null
    if (passes.length < page) return
  }
}

function isOfKey(code: string | null, keyId: string): boolean {
  const read = readCode(code ?? '')
  return read.kind === 'pass' && read.claims.keyId === keyId
}

/** For how long after a key was revoked somebody may still have signed by it without knowing, in milliseconds. */
const late = 3_600_000

/** Signs anew what was signed by keys in the moment in which they were revoked. */
export async function signLateCodesAnew(now = new Date()): Promise<void> {
  const keys = await prisma.signingKey.findMany({ where: { revokedAt: { gt: new Date(now.getTime() - late) } } })
  for (const { organizationId, keyId } of keys) await signPassesAnew({ eventId: newId(), organizationId }, { keyId })
}

/** Whoever has changed the pass meanwhile has signed it anew, or looks at it as it is then. */
async function signAnew(ctx: Ctx, organizationId: string, pass: VisitPass): Promise<void> {
  const { id, appointmentId, qrToken, validFrom, validTo, issueNumber } = pass
  const next = Math.min(issueNumber + 1, lastIssue)
  const code = await signPass(organizationId, { ...pass, issueNumber: next })
  await ctx.transaction(async (tx) => {
    const { count } = await tx.visitPass.updateMany({
      where: { id, qrToken, validFrom, validTo, issueNumber },
      data: { qrToken: code, issueNumber: next, codeSince: ctx.now() },
    })
    if (count === 1) await emit(tx, organizationId, VisitPassReissued, { visitPassId: id, appointmentId, keepsLink: true }, ctx.now())
  })
}

import type { z } from 'zod'
import { lastIssue } from '#shared/credentials/pass-claims'
import { reissueVisitPassSchema } from '#shared/schemas/credentials'
import { audit } from '../../../core/audit'
import { organizationOf, type Ctx } from '../../../core/ctx'
import type { Failure } from '../../../core/errors'
import { invalid, notFound } from '../../../core/failures'
import type { VisitPass, VisitPassStatus } from '../../../generated/prisma/client'
import { emit } from '../../../infra/outbox'
import type { TenantTransaction } from '../../../infra/tenant-client'
import { VisitPassReissued } from '../events'
import { changePass, type PassChange, type PassToChange } from './pass-to-change'
import { signPass, withShortCode } from './sign-pass'

/** What is said of a pass whose code cannot be replaced, by its state. */
const refusals: Partial<Record<VisitPassStatus, string>> = {
  DRAFT: 'passHasNoCode',
  PENDING_APPROVAL: 'passHasNoCode',
  USED: 'passIsUsedUp',
}

/**
 * Replaces code, short code and invite link of a pass, for a guest who lost the phone or whose link went astray: what was given out
 * before opens nothing any more, whoever was signed in by it is signed out, and the guest is sent the new link. Entries that were taken
 * and presence stay; a suspended pass stays suspended. Of several who do it at once one does.
 *
 * It asks for the right to withdraw: it takes away what was given out, and the new code goes to the guest. Whoever may do it does not see
 * the new code by that.
 * @returns the pass, or NOT_FOUND, VALIDATION_FAILED for a pass without a code, one that is over, or one whose codes are used up
 */
export const reissueVisitPass = (ctx: Ctx, input: z.input<typeof reissueVisitPassSchema>): Promise<VisitPass | Failure> =>
  withShortCode((shortCode) =>
    changePass(ctx, reissueVisitPassSchema, input, (found, { reason }) => reissue(ctx, found, reason, shortCode)),
  )

/** How often it is looked anew at a pass that changed between the look and the write. */
const rounds = 3

async function reissue(ctx: Ctx, { tx, again, ...first }: PassChange, reason: string, shortCode: string): Promise<VisitPass | Failure> {
  const { id, issueNumber } = first.pass
  let found: PassToChange | null = first
  for (let round = 0; round < rounds; round++, found = await again()) {
    if (!found) return notFound(ctx, 'visitPassId')
    const { pass, forWhom } = found
    // Somebody else did it at the same time: the guest has one new code, not two.
    if (pass.issueNumber !== issueNumber) return pass
    const refusal = refusalOf(pass, ctx.now())
    if (refusal) return invalid(ctx, [{ path: ['visitPassId'], key: refusal }])
    if (!(await replaceCode(ctx, tx, pass, shortCode))) continue
    await tx.guestSession.deleteMany({ where: { visitPassId: id } })
    await tx.guestChallenge.updateMany({ where: { visitPassId: id, closedAt: null }, data: { closedAt: ctx.now() } })
    await emit(tx, organizationOf(ctx), VisitPassReissued, { visitPassId: id, appointmentId: pass.appointmentId }, ctx.now())
    await audit(ctx, tx, 'pass.reissue', { type: 'VisitPass', id }, { reason, ...forWhom })
    return tx.visitPass.findUniqueOrThrow({ where: { id } })
  }
  throw new Error(`A new code was overtaken ${rounds} times`)
}

function refusalOf({ status, validTo, issueNumber }: VisitPass, now: Date): string | null {
  if (status !== 'ACTIVE' && status !== 'SUSPENDED') return refusals[status] ?? 'passIsOver'
  if (validTo <= now) return 'passIsOver'
  return issueNumber >= lastIssue ? 'passIssuesSpent' : null
}

/** A suspended pass whose visit was moved has no code: it gets the new one once it goes on. @returns whether this call did it */
async function replaceCode(ctx: Ctx, tx: TenantTransaction, pass: VisitPass, shortCode: string): Promise<boolean> {
  const { id, status, validFrom, validTo, qrToken, issueNumber, inviteVersion } = pass
  const next = issueNumber + 1
  const code = qrToken === null ? {} : { qrToken: await signPass(organizationOf(ctx), { ...pass, issueNumber: next }), shortCode }
  const { count } = await tx.visitPass.updateMany({
    where: { id, status, validFrom, validTo, issueNumber, qrToken },
    data: { ...code, issueNumber: next, codeSince: ctx.now(), inviteVersion: inviteVersion + 1 },
  })
  return count === 1
}

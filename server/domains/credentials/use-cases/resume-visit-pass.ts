import type { z } from 'zod'
import { resumeVisitPassSchema } from '#shared/schemas/credentials'
import { audit } from '../../../core/audit'
import { organizationOf, type Ctx } from '../../../core/ctx'
import type { Failure } from '../../../core/errors'
import { invalid } from '../../../core/failures'
import { suspensionsOf } from '../../../core/suspensions'
import type { VisitPass, VisitPassStatus } from '../../../generated/prisma/client'
import { emit } from '../../../infra/outbox'
import type { TenantTransaction } from '../../../infra/tenant-client'
import { VisitPassReleased, VisitPassResumed } from '../events'
import { changePass } from './pass-to-change'

/**
 * Lets a suspended pass go on. It is ACTIVE again with the code that it has; where more came up meanwhile it goes on from there: it waits
 * for whoever has to agree, is signed anew where its visit was moved, or is used up. Doing it again changes nothing and is no error.
 * @returns the pass, or NOT_FOUND, VALIDATION_FAILED for a pass that was never suspended or is over
 */
export const resumeVisitPass = (ctx: Ctx, input: z.input<typeof resumeVisitPassSchema>): Promise<VisitPass | Failure> =>
  changePass(ctx, resumeVisitPassSchema, input, async ({ tx, pass: { id }, forWhom }) => {
    const resumed = await resume(ctx, tx, id)
    if (resumed) await audit(ctx, tx, 'pass.resume', { type: 'VisitPass', id }, forWhom)
    const pass = await tx.visitPass.findUniqueOrThrow({ where: { id } })
    return resumed || goesOn(pass) ? pass : invalid(ctx, [{ path: ['visitPassId'], key: refusalOf(pass) }])
  })

const isOver = ({ status }: VisitPass): boolean => status === 'REVOKED' || status === 'EXPIRED' || status === 'SUSPENDED'

/** Whether it is valid, or was resumed before. */
const goesOn = (pass: VisitPass): boolean => pass.status === 'ACTIVE' || (!isOver(pass) && suspensionsOf(pass).length > 0)

const refusalOf = (pass: VisitPass): string => (isOver(pass) ? 'passIsOver' : 'passNotSuspended')

/** @returns whether this call did it */
async function resume(ctx: Ctx, tx: TenantTransaction, id: string): Promise<boolean> {
  const now = ctx.now()
  const suspended = { id, status: 'SUSPENDED' as const, validTo: { gt: now } }
  const pass = await tx.visitPass.findFirst({ where: suspended, include: { holds: { where: { releasedAt: null } } } })
  if (!pass) return false
  const status = statusAfter(pass, pass.holds.length > 0)
  const suspensions = suspensionsOf(pass).map(({ from, until }) => ({ from, until: until ?? now }))
  const data = { status, suspendedById: null, suspendedReason: null, suspendedAt: null, suspensions }
  const { count } = await tx.visitPass.updateMany({ where: suspended, data })
  if (count !== 1) throw new Error('A pass was changed while it was held')
  const about = { visitPassId: id, appointmentId: pass.appointmentId }
  await emit(tx, organizationOf(ctx), VisitPassResumed, about, now)
  if (status === 'DRAFT') await emit(tx, organizationOf(ctx), VisitPassReleased, about, now)
  return true
}

/** A code that the move of a visit took is signed anew; whoever came by an override meanwhile may have taken the last entry. */
function statusAfter({ qrToken, entriesLimit, entriesUsed }: VisitPass, isHeld: boolean): VisitPassStatus {
  if (isHeld) return 'PENDING_APPROVAL'
  if (entriesLimit !== null && entriesUsed >= entriesLimit) return 'USED'
  return qrToken === null ? 'DRAFT' : 'ACTIVE'
}

import type { z } from 'zod'
import { suspendVisitPassSchema } from '#shared/schemas/credentials'
import { actorId, audit } from '../../../core/audit'
import { organizationOf, type Ctx } from '../../../core/ctx'
import type { Failure } from '../../../core/errors'
import { invalid } from '../../../core/failures'
import type { VisitPass, VisitPassStatus } from '../../../generated/prisma/client'
import { emit } from '../../../infra/outbox'
import { VisitPassSuspended } from '../events'
import { changePass } from './pass-to-change'

/** What is said of a pass that cannot be suspended, by its state. */
const refusals: Partial<Record<VisitPassStatus, string>> = {
  DRAFT: 'passIsPrepared',
  PENDING_APPROVAL: 'passWaits',
  USED: 'passIsUsed',
}

/**
 * Sets a pass aside until somebody resumes it: the next scan at any gate is denied, leaving stays possible. Doing it again changes
 * nothing, the first reason stays, and is no error.
 * @returns the pass, or NOT_FOUND, VALIDATION_FAILED for a pass that is not valid now
 */
export const suspendVisitPass = (ctx: Ctx, input: z.input<typeof suspendVisitPassSchema>): Promise<VisitPass | Failure> =>
  changePass(ctx, suspendVisitPassSchema, input, async ({ tx, pass: { id, appointmentId }, forWhom }, { reason }) => {
    const now = ctx.now()
    const { count } = await tx.visitPass.updateMany({
      where: { id, status: 'ACTIVE', validTo: { gt: now } },
      data: { status: 'SUSPENDED', suspendedById: actorId(ctx), suspendedReason: reason, suspendedAt: now },
    })
    if (count === 1) {
      await emit(tx, organizationOf(ctx), VisitPassSuspended, { visitPassId: id, appointmentId }, now)
      await audit(ctx, tx, 'pass.suspend', { type: 'VisitPass', id }, { reason, ...forWhom })
    }
    const pass = await tx.visitPass.findUniqueOrThrow({ where: { id } })
    if (count === 1 || pass.status === 'SUSPENDED') return pass
    return invalid(ctx, [{ path: ['visitPassId'], key: refusals[pass.status] ?? 'passIsOver' }])
  })

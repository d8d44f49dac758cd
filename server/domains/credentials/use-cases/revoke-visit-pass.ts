import type { z } from 'zod'
import { revokeVisitPassSchema } from '#shared/schemas/credentials'
import { actorId, audit } from '../../../core/audit'
import { authorizeWithin } from '../../../core/authorize'
import { organizationOf, type Ctx } from '../../../core/ctx'
import type { Failure } from '../../../core/errors'
import { invalid, notFound, validate } from '../../../core/failures'
import { isId } from '../../../core/ids'
import { passesWithin } from '../../../core/within'
import type { Prisma, VisitPass, VisitPassStatus } from '../../../generated/prisma/client'
import { emit } from '../../../infra/outbox'
import type { TenantTransaction } from '../../../infra/tenant-client'
import { VisitPassRevoked } from '../events'

/** States from which a pass can be withdrawn. */
const revocable: VisitPassStatus[] = ['DRAFT', 'PENDING_APPROVAL', 'ACTIVE', 'SUSPENDED', 'USED']

/**
 * Withdraws a pass: the next scan at any gate is denied. Doing it again changes nothing and is no error.
 * @returns the pass, or NOT_FOUND, VALIDATION_FAILED for a pass that is over
 */
export async function revokeVisitPass(ctx: Ctx, input: z.input<typeof revokeVisitPassSchema>): Promise<VisitPass | Failure> {
  const visible = passesWithin(authorizeWithin(ctx, 'pass:revoke'))
  const { data, failed } = validate(ctx, revokeVisitPassSchema, input)
  if (failed) return failed
  if (!isId(data.visitPassId)) return notFound(ctx, 'visitPassId')
  return ctx.transaction(async (tx) => {
    const before = await tx.visitPass.findFirst({ where: { AND: [{ id: data.visitPassId }, visible] } })
    if (!before) return notFound(ctx, 'visitPassId')
    const done = await revoke(ctx, tx, before, data.reason)
    if (done) await audit(ctx, tx, 'pass.revoke', { type: 'VisitPass', id: before.id }, { reason: data.reason })
    const pass = await tx.visitPass.findUniqueOrThrow({ where: { id: before.id } })
    return done || pass.status === 'REVOKED' ? pass : invalid(ctx, [{ path: ['visitPassId'], key: 'passIsOver' }])
  })
}

/** Withdraws one pass if it still can be. @returns whether this call did it */
async function revoke(ctx: Ctx, tx: TenantTransaction, pass: Pick<VisitPass, 'id' | 'appointmentId'>, reason: string): Promise<boolean> {
  const { count } = await tx.visitPass.updateMany({
    where: { id: pass.id, status: { in: revocable } },
    data: { status: 'REVOKED', revokedById: actorId(ctx), revokedReason: reason },
  })
  if (count === 1)
    await emit(tx, organizationOf(ctx), VisitPassRevoked, { visitPassId: pass.id, appointmentId: pass.appointmentId }, ctx.now())
  return count === 1
}

/** Withdraws every pass of an appointment. @returns ids of the passes that this call withdrew */
export const revokePassesOf = (ctx: Ctx, tx: TenantTransaction, appointmentId: string, reason: string): Promise<string[]> =>
  revokeAll(ctx, tx, { appointmentId }, reason)

/** Withdraws every pass of a visitor. @returns ids of the passes that this call withdrew */
export const revokePassesOfVisitor = (ctx: Ctx, tx: TenantTransaction, visitorId: string, reason: string): Promise<string[]> =>
  revokeAll(ctx, tx, { visitorId, validTo: { gt: ctx.now() } }, reason)

async function revokeAll(ctx: Ctx, tx: TenantTransaction, which: Prisma.VisitPassWhereInput, reason: string): Promise<string[]> {
  const passes = await tx.visitPass.findMany({
    where: { ...which, status: { in: revocable } },
    select: { id: true, appointmentId: true },
  })
  const revoked: string[] = []
  for (const pass of passes) if (await revoke(ctx, tx, pass, reason)) revoked.push(pass.id)
  return revoked
}

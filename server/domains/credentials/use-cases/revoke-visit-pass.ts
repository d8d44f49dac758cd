import type { z } from 'zod'
import { revokeVisitPassSchema } from '#shared/schemas/credentials'
import { actorId, audit } from '../../../core/audit'
import { organizationOf, type Ctx } from '../../../core/ctx'
import type { Failure } from '../../../core/errors'
import { invalid } from '../../../core/failures'
import type { Prisma, VisitPass, VisitPassStatus } from '../../../generated/prisma/client'
import { emit } from '../../../infra/outbox'
import type { TenantTransaction } from '../../../infra/tenant-client'
import { VisitPassRevoked } from '../events'
import { changePass } from './pass-to-change'

/** States from which a pass can be withdrawn. */
const revocable: VisitPassStatus[] = ['DRAFT', 'PENDING_APPROVAL', 'ACTIVE', 'SUSPENDED', 'USED']

/**
 * Withdraws a pass: the next scan at any gate is denied. Doing it again changes nothing and is no error.
 * @returns the pass, or NOT_FOUND, VALIDATION_FAILED for a pass that is over
 */
export const revokeVisitPass = (ctx: Ctx, input: z.input<typeof revokeVisitPassSchema>): Promise<VisitPass | Failure> =>
  changePass(ctx, revokeVisitPassSchema, input, async ({ tx, pass: before, forWhom }, { reason }) => {
    const { id } = before
    const done = await revoke(ctx, tx, before, reason)
    await keepRevoked(tx, { id })
    if (done) await audit(ctx, tx, 'pass.revoke', { type: 'VisitPass', id }, { reason, ...forWhom })
    const pass = await tx.visitPass.findUniqueOrThrow({ where: { id } })
    return done || pass.status === 'REVOKED' ? pass : invalid(ctx, [{ path: ['visitPassId'], key: 'passIsOver' }])
  })

/** Withdraws one pass if it still can be, or if it is in one state. @returns whether this call did it */
async function revoke(
  ctx: Ctx,
  tx: TenantTransaction,
  pass: Pick<VisitPass, 'id' | 'appointmentId'>,
  reason: string,
  from?: VisitPassStatus,
): Promise<boolean> {
  const { count } = await tx.visitPass.updateMany({
    where: { id: pass.id, status: from ?? { in: revocable } },
    data: { status: 'REVOKED', revokedById: actorId(ctx), revokedReason: reason, revokedAt: ctx.now(), revokedFrom: from ?? null },
  })
  if (count === 1)
    await emit(tx, organizationOf(ctx), VisitPassRevoked, { visitPassId: pass.id, appointmentId: pass.appointmentId }, ctx.now())
  return count === 1
}

/**
 * Withdraws the pass of somebody who has not come yet.
 * @returns whether nobody comes by it any more because of this call
 */
export async function withdrawPass(
  ctx: Ctx,
  tx: TenantTransaction,
  pass: Pick<VisitPass, 'id' | 'appointmentId'>,
  reason: string,
): Promise<boolean> {
  const { count } = await tx.visitPass.updateMany({ where: { id: pass.id, presence: 'EXPECTED' }, data: { presence: 'EXPECTED' } })
  return count === 1 && revoke(ctx, tx, pass, reason)
}

/**
 * Withdraws every pass of an appointment, and keeps in which state each was: the visit may take place after all.
 * @param which all, or those that wait for somebody's word
 * @returns ids of the passes that this call withdrew
 */
export async function revokePassesOf(
  ctx: Ctx,
  tx: TenantTransaction,
  appointmentId: string,
  reason: string,
  which: 'ALL' | 'WAITING' = 'ALL',
): Promise<string[]> {
  const waiting = which === 'WAITING' ? { holds: { some: { releasedAt: null } } } : {}
  const revoked: string[] = []
  // A pass that changes its state between the look and the write is looked at again.
  for (let round = 0; round < 3; round++) {
    const left = await tx.visitPass.findMany({
      where: { appointmentId, ...waiting, status: { in: revocable } },
      select: { id: true, appointmentId: true, status: true },
    })
    if (left.length === 0) break
    for (const pass of left) if (await revoke(ctx, tx, pass, reason, pass.status)) revoked.push(pass.id)
  }
  return revoked
}

/** Withdraws every pass of a visitor. @returns ids of the passes that this call withdrew */
export const revokePassesOfVisitor = (ctx: Ctx, tx: TenantTransaction, visitorId: string, reason: string): Promise<string[]> =>
  revokeAll(ctx, tx, { visitorId, validTo: { gt: ctx.now() } }, reason)

/**
 * Withdraws the passes of a visitor who is not to be admitted, everywhere or at one site: the gate answers BLOCKED from now on.
 * @returns ids of the passes that this call withdrew
 */
export async function blockPassesOfVisitor(
  ctx: Ctx,
  tx: TenantTransaction,
  { visitorId, siteId }: { visitorId: string; siteId: string | null },
  reason: string,
): Promise<string[]> {
  const ids = await revokeAll(ctx, tx, { visitorId, validTo: { gt: ctx.now() }, ...(siteId === null ? {} : { siteId }) }, reason)
  await tx.visitPass.updateMany({ where: { id: { in: ids } }, data: { isBlocked: true } })
  return ids
}

/** Withdraws passes. @returns ids of the passes that this call withdrew */
export const revokePasses = (ctx: Ctx, tx: TenantTransaction, visitPassIds: string[], reason: string): Promise<string[]> =>
  revokeAll(ctx, tx, { id: { in: visitPassIds } }, reason)

/** What was withdrawn with its visit stays withdrawn, whatever becomes of the visit. */
const keepRevoked = (tx: TenantTransaction, which: Prisma.VisitPassWhereInput) =>
  tx.visitPass.updateMany({ where: { ...which, status: 'REVOKED', revokedFrom: { not: null } }, data: { revokedFrom: null } })

async function revokeAll(ctx: Ctx, tx: TenantTransaction, which: Prisma.VisitPassWhereInput, reason: string): Promise<string[]> {
  await keepRevoked(tx, which)
  const passes = await tx.visitPass.findMany({
    where: { ...which, status: { in: revocable } },
    select: { id: true, appointmentId: true },
  })
  const revoked: string[] = []
  for (const pass of passes) if (await revoke(ctx, tx, pass, reason)) revoked.push(pass.id)
  return revoked
}

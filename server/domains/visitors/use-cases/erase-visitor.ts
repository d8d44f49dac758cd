import type { z } from 'zod'
import { eraseVisitorSchema } from '#shared/schemas/visitors'
import { actorId, audit } from '../../../core/audit'
import { authorize } from '../../../core/authorize'
import { organizationOf, type Ctx } from '../../../core/ctx'
import type { Failure } from '../../../core/errors'
import { notFound, validate } from '../../../core/failures'
import { isId, newId } from '../../../core/ids'
import { Overtaken, startingOver } from '../../../core/start-over'
import type { Erasure } from '../../../generated/prisma/client'
import { emit } from '../../../infra/outbox'
import type { TenantTransaction } from '../../../infra/tenant-client'
import { revokePassesOfVisitor } from '../../credentials/use-cases/revoke-visit-pass'
import { needsConfirmationOfPerson } from '../../security/use-cases/confirm-identity'
import { forgetInRollCalls } from '../../roll-calls/use-cases/forget-visitor'
import { forgetGuest } from '../../visitor-types/use-cases/forget-guest'
import { forgetVisitor } from '../../watchlist/use-cases/forget-visitor'
import { holdWatchlist } from '../../watchlist/use-cases/watchlist-policy'
import { VisitorErased } from '../events'
import { forgetInExports } from './exports/end-visitor-exports'
import { holdVisitor } from './hold-visitor.sql'

const nothing = {
  sealedName: null,
  sealedEmail: null,
  sealedPhone: null,
  sealedCompany: null,
  nameIndex: null,
  emailIndex: null,
  phoneIndex: null,
}

/**
 * Erases a person: their key, everything sealed with it, what finds them, the texts of visits that were theirs alone, files in
 * which they stand; open passes are withdrawn. That somebody came stays, not who. Doing it again gives the first receipt.
 * @returns the receipt, or NOT_FOUND, CONFIRMATION_REQUIRED, VALIDATION_FAILED
 */
export async function eraseVisitor(ctx: Ctx, input: z.input<typeof eraseVisitorSchema>): Promise<Erasure | Failure> {
  authorize(ctx, 'privacy:manage')
  const { data, failed } = validate(ctx, eraseVisitorSchema, input)
  if (failed) return failed
  if (!isId(data.visitorId)) return notFound(ctx, 'visitorId')
  const unproven = await needsConfirmationOfPerson(ctx)
  if (unproven) return unproven
  const done = await eraseOnce(ctx, data.visitorId, { reason: data.reason })
  return (
    done ?? (await ctx.db.erasure.findFirst({ where: { visitorId: data.visitorId }, orderBy: { id: 'asc' } })) ?? notFound(ctx, 'visitorId')
  )
}

/**
 * Erases a person of whom anything is still there, their key or the rest; exactly one of several simultaneous calls does it.
 * @param about why; `erasureId` is that of an earlier erasure which is repeated
 * @returns the receipt, or null for somebody who does not exist or was erased before
 */
export const eraseOnce = (ctx: Ctx, visitorId: string, about: { reason: string; erasureId?: string }): Promise<Erasure | null> =>
  startingOver(() => erase(ctx, visitorId, about))

function erase(ctx: Ctx, visitorId: string, about: { reason: string; erasureId?: string }): Promise<Erasure | null> {
  return ctx.transaction(async (tx) => {
    await forgetVisits(tx, visitorId)
    // Before the visitor: whoever is being looked for on the list meanwhile is found there first, and forgotten then.
    await holdWatchlist(tx, organizationOf(ctx))
    const { count } = await tx.visitorKey.deleteMany({ where: { visitorId } })
    await holdVisitor(ctx, tx, visitorId)
    const unlessDone = count === 0 ? { erasedAt: null } : {}
    const erased = await tx.visitor.updateMany({ where: { id: visitorId, ...unlessDone }, data: { ...nothing, erasedAt: ctx.now() } })
    if (erased.count === 0) return null
    // Not forgotten here: others take visits before the list and the visitor.
    if (await isNamedByVisits(tx, visitorId)) throw new Overtaken(ctx)
    await tx.visitorNameToken.deleteMany({ where: { visitorId } })
    await tx.erasureWish.deleteMany({ where: { visitorId } })
    await tx.visitPass.updateMany({ where: { visitorId, plateIndex: { not: null } }, data: { sealedPlate: null, plateIndex: null } })
    await tx.seriesGuest.deleteMany({ where: { visitorId } })
    await forgetGuest(tx, visitorId)
    await forgetInRollCalls(tx, visitorId)
    await forgetInExports(ctx, tx, visitorId)
    await tx.visitorNote.deleteMany({ where: { visitorId } })
    await forgetVisitor(ctx, tx, visitorId)
    await revokePassesOfVisitor(ctx, tx, visitorId, 'erased')
    const erasure = await writeReceipt(ctx, tx, visitorId, about)
    await audit(ctx, tx, 'visitor.erase', { type: 'Visitor', id: visitorId }, { erasureId: erasure.id, reason: about.reason })
    await emit(tx, organizationOf(ctx), VisitorErased, { visitorId, erasureId: erasure.id }, ctx.now())
    return erasure
  })
}

const noTexts = { sealedTitle: null, sealedMessage: null, sealedReceptionNote: null }
const anyText = { OR: [{ sealedTitle: { not: null } }, { sealedMessage: { not: null } }, { sealedReceptionNote: { not: null } }] }

const seriesOfOnly = (visitorId: string) => ({ guests: { some: { visitorId }, every: { visitorId } } })
const visitsOfOnly = (visitorId: string) => ({ visitPasses: { some: { visitorId }, every: { visitorId } } })

/** Titles and messages of visits to which nobody else comes name the guest as often as not. Series are taken before their visits. */
async function forgetVisits(tx: TenantTransaction, visitorId: string): Promise<void> {
  await tx.appointmentSeries.updateMany({ where: seriesOfOnly(visitorId), data: noTexts })
  await tx.appointment.updateMany({ where: visitsOfOnly(visitorId), data: noTexts })
}

/** Whether there are visits whose texts {@link forgetVisits} has not seen: they were being booked then. */
async function isNamedByVisits(tx: TenantTransaction, visitorId: string): Promise<boolean> {
  const [series, visit] = [
    await tx.appointmentSeries.findFirst({ where: { ...seriesOfOnly(visitorId), ...anyText }, select: { id: true } }),
    await tx.appointment.findFirst({ where: { ...visitsOfOnly(visitorId), ...anyText }, select: { id: true } }),
  ]
  return series !== null || visit !== null
}

async function writeReceipt(
  ctx: Ctx,
  tx: TenantTransaction,
  visitorId: string,
  about: { reason: string; erasureId?: string },
): Promise<Erasure> {
  if (about.erasureId) await tx.erasure.deleteMany({ where: { id: about.erasureId } })
  return tx.erasure.create({
    data: {
      id: about.erasureId ?? newId(),
      organizationId: organizationOf(ctx),
      visitorId,
      actorId: actorId(ctx),
      reason: about.reason,
      erasedAt: ctx.now(),
    },
  })
}

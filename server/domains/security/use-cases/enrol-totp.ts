import type { z } from 'zod'
import { confirmTotpSchema } from '#shared/schemas/security'
import type { Ctx } from '../../../core/ctx'
import type { Failure } from '../../../core/errors'
import { invalid, validate } from '../../../core/failures'
import { prisma } from '../../../infra/db'
import { announceEnding } from '../../../infra/live'
import { signInThrottle } from '../../../infra/throttle'
import { newSeed, seedText, seedUri, stepOf } from '../one-time-code'
import { changeAccount, noteAccountChange } from './account-changes'
import { refuseTooMany } from './check-password'
import { needsConfirmation } from './confirm-identity'
import { sessionOwner } from './list-sessions'
import { makeRecoveryCodes } from './recovery-codes'
import { openSeed, sealSeed } from './take-one-time-code'

/** What an authenticator app needs: the text for typing, and the address for the QR. */
export interface OfferedSeed {
  secret: string
  uri: string
}

/**
 * Offers the caller a seed for an authenticator app. It asks for nothing at sign-in until a code has confirmed it;
 * a seed offered before and not confirmed stops working.
 * @returns the seed: it is shown once; or CONFIRMATION_REQUIRED, VALIDATION_FAILED where an app is in use already
 */
export async function startTotp(ctx: Ctx): Promise<OfferedSeed | Failure> {
  const { id: userId } = sessionOwner(ctx)
  const unproven = await needsConfirmation(ctx)
  if (unproven) return unproven
  const { email } = await prisma.user.findUniqueOrThrow({ where: { id: userId }, select: { email: true } })
  const seed = newSeed()
  const offered = { seed: sealSeed(userId, seed), createdAt: ctx.now() }
  const { count: made } = await prisma.totpFactor.createMany({ data: [{ userId, ...offered }], skipDuplicates: true })
  if (made === 0) {
    const { count: replaced } = await prisma.totpFactor.updateMany({ where: { userId, confirmedAt: null }, data: offered })
    if (replaced === 0) return invalid(ctx, [{ path: [], key: 'totpEnabled' }])
  }
  return { secret: seedText(seed), uri: seedUri(seed, email) }
}

/**
 * Confirms the offered seed by a code of the app: from then on signing in asks for one.
 * @returns ten recovery codes, shown once; or VALIDATION_FAILED, TOO_MANY_ATTEMPTS, CONFIRMATION_REQUIRED
 */
export async function confirmTotp(ctx: Ctx, input: z.input<typeof confirmTotpSchema>): Promise<{ recoveryCodes: string[] } | Failure> {
  const { id: userId } = sessionOwner(ctx)
  const { data, failed } = validate(ctx, confirmTotpSchema, input)
  if (failed) return failed
  const unproven = await needsConfirmation(ctx)
  if (unproven) return unproven
  const { email, totpFactor } = await prisma.user.findUniqueOrThrow({ where: { id: userId }, include: { totpFactor: true } })
  if (!totpFactor || totpFactor.confirmedAt) return invalid(ctx, [{ path: ['code'], key: 'totpNotOffered' }])
  const refused = await refuseTooMany(ctx, email)
  if (refused) return refused
  const lastStep = stepOf(openSeed(userId, totpFactor.seed), data.code, ctx.now())
  if (lastStep === null) return invalid(ctx, [{ path: ['code'], key: 'oneTimeCodeWrong' }])
  await signInThrottle.giveBack(email, ctx.request.ip)
  const recoveryCodes = await changeAccount(async (tx) => {
    const confirmed = { confirmedAt: ctx.now(), lastStep }
    const { count } = await tx.totpFactor.updateMany({ where: { userId, seed: totpFactor.seed, confirmedAt: null }, data: confirmed })
    if (count === 0) return null
    await tx.session.updateMany({ where: { userId, isEnrolling: true }, data: { isEnrolling: false } })
    await noteAccountChange(ctx, tx, userId, 'TOTP_ENABLED')
    return makeRecoveryCodes(tx, userId, ctx.now())
  })
  announceEnding([userId])
  return recoveryCodes ? { recoveryCodes } : invalid(ctx, [{ path: ['code'], key: 'totpNotOffered' }])
}

import { hash } from '@node-rs/argon2'
import type { z } from 'zod'
import { changePasswordSchema } from '#shared/schemas/security'
import type { Ctx } from '../../../core/ctx'
import type { Failure } from '../../../core/errors'
import { invalid, validate } from '../../../core/failures'
import { prisma } from '../../../infra/db'
import { announceEnding } from '../../../infra/live'
import { signInThrottle } from '../../../infra/throttle'
import { changeAccount, noteAccountChange } from './account-changes'
import { checkPassword, refuseTooMany, wrongCredentials } from './check-password'
import { needsConfirmation } from './confirm-identity'
import { sessionOwner } from './list-sessions'
import { passwordObjection } from './password-rules'
import { hasSecondFactor } from './take-one-time-code'

/**
 * Changes the caller's own password. Every other session of theirs ends, and links mailed to set another stop working.
 * @returns how many sessions ended, or INVALID_CREDENTIALS, TOO_MANY_ATTEMPTS, CONFIRMATION_REQUIRED, VALIDATION_FAILED
 */
export async function changePassword(ctx: Ctx, input: z.input<typeof changePasswordSchema>): Promise<{ endedSessions: number } | Failure> {
  const { id: userId } = sessionOwner(ctx)
  const { data, failed } = validate(ctx, changePasswordSchema, input)
  if (failed) return failed
  const unproven = (await hasSecondFactor(userId)) ? await needsConfirmation(ctx) : null
  if (unproven) return unproven
  const { email, passwordHash } = await prisma.user.findUniqueOrThrow({ where: { id: userId } })
  const refused = (await refuseTooMany(ctx, email)) ?? (await checkPassword(ctx, { passwordHash }, data.oldPassword))
  if (refused) return refused
  await signInThrottle.succeeded(email, ctx.request.ip)
  const objection = await passwordObjection(userId, data.newPassword)
  if (objection) return invalid(ctx, [{ path: ['newPassword'], ...objection }])
  const endedSessions = await replacePassword(ctx, passwordHash, await hash(data.newPassword))
  if (endedSessions === null) return wrongCredentials(ctx)
  announceEnding([userId])
  return { endedSessions }
}

/** @returns how many sessions ended; null when the password was changed by somebody else meanwhile */
async function replacePassword(ctx: Ctx, before: string | null, after: string): Promise<number | null> {
  const [{ id: userId, sessionId }, now] = [sessionOwner(ctx), ctx.now()]
  return changeAccount(async (tx) => {
    const { count } = await tx.user.updateMany({ where: { id: userId, passwordHash: before }, data: { passwordHash: after } })
    if (count === 0) return null
    const others = { userId, id: { not: sessionId }, revokedAt: null, expiresAt: { gt: now } }
    const { count: ended } = await tx.session.updateMany({ where: others, data: { revokedAt: now } })
    await tx.accountLink.updateMany({ where: { userId, purpose: 'PASSWORD_RESET', usedAt: null }, data: { usedAt: now } })
    await noteAccountChange(ctx, tx, userId, 'PASSWORD_CHANGED')
    return ended
  })
}

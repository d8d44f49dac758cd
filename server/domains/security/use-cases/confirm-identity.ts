import type { z } from 'zod'
import { confirmIdentitySchema } from '#shared/schemas/security'
import { auditOwn } from '../../../core/audit'
import type { Ctx } from '../../../core/ctx'
import type { Failure } from '../../../core/errors'
import { failure, validate } from '../../../core/failures'
import { prisma } from '../../../infra/db'
import { signInThrottle } from '../../../infra/throttle'
import { changeAccount } from './account-changes'
import { checkPassword, refuseTooMany } from './check-password'
import { sessionOwner } from './list-sessions'
import { provePasskey } from './prove-passkey'
import { proveSecondFactor } from './take-one-time-code'

/** For how long a proof is recent, in milliseconds. */
const recent = 10 * 60_000

/** Until when dangerous things need no further proof in this session; null when they do already. */
export async function confirmedUntil(ctx: Ctx): Promise<Date | null> {
  const { sessionId } = sessionOwner(ctx)
  const session = await prisma.session.findUnique({ where: { id: sessionId }, select: { provenAt: true } })
  const until = new Date((session?.provenAt?.getTime() ?? 0) + recent)
  return until > ctx.now() ? until : null
}

/** What something dangerous asks first. @returns CONFIRMATION_REQUIRED where the person has not proved lately who they are */
export async function needsConfirmation(ctx: Ctx): Promise<Failure | null> {
  return (await confirmedUntil(ctx)) ? null : failure(ctx, 'ConfirmationRequired', 'CONFIRMATION_REQUIRED', 'confirmationRequired')
}

/** As {@link needsConfirmation}, where integrations may do the thing too: a key has no session, its scope is what lets it. */
export const needsConfirmationOfPerson = async (ctx: Ctx): Promise<Failure | null> =>
  ctx.actor.type === 'user' ? needsConfirmation(ctx) : null

/**
 * Proves again who is at the session: by the password, and by the second factor of whoever has one.
 * @returns until when that is enough, or INVALID_CREDENTIALS, SECOND_FACTOR_REQUIRED, TOO_MANY_ATTEMPTS, VALIDATION_FAILED
 */
export async function confirmIdentity(ctx: Ctx, input: z.input<typeof confirmIdentitySchema>): Promise<{ until: Date } | Failure> {
  const { id: userId } = sessionOwner(ctx)
  const { data, failed } = validate(ctx, confirmIdentitySchema, input)
  if (failed) return failed
  const { email, passwordHash } = await prisma.user.findUniqueOrThrow({ where: { id: userId } })
  const refused =
    (await refuseTooMany(ctx, email)) ??
    (await checkPassword(ctx, { passwordHash }, data.password)) ??
    (await proveSecondFactor(ctx, { userId, email, organizationId: ctx.organizationId }, data.oneTimeCode))
  if (refused) return refused
  await signInThrottle.succeeded(email, ctx.request.ip)
  return noteProof(ctx)
}

/**
 * Proves again who is at the session, by a passkey of the same person.
 * @param token what the browser's cookie holds
 * @returns until when that is enough, or INVALID_CREDENTIALS
 */
export async function confirmByPasskey(
  ctx: Ctx,
  { response }: { response: string },
  token: string | undefined,
): Promise<{ until: Date } | Failure> {
  const { id: userId } = sessionOwner(ctx)
  if ((await provePasskey(ctx, response, token)) === userId) return noteProof(ctx)
  return failure(ctx, 'InvalidCredentials', 'INVALID_CREDENTIALS', 'passkeyRefused')
}

async function noteProof(ctx: Ctx): Promise<{ until: Date }> {
  const [{ sessionId }, now] = [sessionOwner(ctx), ctx.now()]
  await changeAccount(async (tx) => {
    const { count } = await tx.session.updateMany({ where: { id: sessionId, revokedAt: null }, data: { provenAt: now } })
    if (count === 1) await auditOwn(ctx, tx, 'session.confirm', { type: 'Session', id: sessionId })
  })
  return { until: new Date(now.getTime() + recent) }
}

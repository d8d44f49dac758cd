import type { z } from 'zod'
import { completeProviderSignInSchema } from '#shared/schemas/single-sign-on'
import type { Ctx } from '../../../../core/ctx'
import type { Failure } from '../../../../core/errors'
import { failure, validate } from '../../../../core/failures'
import { prisma } from '../../../../infra/db'
import { signInThrottle } from '../../../../infra/throttle'
import { isIn } from '../../policy'
import { refuseTooMany } from '../check-password'
import { openSession, type OpenedSession } from '../open-session'
import { proveSecondFactor } from '../take-one-time-code'
import { endAttempt, findProven, type ProvenAttempt } from './provider-attempts'

/** Whom the provider has proved, if they may still come in. */
async function findPerson({ provenUserId: userId, organizationId, providerUpdatedAt }: ProvenAttempt) {
  const [user, membership, provider] = await Promise.all([
    prisma.user.findUnique({ where: { id: userId } }),
    prisma.membership.findUnique({ where: { organizationId_userId: { organizationId, userId } } }),
    prisma.identityProvider.findUnique({ where: { organizationId } }),
  ])
  const isCurrent = provider?.isEnabled && provider.updatedAt.getTime() === providerUpdatedAt.getTime()
  return user?.status === 'ACTIVE' && membership && isIn(membership) && isCurrent ? user : null
}

/**
 * Finishes a sign-in by a provider with the person's own second factor.
 * @param token what the browser's cookie holds
 * @returns the session, or SECOND_FACTOR_REQUIRED, TOO_MANY_ATTEMPTS, VALIDATION_FAILED, INVALID_CREDENTIALS where nobody was proved in this browser
 */
export async function completeProviderSignIn(
  ctx: Ctx,
  input: z.input<typeof completeProviderSignInSchema>,
  token: string | undefined,
): Promise<OpenedSession | Failure> {
  const { data, failed } = validate(ctx, completeProviderSignInSchema, input)
  if (failed) return failed
  const attempt = await findProven(ctx, token)
  const user = attempt && (await findPerson(attempt))
  const over = failure(ctx, 'InvalidCredentials', 'INVALID_CREDENTIALS', 'providerAttemptOver')
  if (!attempt || !user) return over
  const { organizationId } = attempt
  const known = { userId: user.id, email: user.email, organizationId }
  const refused = (await refuseTooMany(ctx, user.email)) ?? (await proveSecondFactor(ctx, known, data.oneTimeCode))
  if (refused) return refused
  await signInThrottle.succeeded(user.email, ctx.request.ip)
  if (!(await endAttempt(attempt))) return over
  return openSession(ctx, user.id, organizationId, 'PROVIDER', { organizationId, hasSecondFactor: true })
}

import type { z } from 'zod'
import { signInSchema } from '#shared/schemas/security'
import type { Ctx } from '../../../core/ctx'
import { isFailure, type Failure } from '../../../core/errors'
import { validate } from '../../../core/failures'
import { prisma } from '../../../infra/db'
import { signInThrottle } from '../../../infra/throttle'
import { checkPassword, refuseTooMany, wrongCredentials } from './check-password'
import { openSession, type OpenedSession } from './open-session'
import { enterByOwnProof, findPlaces, firstPlace } from './places'
import { proveSecondFactor } from './take-one-time-code'

/**
 * Signs a member of staff in with e-mail, password and the second factor of whoever has one, and opens a session in one of their organizations.
 * @returns the session, or VALIDATION_FAILED, TOO_MANY_ATTEMPTS, INVALID_CREDENTIALS (the same for unknown, suspended and wrong),
 * SECOND_FACTOR_REQUIRED (the password was right; the code is missing or wrong), PROVIDER_REQUIRED (everything was right)
 */
export async function signIn(ctx: Ctx, input: z.input<typeof signInSchema>): Promise<OpenedSession | Failure> {
  const { data, failed } = validate(ctx, signInSchema, input)
  if (failed) return failed
  const blocked = await refuseTooMany(ctx, data.email)
  if (blocked) return blocked

  // Nothing more is read before the password is right: each statement would tell a known account from an unknown one.
  const account = await prisma.user.findUnique({ where: { email: data.email }, select: { id: true, passwordHash: true } })
  const wrong = await checkPassword(ctx, { passwordHash: account?.passwordHash ?? null }, data.password)
  if (wrong) return wrong
  const user = account && (await findPlaces(account.id))
  const place = user ? firstPlace(user) : undefined
  if (!user || !place) return wrongCredentials(ctx)
  const known = { userId: user.id, email: data.email, organizationId: place.organizationId }
  const unproven = await proveSecondFactor(ctx, known, data.oneTimeCode)
  if (unproven) return unproven
  await signInThrottle.succeeded(data.email, ctx.request.ip)
  const entered = await enterByOwnProof(ctx, user)
  return isFailure(entered) ? entered : openSession(ctx, user.id, entered.organizationId, 'PASSWORD')
}

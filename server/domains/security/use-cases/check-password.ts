import { hash, verify } from '@node-rs/argon2'
import type { Ctx } from '../../../core/ctx'
import type { Failure } from '../../../core/errors'
import { failure } from '../../../core/failures'
import { signInThrottle } from '../../../infra/throttle'
import { newToken } from '../token'

/** A hash of nothing anybody knows: unknown accounts cost the same time as known ones. */
let decoy: Promise<string> | undefined

/**
 * Counts a try of an account before anything is compared; whoever finds nothing wrong takes it back.
 * @returns TOO_MANY_ATTEMPTS after too many failures for it or from the address
 */
export async function refuseTooMany(ctx: Ctx, email: string): Promise<Failure | null> {
  const wait = await signInThrottle.take(email, ctx.request.ip)
  return wait > 0 ? failure(ctx, 'TooManyAttempts', 'TOO_MANY_ATTEMPTS', 'tooManyAttempts', { retryAfterSeconds: wait }) : null
}

/** The answer to a sign-in that failed, whatever of it was wrong. */
export const wrongCredentials = (ctx: Ctx): Failure => failure(ctx, 'InvalidCredentials', 'INVALID_CREDENTIALS', 'invalidCredentials')

/**
 * Checks a password, after {@link refuseTooMany}. Takes the same time where there is none to compare with.
 * @returns null when it is right, or INVALID_CREDENTIALS
 */
export async function checkPassword(ctx: Ctx, account: { passwordHash: string | null }, password: string): Promise<Failure | null> {
  decoy ??= hash(newToken(''))
  const matches = await verify(account.passwordHash ?? (await decoy), password)
  return account.passwordHash && matches ? null : wrongCredentials(ctx)
}

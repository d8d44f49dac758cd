import type { z } from 'zod'
import { disableTotpSchema } from '#shared/schemas/security'
import type { Ctx } from '../../../core/ctx'
import type { Failure } from '../../../core/errors'
import { invalid, validate } from '../../../core/failures'
import { prisma } from '../../../infra/db'
import { signInThrottle } from '../../../infra/throttle'
import { changeAccount, noteAccountChange } from './account-changes'
import { refuseTooMany } from './check-password'
import { sessionOwner } from './list-sessions'
import { forgetIdleRecoveryCodes } from './remove-passkey'
import { mustHaveSecondFactor } from './security-policy'
import { takeOneTimeCode, wrongCode } from './take-one-time-code'

/**
 * Ends the use of the authenticator app, and of the recovery codes where it was the last second factor. Needs a code of now: a session alone is not enough.
 * @returns the person, or SECOND_FACTOR_REQUIRED, TOO_MANY_ATTEMPTS, VALIDATION_FAILED where an organization asks for one
 */
export async function disableTotp(ctx: Ctx, input: z.input<typeof disableTotpSchema>): Promise<{ userId: string } | Failure> {
  const { id: userId } = sessionOwner(ctx)
  const { data, failed } = validate(ctx, disableTotpSchema, input)
  if (failed) return failed
  const { email } = await prisma.user.findUniqueOrThrow({ where: { id: userId }, select: { email: true } })
  const hasAnother = (await prisma.passkey.count({ where: { userId } })) > 0
  if (!hasAnother && (await mustHaveSecondFactor(userId))) return invalid(ctx, [{ path: ['oneTimeCode'], key: 'secondFactorDemanded' }])
  const refused = await refuseTooMany(ctx, email)
  if (refused) return refused
  const done = await changeAccount(async (tx) => {
    if (!(await takeOneTimeCode(ctx, tx, userId, data.oneTimeCode))) return false
    const { count } = await tx.totpFactor.deleteMany({ where: { userId, confirmedAt: { not: null } } })
    if (count === 0) return false
    await forgetIdleRecoveryCodes(tx, userId)
    await noteAccountChange(ctx, tx, userId, 'TOTP_DISABLED')
    return true
  })
  if (!done) return wrongCode(ctx)
  await signInThrottle.giveBack(email, ctx.request.ip)
  return { userId }
}

import type { Ctx } from '../../../core/ctx'
import type { Failure } from '../../../core/errors'
import { failure } from '../../../core/failures'
import { prisma } from '../../../infra/db'
import { rootKey } from '../../../infra/root-key'
import { seal, unseal } from '../../../infra/seal'
import { signInThrottle } from '../../../infra/throttle'
import { stepOf } from '../one-time-code'
import { hashRecoveryCode } from '../recovery-code'
import { asPerson, changeAccount, noteAccountChange, type AccountTransaction } from './account-changes'

const place = (userId: string): string => `totp_factors:seed:${userId}`

/** A seed as the database keeps it. */
export const sealSeed = (userId: string, seed: Uint8Array): Uint8Array<ArrayBuffer> =>
  new Uint8Array(seal(rootKey(), 'totp-seed', Buffer.from(seed), place(userId)))

/** The seed itself. @throws SealBroken for one that was changed or moved from another person's row */
export const openSeed = (userId: string, sealed: Uint8Array): Buffer => unseal(rootKey(), 'totp-seed', Buffer.from(sealed), place(userId))

/** Those of whom signing in asks more than the password. */
export async function holdersOfSecondFactor(userIds: string[]): Promise<Set<string>> {
  const [where, select] = [{ userId: { in: userIds } }, { userId: true }]
  const factors = await Promise.all([
    prisma.totpFactor.findMany({ where: { ...where, confirmedAt: { not: null } }, select }),
    prisma.passkey.findMany({ where, select }),
  ])
  return new Set(factors.flat().map(({ userId }) => userId))
}

/** Whether signing in asks the person for more than the password. */
export const hasSecondFactor = async (userId: string): Promise<boolean> => (await holdersOfSecondFactor([userId])).has(userId)

async function takeTotp(tx: AccountTransaction, userId: string, code: string, now: Date): Promise<boolean> {
  const factor = await tx.totpFactor.findUnique({ where: { userId } })
  const step = factor?.confirmedAt ? stepOf(openSeed(userId, factor.seed), code, now) : null
  if (step === null) return false
  // Of two who bring the same code at once, one does.
  const { count } = await tx.totpFactor.updateMany({ where: { userId, lastStep: { lt: step } }, data: { lastStep: step } })
  return count === 1
}

async function takeRecoveryCode(tx: AccountTransaction, userId: string, code: string, now: Date): Promise<boolean> {
  const codeHash = hashRecoveryCode(userId, code)
  if (!codeHash) return false
  const { count } = await tx.recoveryCode.updateMany({ where: { userId, codeHash, usedAt: null }, data: { usedAt: now } })
  return count === 1
}

/** Uses a code of the authenticator app or a recovery code up. @returns whether this call did */
export async function takeOneTimeCode(ctx: Ctx, tx: AccountTransaction, userId: string, typed: string): Promise<boolean> {
  const code = typed.replaceAll(/\s/g, '')
  if (await takeTotp(tx, userId, code, ctx.now())) return true
  if (!(await takeRecoveryCode(tx, userId, code, ctx.now()))) return false
  await noteAccountChange(ctx, tx, userId, 'RECOVERY_CODE_USED')
  return true
}

/** The answer to a code that was wrong, too old, or used before: nobody can tell which. */
export const wrongCode = (ctx: Ctx): Failure =>
  failure(ctx, 'SecondFactorRequired', 'SECOND_FACTOR_REQUIRED', 'oneTimeCodeWrong', { path: ['input', 'oneTimeCode'] })

/** A person whose password was right, and where they go in. */
interface Known {
  userId: string
  email: string
  organizationId: string | null
}

/**
 * Demands the second factor of a person who has one, after `refuseTooMany`: wrong codes count as wrong passwords do.
 * @returns null when there is nothing more to ask, or SECOND_FACTOR_REQUIRED
 */
export async function proveSecondFactor(ctx: Ctx, person: Known, code: string | null | undefined): Promise<Failure | null> {
  const { userId, email, organizationId } = person
  if (!(await hasSecondFactor(userId))) return null
  if (!code?.trim()) {
    await signInThrottle.giveBack(email, ctx.request.ip)
    return failure(ctx, 'SecondFactorRequired', 'SECOND_FACTOR_REQUIRED', 'secondFactorRequired', { path: ['input', 'oneTimeCode'] })
  }
  const taken = await changeAccount((tx) => takeOneTimeCode(asPerson(ctx, userId, organizationId), tx, userId, code))
  return taken ? null : wrongCode(ctx)
}

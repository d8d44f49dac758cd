import type { Ctx } from '../../../core/ctx'
import type { Failure } from '../../../core/errors'
import { invalid } from '../../../core/failures'
import { newId } from '../../../core/ids'
import { newRecoveryCode, hashRecoveryCode } from '../recovery-code'
import { changeAccount, noteAccountChange, type AccountTransaction } from './account-changes'
import { needsConfirmation } from './confirm-identity'
import { sessionOwner } from './list-sessions'
import { hasSecondFactor } from './take-one-time-code'

/** How many codes a person gets. */
const count = 10

/** Makes the recovery codes of a person; those made before stop working. @returns the codes: they are shown once */
export async function makeRecoveryCodes(tx: AccountTransaction, userId: string, now: Date): Promise<string[]> {
  const codes = Array.from({ length: count }, newRecoveryCode)
  const rows = codes.map((code) => ({
    id: newId(),
    userId,
    codeHash: hashRecoveryCode(userId, code) ?? new Uint8Array(32),
    createdAt: now,
  }))
  await tx.recoveryCode.deleteMany({ where: { userId } })
  await tx.recoveryCode.createMany({ data: rows })
  return codes
}

/**
 * Gives the caller ten new recovery codes; the old ones stop working.
 * @returns the codes, or CONFIRMATION_REQUIRED, VALIDATION_FAILED for whoever has no second factor
 */
export async function renewRecoveryCodes(ctx: Ctx): Promise<{ recoveryCodes: string[] } | Failure> {
  const { id: userId } = sessionOwner(ctx)
  const unproven = await needsConfirmation(ctx)
  if (unproven) return unproven
  if (!(await hasSecondFactor(userId))) return invalid(ctx, [{ path: [], key: 'noSecondFactor' }])
  const recoveryCodes = await changeAccount(async (tx) => {
    const codes = await makeRecoveryCodes(tx, userId, ctx.now())
    await noteAccountChange(ctx, tx, userId, 'RECOVERY_CODES_RENEWED')
    return codes
  })
  return { recoveryCodes }
}

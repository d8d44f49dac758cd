import type { z } from 'zod'
import { removePasskeySchema } from '#shared/schemas/security'
import type { Ctx } from '../../../core/ctx'
import type { Failure } from '../../../core/errors'
import { invalid, notFound, validate } from '../../../core/failures'
import { changeAccount, noteAccountChange, type AccountTransaction } from './account-changes'
import { needsConfirmation } from './confirm-identity'
import { sessionOwner } from './list-sessions'
import { mustHaveSecondFactor } from './security-policy'

/** Recovery codes stand in for a second factor: without one there is nothing that they could stand in for. */
export async function forgetIdleRecoveryCodes(tx: AccountTransaction, userId: string): Promise<boolean> {
  const factors = await Promise.all([
    tx.passkey.count({ where: { userId } }),
    tx.totpFactor.count({ where: { userId, confirmedAt: { not: null } } }),
  ])
  if (factors.some((count) => count > 0)) return false
  await tx.recoveryCode.deleteMany({ where: { userId } })
  return true
}

/** Thrown to take the removal back. */
class LastFactor extends Error {}

/**
 * Removes one of the caller's passkeys.
 * @returns its id, or NOT_FOUND, CONFIRMATION_REQUIRED, VALIDATION_FAILED for the last factor where an organization asks for one
 */
export async function removePasskey(ctx: Ctx, input: z.input<typeof removePasskeySchema>): Promise<{ passkeyId: string } | Failure> {
  const { id: userId } = sessionOwner(ctx)
  const { data, failed } = validate(ctx, removePasskeySchema, input)
  if (failed) return failed
  const unproven = await needsConfirmation(ctx)
  if (unproven) return unproven
  const isDemanded = await mustHaveSecondFactor(userId)
  try {
    const removed = await changeAccount(async (tx) => {
      const { count } = await tx.passkey.deleteMany({ where: { id: data.passkeyId, userId } })
      if (count === 0) return false
      if ((await forgetIdleRecoveryCodes(tx, userId)) && isDemanded) throw new LastFactor()
      await noteAccountChange(ctx, tx, userId, 'PASSKEY_REMOVED')
      return true
    })
    return removed ? { passkeyId: data.passkeyId } : notFound(ctx, 'passkeyId')
  } catch (error) {
    if (error instanceof LastFactor) return invalid(ctx, [{ path: ['passkeyId'], key: 'secondFactorDemanded' }])
    throw error
  }
}

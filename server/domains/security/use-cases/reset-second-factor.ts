import type { z } from 'zod'
import { resetSecondFactorSchema } from '#shared/schemas/security'
import { actorId } from '../../../core/audit'
import { authorize } from '../../../core/authorize'
import type { Ctx } from '../../../core/ctx'
import type { Failure } from '../../../core/errors'
import { invalid, notFound, validate } from '../../../core/failures'
import { isId } from '../../../core/ids'
import { announceEnding } from '../../../infra/live'
import { mayManage } from '../policy'
import { changeAccount, noteAccountChange, type AccountTransaction } from './account-changes'
import { needsConfirmation } from './confirm-identity'
import { findMember, type MemberRow } from './list-members'

/** Takes every second factor from a person. @returns whether there was one */
async function takeAway(tx: AccountTransaction, userId: string): Promise<boolean> {
  const { count: passkeys } = await tx.passkey.deleteMany({ where: { userId } })
  const { count } = await tx.totpFactor.deleteMany({ where: { userId, confirmedAt: { not: null } } })
  await tx.recoveryCode.deleteMany({ where: { userId } })
  return count + passkeys > 0
}

/**
 * Takes the second factor from a person who has lost it: they sign in by password alone, and enrol anew where that is asked for.
 * Their sessions end. Doing it again changes nothing and is no error.
 * @returns the person, or CONFIRMATION_REQUIRED, NOT_FOUND, VALIDATION_FAILED for oneself and for whoever has more rights
 */
export async function resetSecondFactor(ctx: Ctx, input: z.input<typeof resetSecondFactorSchema>): Promise<MemberRow | Failure> {
  authorize(ctx, 'user:manage')
  const { data, failed } = validate(ctx, resetSecondFactorSchema, input)
  if (failed) return failed
  const unproven = await needsConfirmation(ctx)
  if (unproven) return unproven
  const member = isId(data.memberId) ? await findMember(ctx.db, data.memberId) : null
  if (!member) return notFound(ctx, 'memberId')
  if (member.userId === actorId(ctx)) return invalid(ctx, [{ path: ['memberId'], key: 'resetSelf' }])
  if (!mayManage(ctx, member)) return invalid(ctx, [{ path: ['memberId'], key: 'rightsBeyondYours' }])
  const { userId } = member
  const done = await changeAccount(async (tx) => {
    if (!(await takeAway(tx, userId))) return false
    await tx.session.updateMany({ where: { userId, revokedAt: null }, data: { revokedAt: ctx.now() } })
    await noteAccountChange(ctx, tx, userId, 'SECOND_FACTOR_RESET')
    return true
  })
  if (done) announceEnding([userId])
  return { ...member, hasSecondFactor: false }
}

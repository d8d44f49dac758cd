import type { z } from 'zod'
import { resetSecondFactorSchema } from '#shared/schemas/security'
import { actorId } from '../../../core/audit'
import { authorize } from '../../../core/authorize'
import { organizationOf, type Ctx } from '../../../core/ctx'
import type { Failure } from '../../../core/errors'
import { invalid, notFound, validate } from '../../../core/failures'
import { isId } from '../../../core/ids'
import { prisma } from '../../../infra/db'
import { announceEnding } from '../../../infra/live'
import { isIn, mayManage } from '../policy'
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

/** Whether somebody also comes in elsewhere, where whoever manages them here decides nothing. */
async function comesInElsewhere(ctx: Ctx, userId: string): Promise<boolean> {
  const [memberships, roles] = await Promise.all([
    prisma.membership.count({
      where: { userId, organizationId: { not: organizationOf(ctx) }, acceptedAt: { not: null }, suspendedAt: null },
    }),
    prisma.userRole.count({ where: { userId, organizationId: null } }),
  ])
  return memberships + roles > 0
}

/** Why the caller may not decide over the second factor of a person; null when they may. */
async function objection(ctx: Ctx, member: MemberRow): Promise<Failure | null> {
  const because = (key: 'resetSelf' | 'rightsBeyondYours' | 'memberNotIn' | 'memberElsewhere') =>
    invalid(ctx, [{ path: ['memberId'], key }])
  if (member.userId === actorId(ctx)) return because('resetSelf')
  if (!mayManage(ctx, member)) return because('rightsBeyondYours')
  if (!isIn(member)) return because('memberNotIn')
  const isOfPlatform = ctx.actor.type === 'user' && ctx.actor.insideUntil !== undefined
  return !isOfPlatform && (await comesInElsewhere(ctx, member.userId)) ? because('memberElsewhere') : null
}

/**
 * Takes the second factor from a person who has lost it: they sign in by password alone, and enrol anew where that is asked for.
 * Their sessions end. Doing it again changes nothing and is no error.
 * @returns the person, or CONFIRMATION_REQUIRED, NOT_FOUND, VALIDATION_FAILED for oneself, for whoever has more
 * rights, is not in, or comes in elsewhere too: the account is one, and there others decide
 */
export async function resetSecondFactor(ctx: Ctx, input: z.input<typeof resetSecondFactorSchema>): Promise<MemberRow | Failure> {
  authorize(ctx, 'user:manage')
  const { data, failed } = validate(ctx, resetSecondFactorSchema, input)
  if (failed) return failed
  const unproven = await needsConfirmation(ctx)
  if (unproven) return unproven
  const member = isId(data.memberId) ? await findMember(ctx.db, data.memberId) : null
  if (!member) return notFound(ctx, 'memberId')
  const refused = await objection(ctx, member)
  if (refused) return refused
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

import type { z } from 'zod'
import { restoreUserSchema, suspendUserSchema } from '#shared/schemas/security'
import { actorId, audit } from '../../../core/audit'
import { authorize } from '../../../core/authorize'
import type { Ctx } from '../../../core/ctx'
import { isFailure, type Failure } from '../../../core/errors'
import { invalid, notFound, validate } from '../../../core/failures'
import { isId } from '../../../core/ids'
import { announceEnding } from '../../../infra/live'
import type { TenantTransaction } from '../../../infra/tenant-client'
import { endDelegationsOfPerson } from '../../hosts/use-cases/end-delegations'
import { mayManage } from '../policy'
import { withdrawAccountLinks } from './account-links'
import { areAdmin, hasAdminBeside, lockAdmins } from './last-admin'
import { findMember, type MemberRow } from './list-members'

/** Why a person cannot be suspended by the caller, by its text; null when they can. */
async function objection(ctx: Ctx, tx: TenantTransaction, member: MemberRow): Promise<string | null> {
  if (member.userId === actorId(ctx)) return 'suspendSelf'
  if (!mayManage(ctx, member)) return 'rightsBeyondYours'
  return areAdmin(member.roles) && !(await hasAdminBeside(tx, member.userId)) ? 'lastAdmin' : null
}

/**
 * Shuts a person out of the organization: every session of theirs in it ends. Doing it again changes nothing and is no error.
 * @returns the person, or NOT_FOUND, VALIDATION_FAILED for the last administrator, oneself and whoever has more rights
 */
export async function suspendUser(ctx: Ctx, input: z.input<typeof suspendUserSchema>): Promise<MemberRow | Failure> {
  authorize(ctx, 'user:manage')
  const { data, failed } = validate(ctx, suspendUserSchema, input)
  if (failed) return failed
  if (!isId(data.memberId)) return notFound(ctx, 'memberId')
  let others: string[] = []
  const member = await ctx.transaction(async (tx) => {
    await lockAdmins(tx)
    const before = await findMember(tx, data.memberId)
    if (!before) return notFound(ctx, 'memberId')
    if (before.suspendedAt) return before
    const key = await objection(ctx, tx, before)
    if (key) return invalid(ctx, [{ path: ['memberId'], key }])
    const suspendedAt = ctx.now()
    const { count } = await tx.membership.updateMany({ where: { id: before.id, suspendedAt: null }, data: { suspendedAt } })
    if (count === 1) {
      await tx.session.updateMany({ where: { userId: before.userId, revokedAt: null }, data: { revokedAt: suspendedAt } })
      await withdrawAccountLinks(tx, before.userId, suspendedAt)
      others = await endDelegationsOfPerson(ctx, tx, before.userId)
      const change = { before: { status: before.acceptedAt ? 'ACTIVE' : 'INVITED' }, after: { status: 'SUSPENDED' }, reason: data.reason }
      await audit(ctx, tx, 'user.suspend', { type: 'User', id: before.userId }, change)
    }
    return { ...before, suspendedAt }
  })
  if (!isFailure(member)) announceEnding([member.userId, ...others])
  return member
}

/**
 * Lets a suspended person in again; they sign in anew. Doing it again changes nothing and is no error.
 * @returns the person, or NOT_FOUND, VALIDATION_FAILED for whoever has more rights
 */
export async function restoreUser(ctx: Ctx, input: z.input<typeof restoreUserSchema>): Promise<MemberRow | Failure> {
  authorize(ctx, 'user:manage')
  const { data, failed } = validate(ctx, restoreUserSchema, input)
  if (failed) return failed
  if (!isId(data.memberId)) return notFound(ctx, 'memberId')
  return ctx.transaction(async (tx) => {
    await lockAdmins(tx)
    const before = await findMember(tx, data.memberId)
    if (!before) return notFound(ctx, 'memberId')
    if (!mayManage(ctx, before)) return invalid(ctx, [{ path: ['memberId'], key: 'rightsBeyondYours' }])
    const { count } = await tx.membership.updateMany({ where: { id: before.id, suspendedAt: { not: null } }, data: { suspendedAt: null } })
    const change = { before: { status: 'SUSPENDED' }, after: { status: before.acceptedAt ? 'ACTIVE' : 'INVITED' } }
    if (count === 1) await audit(ctx, tx, 'user.restore', { type: 'User', id: before.userId }, change)
    return { ...before, suspendedAt: null }
  })
}

import type { z } from 'zod'
import { resetUserPasswordSchema } from '#shared/schemas/security'
import { audit } from '../../../core/audit'
import { authorize } from '../../../core/authorize'
import type { Ctx } from '../../../core/ctx'
import type { Failure } from '../../../core/errors'
import { invalid, notFound, validate } from '../../../core/failures'
import { isId } from '../../../core/ids'
import { mayManage } from '../policy'
import { makeAccountLink, refuseTooManyLinks } from './account-links'
import { findMember, type MemberRow } from './list-members'

/**
 * Mails a person a one-time link: to set a new password, or the invitation again while they have not accepted it.
 * The password and the sessions they have go on until the link is used.
 * @returns the person, or NOT_FOUND, VALIDATION_FAILED for somebody suspended and for whoever has more rights, TOO_MANY_ATTEMPTS
 */
export async function resetUserPassword(ctx: Ctx, input: z.input<typeof resetUserPasswordSchema>): Promise<MemberRow | Failure> {
  authorize(ctx, 'user:manage')
  const { data, failed } = validate(ctx, resetUserPasswordSchema, input)
  if (failed) return failed
  if (!isId(data.memberId)) return notFound(ctx, 'memberId')
  return ctx.transaction(async (tx) => {
    const member = await findMember(tx, data.memberId)
    if (!member) return notFound(ctx, 'memberId')
    if (!mayManage(ctx, member)) return invalid(ctx, [{ path: ['memberId'], key: 'rightsBeyondYours' }])
    if (member.suspendedAt) return invalid(ctx, [{ path: ['memberId'], key: 'memberSuspended' }])
    const tooMany = await refuseTooManyLinks(ctx, member.email)
    if (tooMany) return tooMany
    const purpose = member.acceptedAt ? 'PASSWORD_RESET' : 'INVITATION'
    await makeAccountLink(ctx, tx, member.userId, purpose)
    const action = purpose === 'INVITATION' ? 'user.invite_again' : 'user.reset_password'
    await audit(ctx, tx, action, { type: 'User', id: member.userId })
    return member
  })
}

import { audit } from '../../../../core/audit'
import type { Ctx } from '../../../../core/ctx'
import { announceEnding } from '../../../../infra/live'
import type { Precondition } from '../../provisioning/precondition'
import { holdMember, shutOut } from './change-provisioned-user'
import { keepProvisioned } from './keep-provisioned'

/**
 * Gives a person up: they are suspended, lose every role and group here, and the directory does not see them any more. What they did
 * stays theirs, their account and other organizations are not touched.
 * @throws ScimError 403 for the last administrator, 404, 412
 */
export async function removeProvisionedUser(ctx: Ctx, id: string, precondition: Precondition): Promise<void> {
  const userId = await ctx.transaction(async (tx) => {
    const member = await holdMember(tx, id, precondition)
    const [now, where] = [ctx.now(), { userId: member.userId }]
    await shutOut(ctx, tx, member, now)
    const roles = await tx.userRole.findMany({ where, select: { role: { select: { key: true } } } })
    await tx.userRole.deleteMany({ where })
    await tx.provisionedRole.deleteMany({ where })
    await tx.provisionedGroupMember.deleteMany({ where })
    // A suspension by hand stays one: the directory cannot lift it by giving the person up and making them anew.
    const byDirectory = member.suspendedAt === null ? { deactivatedAt: now } : {}
    await keepProvisioned(ctx, tx, member.userId, { externalId: null, removedAt: now, ...byDirectory })
    const change = { before: { roles: roles.map(({ role }) => role.key).sort() }, after: { status: 'REMOVED' } }
    await audit(ctx, tx, 'user.deprovision', { type: 'User', id: member.userId }, change)
    return member.userId
  })
  announceEnding([userId])
}

import { audit } from '../../../../core/audit'
import type { Ctx } from '../../../../core/ctx'
import { isId } from '../../../../core/ids'
import { announceEnding } from '../../../../infra/live'
import type { TenantTransaction } from '../../../../infra/tenant-client'
import { userResource, type ProvisionedMember } from '../../provisioning/resources'
import { refuseStale, type Precondition } from '../../provisioning/precondition'
import { notThere, ScimError, suspendedByHand } from '../../provisioning/scim-error'
import type { UserChanges } from '../../provisioning/user-changes'
import { endDelegationsOfPerson } from '../../../hosts/use-cases/end-delegations'
import { withdrawAccountLinks } from '../account-links'
import { areAdmin, hasAdminBeside, lockAdmins } from '../last-admin'
import { wholeName } from './create-provisioned-user'
import { keepProvisioned, orTaken } from './keep-provisioned'
import { findProvisionedMember } from './provisioned-members'

/** A member taken for the rest of the transaction, as they are now. @throws ScimError 404, 412 */
export async function holdMember(tx: TenantTransaction, id: string, precondition: Precondition): Promise<ProvisionedMember> {
  await lockAdmins(tx)
  const found = isId(id) ? await tx.membership.findFirst({ where: { id }, select: { createdAt: true } }) : null
  // Writes what stands there: the statement is for its lock.
  if (found) await tx.membership.updateMany({ where: { id }, data: { createdAt: found.createdAt } })
  const member = found && (await findProvisionedMember(tx, id))
  if (!member) throw notThere()
  refuseStale(userResource(member), precondition)
  return member
}

/** Shuts a member out of the organization, as a suspension by hand does. @throws ScimError 403 for the last administrator */
export async function shutOut(ctx: Ctx, tx: TenantTransaction, { userId }: ProvisionedMember, suspendedAt: Date): Promise<void> {
  const grants = await tx.userRole.findMany({ where: { userId, place: '' }, select: { roleId: true } })
  if (areAdmin(grants.map(({ roleId: id }) => ({ id }))) && !(await hasAdminBeside(tx, userId)))
    throw new ScimError(403, 'This is the last administrator of the organization')
  await tx.membership.updateMany({ where: { userId, suspendedAt: null }, data: { suspendedAt } })
  await tx.session.updateMany({ where: { userId, revokedAt: null }, data: { revokedAt: suspendedAt } })
  await withdrawAccountLinks(tx, userId, suspendedAt)
  await endDelegationsOfPerson(ctx, tx, userId)
}

async function deactivate(ctx: Ctx, tx: TenantTransaction, member: ProvisionedMember): Promise<void> {
  const now = ctx.now()
  await shutOut(ctx, tx, member, now)
  await keepProvisioned(ctx, tx, member.userId, { deactivatedAt: now })
  await audit(ctx, tx, 'user.suspend', { type: 'User', id: member.userId }, { after: { status: 'SUSPENDED' } })
}

async function activate(ctx: Ctx, tx: TenantTransaction, { userId, suspendedAt }: ProvisionedMember): Promise<void> {
  const kept = await tx.provisionedUser.findFirst({ where: { userId }, select: { deactivatedAt: true } })
  if (kept?.deactivatedAt?.getTime() !== suspendedAt?.getTime()) throw suspendedByHand()
  await tx.membership.updateMany({ where: { userId, suspendedAt: { not: null } }, data: { suspendedAt: null } })
  await keepProvisioned(ctx, tx, userId, { deactivatedAt: null })
  await audit(ctx, tx, 'user.restore', { type: 'User', id: userId }, { before: { status: 'SUSPENDED' } })
}

/** What of the wanted is otherwise now. */
function newsOf(member: ProvisionedMember, wanted: UserChanges) {
  const { externalId = member.externalId, givenName = member.givenName, familyName = member.familyName } = wanted
  const arePartsNew = givenName !== member.givenName || familyName !== member.familyName
  const name = wanted.name ?? (arePartsNew ? wholeName({ givenName, familyName }) : null) ?? member.name
  const isNew = arePartsNew || externalId !== member.externalId || name !== member.name
  return { externalId, givenName, familyName, name, isNew }
}

async function apply(ctx: Ctx, tx: TenantTransaction, member: ProvisionedMember, wanted: UserChanges): Promise<void> {
  const { userId } = member
  if (wanted.userName !== undefined && wanted.userName !== member.email)
    throw new ScimError(400, 'userName stays: people are known by it everywhere', 'mutability')
  const { name, isNew, ...columns } = newsOf(member, wanted)
  if (isNew) {
    await keepProvisioned(ctx, tx, userId, columns)
    if (name !== member.name) await tx.membership.updateMany({ where: { userId }, data: { name } })
    const changed = [name !== member.name && 'name', columns.externalId !== member.externalId && 'externalId'].filter(
      (one) => one !== false,
    )
    await audit(ctx, tx, 'user.update_by_directory', { type: 'User', id: userId }, { changed })
  }
  if (wanted.active === false && member.suspendedAt === null) await deactivate(ctx, tx, member)
  if (wanted.active === true && member.suspendedAt !== null) await activate(ctx, tx, member)
}

/**
 * Changes a person of the organization as its directory wants: names, and whether they may come in. Doing it again changes nothing.
 * @throws ScimError 400, 403, 404, 409, 412
 */
export async function changeProvisionedUser(
  ctx: Ctx,
  id: string,
  wanted: UserChanges,
  precondition: Precondition,
): Promise<ProvisionedMember> {
  const work = ctx.transaction(async (tx) => {
    const member = await holdMember(tx, id, precondition)
    await apply(ctx, tx, member, wanted)
    return (await findProvisionedMember(tx, id)) ?? member
  })
  const changed = await orTaken(work)
  if (changed.suspendedAt) announceEnding([changed.userId])
  return changed
}

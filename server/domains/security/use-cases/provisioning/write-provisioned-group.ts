import { audit } from '../../../../core/audit'
import { organizationOf, type Ctx } from '../../../../core/ctx'
import { isId, newId } from '../../../../core/ids'
import type { TenantTransaction } from '../../../../infra/tenant-client'
import { groupChangesOfResource, type GroupChanges } from '../../provisioning/group-changes'
import { refuseStale, type Precondition } from '../../provisioning/precondition'
import { groupResource, type GroupWithMembers } from '../../provisioning/resources'
import { notThere, ScimError } from '../../provisioning/scim-error'
import { changeMembers, followGroups } from './group-members'
import { orTaken } from './keep-provisioned'
import { findProvisionedGroup, isGroupTaken } from './provisioned-groups'

/** As many groups as a directory may keep here. */
const mostGroups = 1_000

const taken = () => new ScimError(409, 'There is a group of this name', 'uniqueness')

/** Makes a group of the organization's directory. It gives nothing until somebody here says which roles it brings. @throws ScimError */
export async function createProvisionedGroup(ctx: Ctx, body: unknown): Promise<GroupWithMembers> {
  const { displayName, externalId = null, members } = groupChangesOfResource(body)
  const [id, organizationId, now] = [newId(), organizationOf(ctx), ctx.now()]
  const work = ctx.transaction(async (tx) => {
    if ((await tx.provisionedGroup.count({})) >= mostGroups) throw new ScimError(403, `There are ${mostGroups} groups already`)
    if (await isGroupTaken(ctx, tx, { displayName, externalId }, id)) throw taken()
    const row = { id, organizationId, displayName, externalId, version: 1, createdAt: now, updatedAt: now }
    await tx.provisionedGroup.create({ data: row, select: { id: true } })
    const { added } = await changeMembers(ctx, tx, id, members)
    const after = { displayName, added }
    await audit(ctx, tx, 'provisioned_group.create', { type: 'ProvisionedGroup', id }, { before: null, after })
    return findProvisionedGroup(tx, id)
  })
  return orTaken(work)
}

/** A group taken for the rest of the transaction, as it is now. @throws ScimError 404, 412 */
export async function holdGroup(tx: TenantTransaction, id: string, precondition: Precondition): Promise<GroupWithMembers> {
  const found = isId(id) ? await tx.provisionedGroup.findFirst({ where: { id }, select: { createdAt: true } }) : null
  // Writes what stands there: the statement is for its lock.
  const held = found && (await tx.provisionedGroup.updateMany({ where: { id }, data: { createdAt: found.createdAt } }))
  if (!held?.count) throw notThere()
  const group = await findProvisionedGroup(tx, id)
  refuseStale(groupResource(group), precondition)
  return group
}

/** Changes a group and who belongs to it as the organization's directory wants. Doing it again changes nothing. @throws ScimError */
export async function changeProvisionedGroup(
  ctx: Ctx,
  id: string,
  wanted: GroupChanges,
  precondition: Precondition,
): Promise<GroupWithMembers> {
  const work = ctx.transaction(async (tx) => {
    const before = await holdGroup(tx, id, precondition)
    const { displayName = before.displayName, externalId = before.externalId } = wanted
    if (await isGroupTaken(ctx, tx, { displayName, externalId }, id)) throw taken()
    const { added, removed } = await changeMembers(ctx, tx, id, wanted.members)
    const isRenamed = displayName !== before.displayName || externalId !== before.externalId
    if (!isRenamed && added.length + removed.length === 0) return before
    const data = { displayName, externalId, version: { increment: 1 }, updatedAt: ctx.now() }
    await tx.provisionedGroup.updateMany({ where: { id }, data })
    const change = { before: { displayName: before.displayName }, after: { displayName }, added, removed }
    await audit(ctx, tx, 'provisioned_group.update', { type: 'ProvisionedGroup', id }, change)
    return findProvisionedGroup(tx, id)
  })
  return orTaken(work)
}

/** Removes a group: whoever belonged to it loses the roles that it brought, unless another group brings them. @throws ScimError 404, 412 */
export function removeProvisionedGroup(ctx: Ctx, id: string, precondition: Precondition): Promise<void> {
  return ctx.transaction(async (tx) => {
    const { displayName } = await holdGroup(tx, id, precondition)
    const members = await tx.provisionedGroupMember.findMany({ where: { groupId: id }, select: { userId: true } })
    await tx.provisionedGroup.deleteMany({ where: { id } })
    const userIds = members.map(({ userId }) => userId)
    await followGroups(ctx, tx, id, userIds)
    const change = { before: { displayName, members: userIds }, after: null }
    await audit(ctx, tx, 'provisioned_group.delete', { type: 'ProvisionedGroup', id }, change)
  })
}

import { organizationOf, type Ctx } from '../../../../core/ctx'
import { emit } from '../../../../infra/outbox'
import type { TenantTransaction } from '../../../../infra/tenant-client'
import type { MemberStep } from '../../provisioning/group-changes'
import { ScimError } from '../../provisioning/scim-error'
import { GroupRolesChanged } from '../../events'
import { visibleMembers } from './provisioned-members'

/** People whose roles one job puts right. */
const peopleOfJob = 100

/** Has the roles of people follow what groups give them: by the worker, once this has committed. */
export async function followGroups(ctx: Ctx, tx: TenantTransaction, groupId: string, userIds: readonly string[]): Promise<void> {
  for (let start = 0; start < userIds.length; start += peopleOfJob)
    await emit(tx, organizationOf(ctx), GroupRolesChanged, { groupId, userIds: userIds.slice(start, start + peopleOfJob) }, ctx.now())
}

/** Whose ids a directory named. @throws ScimError for one that it may not see */
async function usersOf(tx: TenantTransaction, ids: readonly string[]): Promise<Map<string, string>> {
  const where = { AND: [{ id: { in: [...ids] } }, await visibleMembers(tx)] }
  const found = await tx.membership.findMany({ where, select: { id: true, userId: true } })
  return new Map(found.map(({ id, userId }) => [id, userId]))
}

/** Who belongs to the group after some steps. */
function after(before: ReadonlySet<string>, steps: readonly MemberStep[], users: ReadonlyMap<string, string>): Set<string> {
  const members = new Set(before)
  for (const { op, ids } of steps) {
    if (op === 'set') members.clear()
    for (const id of ids) {
      const userId = users.get(id)
      // Somebody who is gone belongs to no group any more: taking them out once more is no mistake.
      if (userId === undefined && op !== 'remove') throw new ScimError(400, `There is no person ${id.slice(0, 64)}`, 'invalidValue')
      if (userId !== undefined) members[op === 'remove' ? 'delete' : 'add'](userId)
    }
  }
  return members
}

/** Changes who belongs to a group. @returns whom it was changed for */
export async function changeMembers(
  ctx: Ctx,
  tx: TenantTransaction,
  groupId: string,
  steps: readonly MemberStep[],
): Promise<{ added: string[]; removed: string[] }> {
  if (steps.length === 0) return { added: [], removed: [] }
  const organizationId = organizationOf(ctx)
  const rows = await tx.provisionedGroupMember.findMany({ where: { groupId }, select: { userId: true } })
  const before = new Set(rows.map(({ userId }) => userId))
  const wanted = after(before, steps, await usersOf(tx, [...new Set(steps.flatMap(({ ids }) => ids))]))
  const added = [...wanted].filter((userId) => !before.has(userId))
  const removed = [...before].filter((userId) => !wanted.has(userId))
  await tx.provisionedGroupMember.deleteMany({ where: { groupId, userId: { in: removed } } })
  await tx.provisionedGroupMember.createMany({ data: added.map((userId) => ({ organizationId, groupId, userId })), skipDuplicates: true })
  await followGroups(ctx, tx, groupId, [...added, ...removed])
  return { added, removed }
}

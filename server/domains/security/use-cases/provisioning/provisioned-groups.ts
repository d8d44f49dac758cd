import { organizationOf, type Ctx } from '../../../../core/ctx'
import { isId } from '../../../../core/ids'
import type { Prisma, ProvisionedGroup } from '../../../../generated/prisma/client'
import type { TenantTransaction } from '../../../../infra/tenant-client'
import type { Page } from '../../provisioning/paging'
import { notThere } from '../../provisioning/scim-error'
import { comparisonsOf, textOf, type Comparison } from '../../provisioning/scim-filter'
import type { GroupWithMembers } from '../../provisioning/resources'
import { visibleMembers } from './provisioned-members'

type Reader = Pick<TenantTransaction, 'provisionedGroup' | 'provisionedGroupMember' | 'membership' | 'emailDomain'>

/** Groups with the members whom a directory may see. */
async function withMembers(tx: Reader, groups: ProvisionedGroup[]): Promise<GroupWithMembers[]> {
  const rows = await tx.provisionedGroupMember.findMany({ where: { groupId: { in: groups.map(({ id }) => id) } } })
  const seen = { AND: [{ userId: { in: [...new Set(rows.map(({ userId }) => userId))] } }, await visibleMembers(tx)] }
  const members = await tx.membership.findMany({ where: seen, select: { id: true, userId: true, name: true }, orderBy: { id: 'asc' } })
  const belonging = new Set(rows.map(({ groupId, userId }) => `${groupId}:${userId}`))
  return groups.map((group) => ({ ...group, members: members.filter(({ userId }) => belonging.has(`${group.id}:${userId}`)) }))
}

const filters: Record<string, (comparison: Comparison) => Prisma.ProvisionedGroupWhereInput> = {
  id: (comparison) => ({ id: textOf(comparison) ?? '-' }),
  displayname: (comparison) => ({ displayName: textOf(comparison) ?? '-' }),
  externalid: (comparison) => ({ externalId: textOf(comparison) ?? '-' }),
}

/** Groups of the organization's directory as it asks for them. @throws ScimError for a filter that is not understood */
export async function findProvisionedGroups(ctx: Ctx, filter: string | null, { startIndex, count }: Page) {
  const where = { AND: comparisonsOf(filter, Object.keys(filters)).map((one) => filters[one.attribute]?.(one) ?? { id: '-' }) }
  const total = await ctx.db.provisionedGroup.count({ where })
  const orderBy = [{ createdAt: 'asc' as const }, { id: 'asc' as const }]
  const rows = count > 0 ? await ctx.db.provisionedGroup.findMany({ where, orderBy, skip: startIndex - 1, take: count }) : []
  return { total, groups: await withMembers(ctx.db, rows) }
}

/** One group as a transaction sees it. @throws ScimError 404 */
export async function findProvisionedGroup(tx: Reader, id: string): Promise<GroupWithMembers> {
  const row = isId(id) ? await tx.provisionedGroup.findFirst({ where: { id } }) : null
  const [group] = row ? await withMembers(tx, [row]) : []
  if (!group) throw notThere()
  return group
}

/** Whether a group has this name or this name at the directory already, beside one. */
export async function isGroupTaken(
  ctx: Ctx,
  tx: TenantTransaction,
  { displayName, externalId }: { displayName?: string; externalId?: string | null },
  besideId: string,
): Promise<boolean> {
  const names: Prisma.ProvisionedGroupWhereInput[] = [...(displayName ? [{ displayName }] : []), ...(externalId ? [{ externalId }] : [])]
  if (names.length === 0) return false
  const where = { organizationId: organizationOf(ctx), id: { not: besideId }, OR: names }
  return (await tx.provisionedGroup.count({ where })) > 0
}

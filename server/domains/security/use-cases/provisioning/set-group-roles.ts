import type { z } from 'zod'
import { setGroupRolesSchema } from '#shared/schemas/provisioning'
import { audit } from '../../../../core/audit'
import { authorize } from '../../../../core/authorize'
import { organizationOf, type Ctx } from '../../../../core/ctx'
import type { Failure } from '../../../../core/errors'
import { invalid, notFound, validate } from '../../../../core/failures'
import { isId } from '../../../../core/ids'
import type { Prisma } from '../../../../generated/prisma/client'
import type { TenantTransaction } from '../../../../infra/tenant-client'
import { mayGrant } from '../../policy'
import { needsConfirmation } from '../confirm-identity'
import { holdRoles, listRoles, type RoleRow } from '../list-roles'
import { isAsChosen } from './apply-group-roles'
import { followGroups } from './group-members'

/** A group of the directory with what it brings. */
export interface GroupRow {
  id: string
  displayName: string
  memberCount: number
  roles: RoleRow[]
  /** Roles that have more rights by now than when they were chosen: they are not given until somebody chooses them again. */
  grownRoles: RoleRow[]
}

type Reader = Pick<TenantTransaction, 'provisionedGroup' | 'provisionedGroupMember' | 'provisionedGroupRole'>

async function readGroups(tx: Reader, where: Prisma.ProvisionedGroupWhereInput = {}): Promise<GroupRow[]> {
  const groups = await tx.provisionedGroup.findMany({ where, orderBy: [{ displayName: 'asc' }, { id: 'asc' }] })
  const inGroups = { groupId: { in: groups.map(({ id }) => id) } }
  const counts = await tx.provisionedGroupMember.groupBy({ by: ['groupId'], where: inGroups, _count: { userId: true } })
  const rows = await tx.provisionedGroupRole.findMany({ where: inGroups, include: { role: { include: { permissions: true } } } })
  return groups.map(({ id, displayName }) => {
    const own = rows.filter(({ groupId }) => groupId === id)
    return {
      id,
      displayName,
      memberCount: counts.find(({ groupId }) => groupId === id)?._count.userId ?? 0,
      roles: own.map(({ role }) => role),
      grownRoles: own.filter(({ role, rights }) => !isAsChosen(role, rights)).map(({ role }) => role),
    }
  })
}

/** Groups of the organization's directory, by name, with the roles that they bring. */
export function listGroups(ctx: Ctx, ids?: readonly string[]): Promise<GroupRow[]> {
  authorize(ctx, 'organization:manage')
  return readGroups(ctx.db, ids ? { id: { in: [...ids] } } : {})
}

const rightsOf = ({ permissions }: RoleRow): string[] => permissions.map(({ permission }) => permission).sort()
const keysOf = (roles: readonly RoleRow[]): string[] => roles.map(({ key }) => key).sort()

async function write(ctx: Ctx, tx: TenantTransaction, before: GroupRow, found: RoleRow[]): Promise<GroupRow | Failure> {
  const roles = await holdRoles(ctx, tx, found)
  if (!roles) return notFound(ctx, 'roleIds')
  const removed = before.roles.filter(({ id }) => !roles.some((role) => role.id === id))
  // What a group brings is given and taken: both only by whoever could do it person by person.
  if (![...roles, ...removed].every((role) => mayGrant(ctx, role))) return invalid(ctx, [{ path: ['roleIds'], key: 'rightsBeyondYours' }])
  const [groupId, organizationId, createdAt] = [before.id, organizationOf(ctx), ctx.now()]
  await tx.provisionedGroupRole.deleteMany({ where: { groupId } })
  const rows = roles.map((role) => ({ organizationId, groupId, roleId: role.id, rights: rightsOf(role), createdAt }))
  await tx.provisionedGroupRole.createMany({ data: rows })
  const members = await tx.provisionedGroupMember.findMany({ where: { groupId }, select: { userId: true } })
  await followGroups(
    ctx,
    tx,
    groupId,
    members.map(({ userId }) => userId),
  )
  const change = { before: { roles: keysOf(before.roles) }, after: { roles: keysOf(roles) } }
  await audit(ctx, tx, 'provisioned_group.set_roles', { type: 'ProvisionedGroup', id: groupId }, change)
  return { ...before, roles, grownRoles: [] }
}

/**
 * Says which roles a group of the directory brings. Whoever belongs to it has them within seconds.
 * @returns the group, or NOT_FOUND, VALIDATION_FAILED for rights that the caller does not hold, CONFIRMATION_REQUIRED
 */
export async function setGroupRoles(ctx: Ctx, input: z.input<typeof setGroupRolesSchema>): Promise<GroupRow | Failure> {
  authorize(ctx, 'organization:manage')
  authorize(ctx, 'user:manage')
  const { data, failed } = validate(ctx, setGroupRolesSchema, input)
  if (failed) return failed
  if (!isId(data.provisionedGroupId)) return notFound(ctx, 'provisionedGroupId')
  const found = await listRoles(ctx, { where: { id: { in: data.roleIds } } })
  if (found.length !== data.roleIds.length) return notFound(ctx, 'roleIds')
  const unproven = await needsConfirmation(ctx)
  if (unproven) return unproven
  return ctx.transaction(async (tx) => {
    // Writes what stands there: the statement is for its lock, which changes of members take as well.
    const row = await tx.provisionedGroup.findFirst({ where: { id: data.provisionedGroupId }, select: { createdAt: true } })
    if (row) await tx.provisionedGroup.updateMany({ where: { id: data.provisionedGroupId }, data: { createdAt: row.createdAt } })
    const [before] = row ? await readGroups(tx, { id: data.provisionedGroupId }) : []
    return before ? write(ctx, tx, before, found) : notFound(ctx, 'provisionedGroupId')
  })
}

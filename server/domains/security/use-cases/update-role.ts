import { isDeepStrictEqual } from 'node:util'
import type { z } from 'zod'
import { updateRoleSchema } from '#shared/schemas/security'
import { audit } from '../../../core/audit'
import { authorize } from '../../../core/authorize'
import { organizationOf, type Ctx } from '../../../core/ctx'
import { isFailure, type Failure } from '../../../core/errors'
import { invalid, notFound, validate } from '../../../core/failures'
import { isId, newId } from '../../../core/ids'
import { announceEnding } from '../../../infra/live'
import type { TenantTransaction } from '../../../infra/tenant-client'
import { mayGrant } from '../policy'
import { lockOwnRoles, type RoleRow } from './list-roles'
import { objectionTo, orNameTaken, traceOf, type RoleContent } from './role-content'

interface Changed {
  role: RoleRow
  /** Users whose rights are others now. */
  holders: string[]
}

async function apply(ctx: Ctx, tx: TenantTransaction, before: RoleRow, { name, permissions }: RoleContent): Promise<Changed> {
  const rights = { deleteMany: {}, create: permissions.map((permission) => ({ permission })) }
  const data = { key: name, name, permissions: rights }
  const role = await tx.role.update({ where: { id: before.id }, data, include: { permissions: true } })
  const grants = await tx.userRole.findMany({ where: { roleId: role.id }, select: { userId: true } })
  const holders = [...new Set(grants.map(({ userId }) => userId))]
  // Rights over what one hosts are worth nothing to somebody who is no host.
  if (permissions.some((right) => right.endsWith(':own'))) {
    const hosts = holders.map((userId) => ({ id: newId(), organizationId: organizationOf(ctx), userId }))
    await tx.host.createMany({ data: hosts, skipDuplicates: true })
  }
  await audit(ctx, tx, 'role.update', { type: 'Role', id: role.id }, { before: traceOf(before), after: traceOf(role) })
  return { role, holders }
}

/**
 * Renames a role of the organization's own and gives it exactly these rights. Open sessions of its holders go on with the new
 * rights within a second.
 * @returns the role, or NOT_FOUND, VALIDATION_FAILED for a name that is taken and for rights, old or new, that the caller does not hold
 */
export async function updateRole(ctx: Ctx, input: z.input<typeof updateRoleSchema>): Promise<RoleRow | Failure> {
  authorize(ctx, 'user:manage')
  const { data, failed } = validate(ctx, updateRoleSchema, input)
  if (failed) return failed
  if (!isId(data.roleId)) return notFound(ctx, 'roleId')
  const work = ctx.transaction(async (tx): Promise<Changed | Failure> => {
    const [before] = await lockOwnRoles(ctx, tx, [data.roleId])
    if (!before) return notFound(ctx, 'roleId')
    if (!mayGrant(ctx, before)) return invalid(ctx, [{ path: ['roleId'], key: 'rightsBeyondYours' }])
    const objection = objectionTo(ctx, data)
    if (objection) return objection
    const isSame = isDeepStrictEqual(traceOf(before), { name: data.name, permissions: data.permissions })
    return isSame ? { role: before, holders: [] } : apply(ctx, tx, before, data)
  })
  const changed = await orNameTaken(ctx, work)
  if (isFailure(changed)) return changed
  announceEnding(changed.holders)
  return changed.role
}

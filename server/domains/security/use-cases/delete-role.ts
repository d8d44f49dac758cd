import type { z } from 'zod'
import { deleteRoleSchema } from '#shared/schemas/security'
import { audit } from '../../../core/audit'
import { authorize } from '../../../core/authorize'
import type { Ctx } from '../../../core/ctx'
import type { Failure } from '../../../core/errors'
import { invalid, notFound, validate } from '../../../core/failures'
import { isId } from '../../../core/ids'
import { mayGrant } from '../policy'
import { lockOwnRoles, type RoleRow } from './list-roles'
import { traceOf } from './role-content'

/**
 * Deletes a role of the organization's own that nobody holds. Whoever gives it to somebody at the same time comes before or
 * finds it gone.
 * @returns the role that was, or NOT_FOUND, VALIDATION_FAILED for one in use and for rights that the caller does not hold
 */
export async function deleteRole(ctx: Ctx, input: z.input<typeof deleteRoleSchema>): Promise<RoleRow | Failure> {
  authorize(ctx, 'user:manage')
  const { data, failed } = validate(ctx, deleteRoleSchema, input)
  if (failed) return failed
  if (!isId(data.roleId)) return notFound(ctx, 'roleId')
  return ctx.transaction(async (tx) => {
    const [role] = await lockOwnRoles(ctx, tx, [data.roleId])
    if (!role) return notFound(ctx, 'roleId')
    if (!mayGrant(ctx, role)) return invalid(ctx, [{ path: ['roleId'], key: 'rightsBeyondYours' }])
    const count = await tx.userRole.count({ where: { roleId: role.id } })
    if (count > 0) return invalid(ctx, [{ path: ['roleId'], key: 'roleInUse', values: { count } }])
    await tx.role.delete({ where: { id: role.id }, select: { id: true } })
    await audit(ctx, tx, 'role.delete', { type: 'Role', id: role.id }, { before: traceOf(role), after: null })
    return role
  })
}

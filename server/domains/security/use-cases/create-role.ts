import type { z } from 'zod'
import { createRoleSchema } from '#shared/schemas/security'
import { audit } from '../../../core/audit'
import { authorize } from '../../../core/authorize'
import { organizationOf, type Ctx } from '../../../core/ctx'
import type { Failure } from '../../../core/errors'
import { validate } from '../../../core/failures'
import { once } from '../../../core/idempotency'
import { newId } from '../../../core/ids'
import type { TenantTransaction } from '../../../infra/tenant-client'
import type { RoleRow } from './list-roles'
import { objectionTo, orNameTaken, traceOf, type RoleContent } from './role-content'

async function make(ctx: Ctx, tx: TenantTransaction, { name, permissions }: RoleContent): Promise<RoleRow> {
  const rights = { create: permissions.map((permission) => ({ permission })) }
  const data = { id: newId(), organizationId: organizationOf(ctx), key: name, name, permissions: rights }
  const role = await tx.role.create({ data, include: { permissions: true } })
  await audit(ctx, tx, 'role.create', { type: 'Role', id: role.id }, { before: null, after: traceOf(role) })
  return role
}

/**
 * Makes a role of the organization's own.
 * @returns the role, or VALIDATION_FAILED for a name that is taken and for rights that the caller does not hold, IDEMPOTENCY_KEY_REUSED
 */
export async function createRole(ctx: Ctx, input: z.input<typeof createRoleSchema>): Promise<RoleRow | Failure> {
  authorize(ctx, 'user:manage')
  const { data, failed } = validate(ctx, createRoleSchema, input)
  if (failed) return failed
  const { idempotencyKey: key, ...asked } = data
  const objection = objectionTo(ctx, asked)
  if (objection) return objection
  const find = (id: string) => ctx.db.role.findUnique({ where: { id }, include: { permissions: true } })
  return orNameTaken(
    ctx,
    once(ctx, { key, operation: 'createRole', input: asked }, find, (tx) => make(ctx, tx, asked)),
  )
}

import type { z } from 'zod'
import { departmentLimits, levelOf } from '#shared/department-tree'
import { createDepartmentSchema } from '#shared/schemas/organizations'
import { audit } from '../../../core/audit'
import { authorize } from '../../../core/authorize'
import { organizationOf, type Ctx } from '../../../core/ctx'
import type { Failure } from '../../../core/errors'
import { invalid, notFound, validate } from '../../../core/failures'
import { once } from '../../../core/idempotency'
import { newId } from '../../../core/ids'
import type { Department } from '../../../generated/prisma/client'
import type { TenantTransaction } from '../../../infra/tenant-client'
import { holdTree, objectionToName, orNameTaken, traceOf } from './department-tree'

/** What a new department is. */
interface Asked {
  name: string
  parentId: string | null
}

async function make(ctx: Ctx, tx: TenantTransaction, { name, parentId }: Asked): Promise<Department | Failure> {
  const tree = await holdTree(ctx, tx)
  if (parentId !== null && !tree.some(({ id }) => id === parentId)) return notFound(ctx, 'parentId')
  if (tree.length >= departmentLimits.departments) {
    return invalid(ctx, [{ path: ['name'], key: 'departmentsFull', values: { maximum: departmentLimits.departments } }])
  }
  if (parentId !== null && levelOf(tree, parentId) >= departmentLimits.levels) {
    return invalid(ctx, [{ path: ['parentId'], key: 'departmentTooDeep', values: { maximum: departmentLimits.levels } }])
  }
  const taken = objectionToName(ctx, tree, { parentId, name })
  if (taken) return taken
  const department = await tx.department.create({ data: { id: newId(), organizationId: organizationOf(ctx), parentId, name } })
  await audit(ctx, tx, 'department.create', { type: 'Department', id: department.id }, { before: null, after: traceOf(department) })
  return department
}

/**
 * Makes a department, at the top or below another.
 * @returns the department, or NOT_FOUND, VALIDATION_FAILED for a name that a sibling has and for too deep or too large a tree,
 * IDEMPOTENCY_KEY_REUSED
 */
export async function createDepartment(ctx: Ctx, input: z.input<typeof createDepartmentSchema>): Promise<Department | Failure> {
  authorize(ctx, 'user:manage')
  const { data, failed } = validate(ctx, createDepartmentSchema, input)
  if (failed) return failed
  const { idempotencyKey: key, ...asked } = data
  const find = (id: string) => ctx.db.department.findUnique({ where: { id } })
  return orNameTaken(
    ctx,
    once<Department>(ctx, { key, operation: 'createDepartment', input: asked }, find, (tx) => make(ctx, tx, asked)),
  )
}

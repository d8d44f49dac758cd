import type { z } from 'zod'
import { renameDepartmentSchema } from '#shared/schemas/organizations'
import { audit } from '../../../core/audit'
import { authorize } from '../../../core/authorize'
import type { Ctx } from '../../../core/ctx'
import type { Failure } from '../../../core/errors'
import { notFound, validate } from '../../../core/failures'
import type { Department } from '../../../generated/prisma/client'
import { holdTree, objectionToName, orNameTaken, traceOf } from './department-tree'

/**
 * Gives a department another name.
 * @returns the department, or NOT_FOUND, VALIDATION_FAILED for a name that a sibling has
 */
export async function renameDepartment(ctx: Ctx, input: z.input<typeof renameDepartmentSchema>): Promise<Department | Failure> {
  authorize(ctx, 'user:manage')
  const { data, failed } = validate(ctx, renameDepartmentSchema, input)
  if (failed) return failed
  const work = ctx.transaction(async (tx) => {
    const tree = await holdTree(ctx, tx)
    const before = tree.find(({ id }) => id === data.departmentId)
    if (!before) return notFound(ctx, 'departmentId')
    if (before.name === data.name) return before
    const taken = objectionToName(ctx, tree, { ...before, name: data.name })
    if (taken) return taken
    const department = await tx.department.update({ where: { id: before.id }, data: { name: data.name } })
    const change = { before: traceOf(before), after: traceOf(department) }
    await audit(ctx, tx, 'department.rename', { type: 'Department', id: department.id }, change)
    return department
  })
  return orNameTaken(ctx, work)
}

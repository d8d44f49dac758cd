import type { z } from 'zod'
import { departmentLimits, heightOf, levelOf, withDescendants } from '#shared/department-tree'
import { moveDepartmentSchema } from '#shared/schemas/organizations'
import { audit } from '../../../core/audit'
import { authorize } from '../../../core/authorize'
import type { Ctx } from '../../../core/ctx'
import { wouldWidenRole } from '../../../core/department-reach'
import type { Failure } from '../../../core/errors'
import { invalid, notFound, validate } from '../../../core/failures'
import type { Department } from '../../../generated/prisma/client'
import { holdTree, objectionToName, orNameTaken, traceOf } from './department-tree'

/** Why a department cannot stand below another; null when it can. */
function objectionTo(ctx: Ctx, tree: Department[], moved: Department, parentId: string | null): Failure | null {
  if (parentId !== null) {
    if (!tree.some(({ id }) => id === parentId)) return notFound(ctx, 'parentId')
    if (withDescendants(tree, moved.id).has(parentId)) return invalid(ctx, [{ path: ['parentId'], key: 'departmentCycle' }])
    if (levelOf(tree, parentId) + heightOf(tree, moved.id) > departmentLimits.levels) {
      return invalid(ctx, [{ path: ['parentId'], key: 'departmentTooDeep', values: { maximum: departmentLimits.levels } }])
    }
  }
  return objectionToName(ctx, tree, { ...moved, parentId })
}

/**
 * Puts a department with everything below it under another, or at the top. Two moves at once never make a circle: the second
 * is judged by the tree that the first left.
 * @returns the department, or NOT_FOUND, VALIDATION_FAILED for a place below itself, too deep, with a sibling of its name, or where
 * a role that the caller could not give would reach further by it
 */
export async function moveDepartment(ctx: Ctx, input: z.input<typeof moveDepartmentSchema>): Promise<Department | Failure> {
  authorize(ctx, 'user:manage')
  const { data, failed } = validate(ctx, moveDepartmentSchema, input)
  if (failed) return failed
  const work = ctx.transaction(async (tx) => {
    const tree = await holdTree(ctx, tx)
    const before = tree.find(({ id }) => id === data.departmentId)
    if (!before) return notFound(ctx, 'departmentId')
    if (before.parentId === data.parentId) return before
    const objection = objectionTo(ctx, tree, before, data.parentId)
    if (objection) return objection
    if (data.parentId !== null && (await wouldWidenRole(ctx, tx, tree, data.parentId)))
      return invalid(ctx, [{ path: ['parentId'], key: 'departmentWidens' }])
    const department = await tx.department.update({ where: { id: before.id }, data: { parentId: data.parentId } })
    const change = { before: traceOf(before), after: traceOf(department) }
    await audit(ctx, tx, 'department.move', { type: 'Department', id: department.id }, change)
    return department
  })
  return orNameTaken(ctx, work)
}

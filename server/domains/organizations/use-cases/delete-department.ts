import type { z } from 'zod'
import { departmentIdSchema } from '#shared/schemas/organizations'
import { Prisma, type Department } from '../../../generated/prisma/client'
import { audit } from '../../../core/audit'
import { authorize } from '../../../core/authorize'
import type { Ctx } from '../../../core/ctx'
import type { Failure } from '../../../core/errors'
import { invalid, notFound, validate } from '../../../core/failures'
import { holdTree, traceOf } from './department-tree'

const isInUse = (error: unknown): boolean => error instanceof Prisma.PrismaClientKnownRequestError && error.code === 'P2003'

/**
 * Deletes a department that has neither people nor departments below it. Whoever joins it at the same time comes before, or
 * finds it gone.
 * @returns the department that was, or NOT_FOUND, VALIDATION_FAILED for one in use
 */
export async function deleteDepartment(ctx: Ctx, input: z.input<typeof departmentIdSchema>): Promise<Department | Failure> {
  authorize(ctx, 'user:manage')
  const { data, failed } = validate(ctx, departmentIdSchema, input)
  if (failed) return failed
  const inUse = invalid(ctx, [{ path: ['departmentId'], key: 'departmentInUse' }])
  const work = ctx.transaction(async (tx) => {
    const tree = await holdTree(ctx, tx)
    const department = tree.find(({ id }) => id === data.departmentId)
    if (!department) return notFound(ctx, 'departmentId')
    const people = await tx.membership.count({ where: { departmentId: department.id } })
    if (people > 0 || tree.some(({ parentId }) => parentId === department.id)) return inUse
    await tx.department.delete({ where: { id: department.id }, select: { id: true } })
    await audit(ctx, tx, 'department.delete', { type: 'Department', id: department.id }, { before: traceOf(department), after: null })
    return department
  })
  return work.catch((error: unknown) => {
    if (isInUse(error)) return inUse
    throw error
  })
}

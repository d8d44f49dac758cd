import type { z } from 'zod'
import { assignDepartmentSchema } from '#shared/schemas/security'
import { audit } from '../../../core/audit'
import { authorize } from '../../../core/authorize'
import type { Ctx } from '../../../core/ctx'
import { wouldWidenRole } from '../../../core/department-reach'
import type { Failure } from '../../../core/errors'
import { invalid, notFound, validate } from '../../../core/failures'
import { isId } from '../../../core/ids'
import { Prisma } from '../../../generated/prisma/client'
import type { TenantTransaction } from '../../../infra/tenant-client'
import { mayManage } from '../policy'
import { findMember, type MemberRow } from './list-members'

const isGone = (error: unknown): boolean => error instanceof Prisma.PrismaClientKnownRequestError && error.code === 'P2003'

/** Why nobody can be put into a department by the caller; null when they can. */
async function objectionTo(ctx: Ctx, tx: TenantTransaction, departmentId: string): Promise<Failure | null> {
  const tree = await tx.department.findMany({ select: { id: true, parentId: true } })
  if (!tree.some(({ id }) => id === departmentId)) return notFound(ctx, 'departmentId')
  return (await wouldWidenRole(ctx, tx, tree, departmentId)) ? invalid(ctx, [{ path: ['departmentId'], key: 'departmentWidens' }]) : null
}

/**
 * Says to which department a person belongs; null to none.
 * @returns the person, or NOT_FOUND, VALIDATION_FAILED for whoever has more rights than the caller, and where a role
 * that the caller could not give would reach further by it
 */
export async function assignDepartment(ctx: Ctx, input: z.input<typeof assignDepartmentSchema>): Promise<MemberRow | Failure> {
  authorize(ctx, 'user:manage')
  const { data, failed } = validate(ctx, assignDepartmentSchema, input)
  if (failed) return failed
  const { memberId, departmentId } = data
  if (!isId(memberId)) return notFound(ctx, 'memberId')
  const work = ctx.transaction(async (tx) => {
    const before = await findMember(tx, memberId)
    if (!before) return notFound(ctx, 'memberId')
    if (!mayManage(ctx, before)) return invalid(ctx, [{ path: ['memberId'], key: 'rightsBeyondYours' }])
    const refused = departmentId !== null && departmentId !== before.departmentId && (await objectionTo(ctx, tx, departmentId))
    if (refused) return refused
    const where = { id: before.id, departmentId: { not: departmentId } }
    const elsewhere =
      departmentId === null ? where : { id: before.id, OR: [{ departmentId: null }, { departmentId: { not: departmentId } }] }
    const { count } = await tx.membership.updateMany({ where: elsewhere, data: { departmentId } })
    const change = { before: { departmentId: before.departmentId }, after: { departmentId } }
    if (count === 1) await audit(ctx, tx, 'user.assign_department', { type: 'User', id: before.userId }, change)
    return { ...before, departmentId }
  })
  return work.catch((error: unknown) => {
    if (isGone(error)) return notFound(ctx, 'departmentId')
    throw error
  })
}

import { setDepartmentHeadSchema } from '#shared/schemas/approvals'
import type { z } from 'zod'
import { audit } from '../../../../core/audit'
import { organizationOf, type Ctx } from '../../../../core/ctx'
import type { Failure } from '../../../../core/errors'
import { notFound, validate } from '../../../../core/failures'
import { isId } from '../../../../core/ids'
import type { Department } from '../../../../generated/prisma/client'
import { authorizeChains } from '../../policy'

/**
 * Says who heads a department, for chains that ask the head; nobody where no one is named.
 * @returns the department, or NOT_FOUND
 */
export async function setDepartmentHead(ctx: Ctx, input: z.input<typeof setDepartmentHeadSchema>): Promise<Department | Failure> {
  authorizeChains(ctx)
  const { data, failed } = validate(ctx, setDepartmentHeadSchema, input)
  if (failed) return failed
  const { departmentId, memberId = null } = data
  return ctx.transaction(async (tx) => {
    const department = isId(departmentId) ? await tx.department.findUnique({ where: { id: departmentId } }) : null
    if (!department) return notFound(ctx, 'departmentId')
    const member = memberId !== null && isId(memberId) ? await tx.membership.findUnique({ where: { id: memberId } }) : null
    if (memberId !== null && !member) return notFound(ctx, 'memberId')
    const before = await tx.departmentHead.findFirst({ where: { departmentId } })
    if ((before?.userId ?? null) === (member?.userId ?? null)) return department
    await tx.departmentHead.deleteMany({ where: { departmentId } })
    if (member) {
      const row = { departmentId, organizationId: organizationOf(ctx), userId: member.userId }
      await tx.departmentHead.createMany({ data: [row] })
    }
    const change = { before: before?.userId ?? null, after: member?.userId ?? null }
    await audit(ctx, tx, 'department.set_head', { type: 'Department', id: departmentId }, change)
    return department
  })
}

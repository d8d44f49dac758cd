import { authorize } from '../../../core/authorize'
import type { Ctx } from '../../../core/ctx'
import type { Department } from '../../../generated/prisma/client'

/** Every department of the organization: a tree has no pages, and 500 are the most there can be. @throws Refusal */
export function listDepartments(ctx: Ctx): Promise<Department[]> {
  authorize(ctx, 'user:manage')
  return ctx.db.department.findMany({ orderBy: { id: 'asc' } })
}

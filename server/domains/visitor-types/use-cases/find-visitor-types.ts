import type { Ctx } from '../../../core/ctx'
import { refusal } from '../../../core/authorize'
import type { Prisma, VisitorType } from '../../../generated/prisma/client'
import { maySeeRules } from '../policy'

/**
 * Types of visitors of the caller's organization.
 * @param elseNone whoever may not see them finds none, instead of being refused
 * @throws Refusal
 */
export async function findVisitorTypes(
  ctx: Ctx,
  query: Pick<Prisma.VisitorTypeFindManyArgs, 'where' | 'orderBy' | 'take'>,
  { elseNone = false } = {},
): Promise<VisitorType[]> {
  if (maySeeRules(ctx)) return ctx.db.visitorType.findMany(query)
  if (elseNone) return []
  throw refusal(ctx)
}

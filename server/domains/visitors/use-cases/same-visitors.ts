import type { Ctx } from '../../../core/ctx'
import type { VisitorRow } from '../../../core/rows'
import { visibleVisitors } from '../policy'
import { listVisitors } from './list-visitors'

/** Visitors shown who may be the same person. */
const most = 10

/** Other visitors who may be the same person: of the same e-mail, phone or whole name. Nothing is opened to find them. */
export async function sameVisitors(ctx: Ctx, id: string): Promise<VisitorRow[]> {
  const visible = visibleVisitors(ctx)
  const visitor = await ctx.db.visitor.findFirst({
    where: { AND: [{ id }, visible] },
    select: { nameIndex: true, emailIndex: true, phoneIndex: true },
  })
  const { nameIndex, emailIndex, phoneIndex } = visitor ?? {}
  const same = [...(nameIndex ? [{ nameIndex }] : []), ...(emailIndex ? [{ emailIndex }] : []), ...(phoneIndex ? [{ phoneIndex }] : [])]
  if (same.length === 0) return []
  return listVisitors(ctx, { where: { AND: [visible, { id: { not: id }, OR: same }] }, orderBy: { id: 'desc' }, take: most })
}

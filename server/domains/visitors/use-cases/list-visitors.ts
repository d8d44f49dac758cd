import { blindIndex, matchesName, searchTokens } from '../../../core/blind-index'
import { organizationOf, type Ctx } from '../../../core/ctx'
import type { VisitorRow } from '../../../core/rows'
import { openVisitors, sealedVisitor } from '../../../core/visitor-record'
import type { Prisma } from '../../../generated/prisma/client'
import { keyringOf, type Keyring } from '../../../infra/keyring'
import { normalizeEmail, normalizePhone } from '../contact'

type Where = Prisma.VisitorWhereInput

/** One page of a list ordered by id. */
interface Page {
  where: { id?: { gt?: string; lt?: string } }
  orderBy: { id: 'asc' | 'desc' }
  take: number
}

/** Rows looked through at once, and at most, for one page of a search by name: buckets hold strangers too. */
const step = 200
const most = 2_000

/** Visitors of the organization that can be read. @param query which ones; who may see them is asked before */
export const listVisitors = async (
  ctx: Ctx,
  query: Pick<Prisma.VisitorFindManyArgs, 'where' | 'orderBy' | 'take'>,
): Promise<VisitorRow[]> => openVisitors(await ctx.db.visitor.findMany({ ...query, select: sealedVisitor }))

/**
 * A page of the visitors who are found by what somebody typed: a whole e-mail, a whole phone number, or beginnings of the words
 * of a name, in any order.
 * @param visible which visitors the caller may see
 */
export async function searchVisitors(ctx: Ctx, typed: string, visible: Where, page: Page): Promise<VisitorRow[]> {
  const keyring = await keyringOf(organizationOf(ctx))
  const exact = exactly(keyring, typed)
  if (exact) return listVisitors(ctx, { ...page, where: { AND: [visible, exact, page.where] } })
  const tokens = searchTokens(keyring, typed)
  if (tokens.length === 0) return []
  const buckets = tokens.map((token) => ({ nameTokens: { some: { token } } }))
  const found: VisitorRow[] = []
  let from: Where = {}
  for (let seen = 0; found.length < page.take && seen < most; seen += step) {
    const rows = await listVisitors(ctx, { where: { AND: [visible, ...buckets, page.where, from] }, orderBy: page.orderBy, take: step })
    found.push(...rows.filter(({ name }) => matchesName(name, typed)))
    const last = rows.at(-1)
    if (!last || rows.length < step) break
    from = { id: page.orderBy.id === 'asc' ? { gt: last.id } : { lt: last.id } }
  }
  return found.slice(0, page.take)
}

/** The filter for a whole address or number; null for anything else. */
function exactly(keyring: Keyring, typed: string): Where | null {
  if (typed.includes('@')) return { emailIndex: blindIndex(keyring, 'email', normalizeEmail(typed) ?? typed) }
  const phone = normalizePhone(typed, 'RU')
  return phone ? { phoneIndex: blindIndex(keyring, 'phone', phone) } : null
}

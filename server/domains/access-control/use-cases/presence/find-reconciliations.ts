import { authorizeWithin } from '../../../../core/authorize'
import type { Ctx } from '../../../../core/ctx'
import type { VisitPassRow } from '../../../../core/rows'
import type { Prisma, Reconciliation } from '../../../../generated/prisma/client'

/** How many likely candidates are shown. */
const shown = 30

/** For how long somebody who has left may be thought to be inside all the same, in milliseconds. */
const recently = 12 * 3_600_000

/** The counts of heads that the caller may see: those of sites whose scans they see as a whole. @throws Refusal */
export function findReconciliations(
  ctx: Ctx,
  where: Prisma.ReconciliationWhereInput,
  page: Pick<Prisma.ReconciliationFindManyArgs, 'orderBy' | 'take'> = {},
): Promise<Reconciliation[]> {
  const reach = authorizeWithin(ctx, 'checkin:read')
  const own = reach === 'all' ? {} : { siteId: { in: [...reach.siteIds] } }
  return ctx.db.reconciliation.findMany({ where: { AND: [where, own] }, ...page })
}

/** Who is most likely gone though the ledger has them inside: whose visit is over, the longest over first; then who has been there longest. */
export async function likelyGone({ db, now }: Ctx, { siteId }: Reconciliation): Promise<VisitPassRow[]> {
  const inside = { siteId, presence: 'INSIDE' as const }
  const over = await db.visitPass.findMany({
    where: { ...inside, validTo: { lt: now() } },
    orderBy: [{ validTo: 'asc' }, { id: 'asc' }],
    take: shown,
  })
  if (over.length >= shown) return over
  const rest = await db.visitPass.findMany({
    where: { ...inside, validTo: { gte: now() } },
    orderBy: [{ insideSince: 'asc' }, { id: 'asc' }],
    take: shown - over.length,
  })
  return [...over, ...rest]
}

/** Who is most likely inside though the ledger has them elsewhere: who left last, then who is expected just now. */
export async function likelyInside({ db, now }: Ctx, { siteId }: Reconciliation): Promise<VisitPassRow[]> {
  const since = new Date(now().getTime() - recently)
  const left = await db.visitPass.findMany({
    where: { siteId, presence: 'LEFT', movedAt: { gte: since } },
    orderBy: [{ movedAt: 'desc' }, { id: 'asc' }],
    take: shown,
  })
  const expected = { siteId, presence: 'EXPECTED' as const, status: 'ACTIVE' as const, validFrom: { lte: now() }, validTo: { gt: now() } }
  const coming = await db.visitPass.findMany({ where: expected, orderBy: [{ validFrom: 'asc' }, { id: 'asc' }], take: shown })
  return [...left, ...coming].slice(0, shown)
}

/** What was corrected for a count of heads, in the order of writing. */
export const correctionsOf = ({ db }: Ctx, { id }: Reconciliation) =>
  db.checkin.findMany({ where: { reconciliationId: id }, orderBy: { id: 'asc' }, take: 200 })

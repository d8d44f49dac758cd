import type { Ctx } from '../../../../core/ctx'
import type { Prisma, WatchlistImport } from '../../../../generated/prisma/client'
import { officerOf } from '../../policy'
import { namesOf } from './list-watchlist-entries'

/** A list of names that somebody brought in, and how many of it wait for a second person. */
export interface ImportRow extends WatchlistImport {
  createdBy: string | null
  waiting: number
}

/** Lists of names with what waits of them. Who may read them is asked before. */
export async function withWaiting(ctx: Ctx, imports: readonly WatchlistImport[]): Promise<ImportRow[]> {
  const importId = { in: imports.map(({ id }) => id) }
  const counts = await ctx.db.watchlistEntry.groupBy({
    by: ['importId'],
    where: { importId, proposal: 'BLOCK', status: 'ACTIVE' },
    _count: true,
  })
  const waiting = new Map(counts.map((row) => [row.importId, row._count]))
  const nameOf = await namesOf(
    ctx.db,
    imports.map(({ createdById }) => createdById),
  )
  return imports.map((row) => ({ ...row, createdBy: nameOf(row.createdById), waiting: waiting.get(row.id) ?? 0 }))
}

/** One list of names with what waits of it. */
export async function withWaitingOf(ctx: Ctx, list: WatchlistImport): Promise<ImportRow> {
  const [row] = await withWaiting(ctx, [list])
  if (!row) throw new Error('A list of names was lost')
  return row
}

/** Lists of names that were brought into the caller's list. @throws Refusal */
export async function listWatchlistImports(
  ctx: Ctx,
  query: Pick<Prisma.WatchlistImportFindManyArgs, 'where' | 'orderBy' | 'take'>,
): Promise<ImportRow[]> {
  officerOf(ctx)
  return withWaiting(ctx, await ctx.db.watchlistImport.findMany(query))
}

import { organizationOf, type Ctx } from '../../../../core/ctx'
import { openForOrganization, sealedColumns } from '../../../../core/organization-seal'
import type { VisitorRow } from '../../../../core/rows'
import { openVisitors, sealedVisitor } from '../../../../core/visitor-record'
import type { Prisma, WatchlistMatch } from '../../../../generated/prisma/client'
import { keyringOf } from '../../../../infra/keyring'
import { comparePerson, type MatchReason } from '../../matching/compare-person'
import { readName } from '../../matching/read-name'
import { officerOf } from '../../policy'
import { namesOf, withRecords, type EntryRow } from '../entries/list-watchlist-entries'

/** A visitor who may be somebody of the list, with all that a decision takes. */
export interface MatchRow extends WatchlistMatch {
  entry: EntryRow
  visitor: VisitorRow
  /** Empty where one of the two is not known any more. */
  reasons: MatchReason[]
  firstBy: string | null
  decidedBy: string | null
  note: string | null
}

function reasonsOf(entry: EntryRow, visitor: VisitorRow): MatchReason[] {
  if (visitor.erased || !entry.sealedRecord) return []
  const { id, name, email, phone } = visitor
  return comparePerson(entry.record, entry.visitorId !== null, { id, words: readName(name), email, phone }).reasons
}

/** Matches with both persons, opened. Who may read them is asked before. */
export async function withPersons(ctx: Ctx, matches: readonly WatchlistMatch[]): Promise<MatchRow[]> {
  const keyring = await keyringOf(organizationOf(ctx))
  const [entries, visitors] = await Promise.all([
    ctx.db.watchlistEntry.findMany({ where: { id: { in: matches.map(({ entryId }) => entryId) } } }),
    ctx.db.visitor.findMany({ where: { id: { in: matches.map(({ visitorId }) => visitorId) } }, select: sealedVisitor }),
  ])
  const entryOf = new Map((await withRecords(ctx, ctx.db, entries)).map((entry) => [entry.id, entry]))
  const visitorOf = new Map((await openVisitors(visitors)).map((visitor) => [visitor.id, visitor]))
  const nameOf = await namesOf(
    ctx.db,
    matches.flatMap(({ firstById, decidedById }) => [firstById, decidedById]),
  )
  return matches.flatMap((match) => {
    const [entry, visitor] = [entryOf.get(match.entryId), visitorOf.get(match.visitorId)]
    if (!entry || !visitor) return []
    const note = match.sealedNote && openForOrganization(keyring, match.sealedNote, sealedColumns.watchlistNote, match.id).toString()
    const people = { firstBy: nameOf(match.firstById), decidedBy: nameOf(match.decidedById) }
    return [{ ...match, entry, visitor, reasons: reasonsOf(entry, visitor), note, ...people }]
  })
}

/** Visitors who may be somebody of the caller's list. @throws Refusal */
export async function listWatchlistMatches(
  ctx: Ctx,
  query: Pick<Prisma.WatchlistMatchFindManyArgs, 'where' | 'orderBy' | 'take'>,
): Promise<MatchRow[]> {
  officerOf(ctx)
  return withPersons(ctx, await ctx.db.watchlistMatch.findMany(query))
}

/** One match, with both persons. */
export async function withPersonsOf(ctx: Ctx, match: WatchlistMatch): Promise<MatchRow> {
  const [row] = await withPersons(ctx, [match])
  if (!row) throw new Error('A match was lost')
  return row
}

/** Whether it takes another person than the caller to admit the visitor. */
export const waitsForAnother = (ctx: Ctx, { entry, firstById, status }: MatchRow): boolean =>
  status === 'OPEN' && entry.action === 'BLOCK' && firstById === officerOf(ctx)

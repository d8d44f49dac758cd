import { organizationOf, type Ctx } from '../../../../core/ctx'
import { namesByAccount } from '../../../../core/members'
import type { Prisma, WatchlistEntry, WatchlistProposal } from '../../../../generated/prisma/client'
import { keyringOf } from '../../../../infra/keyring'
import type { TenantTransaction } from '../../../../infra/tenant-client'
import { tokensOfWords } from '../../entry-keys'
import { openRecord, type EntryRecord } from '../../entry-record'
import { officerOf } from '../../policy'

/** Somebody of the list as the API shows them, with the names of those who keep it. */
export interface EntryRow extends WatchlistEntry {
  record: EntryRecord
  createdBy: string | null
  proposedBy: string | null
}

/** Which of the list. */
export interface EntryFilter {
  search?: string | null | undefined
  /** With a proposal of this kind; of any kind. */
  waits?: boolean | null | undefined
  status?: WatchlistEntry['status'] | null | undefined
  action?: WatchlistEntry['action'] | null | undefined
  importId?: string | null | undefined
}

type Members = Pick<TenantTransaction, 'membership'>

/** The names of people of the organization, by the account. */
export async function namesOf(db: Members, ids: readonly (string | null)[]): Promise<(id: string | null) => string | null> {
  const names = await namesByAccount(db, ids)
  return (id) => names.get(id) ?? null
}

/** Entries with what they say, opened. Who may read them is asked before. */
export async function withRecords(ctx: Ctx, db: Members, entries: readonly WatchlistEntry[]): Promise<EntryRow[]> {
  const keyring = await keyringOf(organizationOf(ctx))
  const nameOf = await namesOf(
    db,
    entries.flatMap(({ createdById, proposedById }) => [createdById, proposedById]),
  )
  return entries.map((entry) => ({
    ...entry,
    record: openRecord(keyring, entry),
    createdBy: nameOf(entry.createdById),
    proposedBy: nameOf(entry.proposedById),
  }))
}

/** An entry with what it says. */
export async function withRecord(ctx: Ctx, entry: WatchlistEntry): Promise<EntryRow> {
  const [row] = await withRecords(ctx, ctx.db, [entry])
  if (!row) throw new Error('An entry was lost')
  return row
}

/** The words of a search are found by how they sound, in either alphabet: each of them has to be in a name of the entry. */
async function filterOf(ctx: Ctx, { search, waits, status, action, importId }: EntryFilter): Promise<Prisma.WatchlistEntryWhereInput> {
  const typed = search?.trim()
  const words = typed ? tokensOfWords(await keyringOf(organizationOf(ctx)), typed) : []
  return {
    ...(status ? { status } : {}),
    ...(action ? { action } : {}),
    ...(importId ? { importId } : {}),
    ...(waits ? { OR: [{ proposal: { not: null } }, { status: 'ASKED' as const }] } : {}),
    ...(typed ? { AND: words.length > 0 ? words.map((tokens) => ({ keys: { some: { token: { in: tokens } } } })) : [{ id: '' }] } : {}),
  }
}

/** People of the caller's list. @throws Refusal */
export async function listWatchlistEntries(
  ctx: Ctx,
  query: Pick<Prisma.WatchlistEntryFindManyArgs, 'where' | 'orderBy' | 'take'>,
  filter: EntryFilter = {},
): Promise<EntryRow[]> {
  officerOf(ctx)
  const entries = await ctx.db.watchlistEntry.findMany({ ...query, where: { AND: [query.where ?? {}, await filterOf(ctx, filter)] } })
  return withRecords(ctx, ctx.db, entries)
}

/** Whether the caller can be the second person for what an entry waits for. */
export const mayConfirm = (ctx: Ctx, entry: { proposal: WatchlistProposal | null; proposedById: string | null }): boolean =>
  entry.proposal !== null && entry.proposedById !== officerOf(ctx)

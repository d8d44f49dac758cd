import { blindIndex } from '../../../core/blind-index'
import type { VisitorRow } from '../../../core/rows'
import type { Prisma, WatchlistEntry } from '../../../generated/prisma/client'
import type { Keyring } from '../../../infra/keyring'
import type { TenantTransaction } from '../../../infra/tenant-client'
import { tokensOfVisitor } from '../entry-keys'
import { openRecord, type EntryRecord } from '../entry-record'
import { comparePerson, type ComparedVisitor, type KnownNames, type PersonMatch } from '../matching/compare-person'
import { readName, type ReadWords } from '../matching/read-name'

/** A visitor who may be somebody of the list. */
export interface Hit extends PersonMatch {
  visitorId: string
  entry: Pick<WatchlistEntry, 'id' | 'siteId' | 'countsSince'>
}

/** Entries that are opened for one visitor: those that share the most keys with the name come first. */
const mostOpened = 150

/** Visitors whose names are looked up by one statement. */
const together = 25

type Tables = Pick<TenantTransaction, 'watchlistEntry' | 'watchlistKey'>
type Compared = Pick<VisitorRow, 'id' | 'name' | 'email' | 'phone'>

/** Entries that count at a moment. */
export const countingEntries = (now: Date): Prisma.WatchlistEntryWhereInput => ({
  status: 'ACTIVE',
  OR: [{ validUntil: null }, { validUntil: { gt: now } }],
})

/** For each visitor the entries that share keys with the name, those that share most first. */
async function byName(db: Tables, keyring: Keyring, visitors: readonly Compared[]): Promise<Map<string, string[]>> {
  const wanted = new Map(visitors.map(({ id, name }) => [id, tokensOfVisitor(keyring, name)]))
  const rows = await db.watchlistKey.findMany({
    where: { token: { in: [...new Set([...wanted.values()].flat())] } },
    select: { token: true, entryId: true },
  })
  const entriesOf = Map.groupBy(rows, ({ token }) => token)
  const ranked = [...wanted].map(([visitorId, tokens]): [string, string[]] => {
    const shared = new Map<string, number>()
    for (const { entryId } of tokens.flatMap((token) => entriesOf.get(token) ?? [])) shared.set(entryId, (shared.get(entryId) ?? 0) + 1)
    const ids = [...shared].toSorted(([, one], [, other]) => other - one).map(([id]) => id)
    return [visitorId, ids.slice(0, mostOpened)]
  })
  return new Map(ranked)
}

/** The filter for entries that name these visitors by something else than a name. */
function otherwise(keyring: Keyring, visitors: readonly Compared[]): Prisma.WatchlistEntryWhereInput[] {
  const emails = visitors.flatMap(({ email }) => (email === null ? [] : [blindIndex(keyring, 'email', email)]))
  const phones = visitors.flatMap(({ phone }) => (phone === null ? [] : [blindIndex(keyring, 'phone', phone)]))
  return [
    { visitorId: { in: visitors.map(({ id }) => id) } },
    ...(emails.length > 0 ? [{ emailIndex: { in: emails } }] : []),
    ...(phones.length > 0 ? [{ phoneIndex: { in: phones } }] : []),
  ]
}

interface Opened extends Pick<WatchlistEntry, 'id' | 'siteId' | 'visitorId' | 'countsSince'> {
  record: EntryRecord
}

const select = { id: true, siteId: true, visitorId: true, countsSince: true, sealedRecord: true } as const

/** Compares one visitor with the entries that were opened for them. */
function hitsOf(visitor: Compared, entries: readonly Opened[], threshold: number, words: ReadWords): Hit[] {
  const known: KnownNames = { words, pairs: new Map() }
  const compared: ComparedVisitor = { ...visitorOf(visitor), words: readName(visitor.name, words) }
  return entries.flatMap((entry) => {
    if (entry.visitorId !== null && entry.visitorId !== visitor.id) return []
    const match = comparePerson(entry.record, entry.visitorId !== null, compared, known)
    return match.score >= threshold ? [{ ...match, visitorId: visitor.id, entry }] : []
  })
}

const visitorOf = ({ id, email, phone }: Compared) => ({ id, email, phone })

/**
 * Finds the visitors who may be somebody of the list: three statements for every few visitors, and only what shares a key with a
 * visitor is opened, so that it takes no longer with a longer list.
 * @param threshold the score from which on somebody counts
 */
export async function findHits(
  db: Tables,
  keyring: Keyring,
  visitors: readonly Compared[],
  { threshold, now }: { threshold: number; now: Date },
): Promise<Hit[]> {
  const hits: Hit[] = []
  const words: ReadWords = new Map()
  for (let from = 0; from < visitors.length; from += together) {
    const some = visitors.slice(from, from + together)
    const named = await byName(db, keyring, some)
    const counting = countingEntries(now)
    const byId = { id: { in: [...new Set([...named.values()].flat())] } }
    const found = await db.watchlistEntry.findMany({ where: { AND: [counting, byId] }, select })
    const others = await db.watchlistEntry.findMany({ where: { AND: [counting, { OR: otherwise(keyring, some) }] }, select })
    const open = ({ sealedRecord, ...entry }: (typeof found)[number]): Opened => ({
      ...entry,
      record: openRecord(keyring, { id: entry.id, sealedRecord }),
    })
    const opened = new Map(found.map((entry) => [entry.id, open(entry)]))
    const anyway = others.map(open)
    for (const visitor of some) {
      const ids = new Set(named.get(visitor.id))
      const candidates = [...anyway, ...[...ids].flatMap((id) => opened.get(id) ?? [])]
      const once = [...new Map(candidates.map((entry) => [entry.id, entry])).values()]
      hits.push(...hitsOf(visitor, once, threshold, words))
    }
  }
  return hits
}

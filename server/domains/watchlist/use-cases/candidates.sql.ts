import { Prisma, type WatchlistEntry } from '../../../generated/prisma/client'
import type { TenantTransaction } from '../../../infra/tenant-client'

/** An entry that a visitor may be, still sealed. */
export type Candidate = Pick<WatchlistEntry, 'id' | 'siteId' | 'visitorId' | 'countsSince' | 'sealedRecord'>

/** What somebody is looked for by. */
export interface Sought {
  id: string
  /** Keys of the name. */
  tokens: readonly number[]
  emailIndex: Uint8Array | null
  phoneIndex: Uint8Array | null
}

/** What reads the list: a transaction, or the organization's client. */
export type Reader = Pick<TenantTransaction, '$queryRaw'>

/** Entries that are opened for the name of one visitor: those that share the most keys with it come first. */
const mostOpened = 150

type Row = Candidate & { place: number | bigint }

const columns = Prisma.raw(
  'e.id, e.site_id AS siteId, e.visitor_id AS visitorId, e.counts_since AS countsSince, e.sealed_record AS sealedRecord',
)

/** Entries that count at a moment: what does not must take no place from what does. */
const counting = (now: Date) => Prisma.sql`e.status = 'ACTIVE' AND (e.valid_until IS NULL OR e.valid_until > ${now})`

/** Keys as values of a statement. The driver sends numbers of 32 bits as floating ones, which find no index, and these as what they are. */
const valuesOf = (tokens: readonly number[], count: number) =>
  Prisma.join(Array.from({ length: count }, (_, place) => BigInt(tokens[place] ?? tokens[0] ?? 0)))

/** Lists are filled up to one of few lengths: each length is a statement that every connection of the database keeps prepared. */
const lengthFor = (visitors: readonly Sought[]): number =>
  2 ** Math.ceil(Math.log2(Math.max(8, ...visitors.map(({ tokens }) => tokens.length))))

const byName = (organizationId: string, place: number, keys: Prisma.Sql, now: Date) => Prisma.sql`
  (SELECT ${Prisma.raw(String(place))} AS place, ${columns}
  FROM (
    SELECT entry_id, COUNT(*) AS shared FROM watchlist_keys
    WHERE organization_id = ${organizationId} AND token IN (${keys}) GROUP BY entry_id
  ) k
  JOIN watchlist_entries e ON e.id = k.entry_id
  WHERE e.organization_id = ${organizationId} AND ${counting(now)}
  ORDER BY k.shared DESC, e.id LIMIT ${Prisma.raw(String(mostOpened))})`

const otherwise = (organizationId: string, column: string, values: readonly (string | Uint8Array)[], now: Date) => Prisma.sql`
  (SELECT -1 AS place, ${columns} FROM watchlist_entries e
  WHERE e.organization_id = ${organizationId} AND e.${Prisma.raw(column)} IN (${Prisma.join([...values])}) AND ${counting(now)})`

/** Entries that may mean some visitors. */
export interface Candidates {
  /** For each visitor those whose names share keys with theirs. */
  named: Candidate[][]
  /** Those that name one of them by e-mail or phone, or mean exactly them. */
  otherwise: Candidate[]
}

/** Finds the entries that may mean some visitors: one statement for all of them, which counts the keys where they are. */
export async function findCandidates(tx: Reader, organizationId: string, visitors: readonly Sought[], now: Date): Promise<Candidates> {
  const emails = visitors.flatMap(({ emailIndex }) => emailIndex ?? [])
  const phones = visitors.flatMap(({ phoneIndex }) => phoneIndex ?? [])
  const ids = visitors.map(({ id }) => id)
  const length = lengthFor(visitors)
  const parts = [
    otherwise(organizationId, 'visitor_id', ids, now),
    ...visitors.flatMap(({ tokens }, place) => (tokens.length > 0 ? [byName(organizationId, place, valuesOf(tokens, length), now)] : [])),
    ...(emails.length > 0 ? [otherwise(organizationId, 'email_index', emails, now)] : []),
    ...(phones.length > 0 ? [otherwise(organizationId, 'phone_index', phones, now)] : []),
  ]
  const rows = await tx.$queryRaw<Row[]>(Prisma.join(parts, ' UNION ALL '))
  const found = Map.groupBy(rows, ({ place }) => Number(place))
  return { named: visitors.map((_, place) => found.get(place) ?? []), otherwise: found.get(-1) ?? [] }
}

import { Refusal } from '../core/errors'

/** Arguments of every connection. */
export interface ConnectionArgs {
  first?: number | null | undefined
  last?: number | null | undefined
  after?: string | null | undefined
  before?: string | null | undefined
}

/** A page that was asked for. `take` is one row more than shown, so that "is there more" costs no second statement. */
export interface Page<K> {
  size: number
  take: number
  backward: boolean
  after: K | null
  before: K | null
}

const encodeCursor = (key: unknown): string => Buffer.from(JSON.stringify(key)).toString('base64url')

function decodeCursor<K>(text: string | null | undefined, check: (value: unknown) => value is K): K | null {
  if (text === null || text === undefined) return null
  try {
    const key: unknown = JSON.parse(Buffer.from(text, 'base64url').toString())
    if (check(key)) return key
  } catch {
    // An unreadable cursor is answered like a wrong one.
  }
  throw new Refusal('BAD_USER_INPUT', 'The cursor is not one of this list')
}

/**
 * Reads the paging arguments of a connection.
 * @param check whether a decoded cursor has the keys of this list
 * @throws Refusal unless exactly one of first and last is given, from 1 to 100
 */
export function pageOf<K>(args: ConnectionArgs, check: (value: unknown) => value is K): Page<K> {
  const size = args.first ?? args.last
  const both = args.first !== null && args.first !== undefined && args.last !== null && args.last !== undefined
  if (size === null || size === undefined || both || size < 1 || size > 100) {
    throw new Refusal('BAD_USER_INPUT', 'Give either first or last, a number from 1 to 100')
  }
  return {
    size,
    take: size + 1,
    backward: args.last !== null && args.last !== undefined,
    after: decodeCursor(args.after, check),
    before: decodeCursor(args.before, check),
  }
}

/** One row of a page. Its cursor is written only when somebody asks for it: most who page ask for the end cursor alone. */
class Edge<T, K> {
  constructor(
    readonly node: T,
    private readonly keyOf: (row: T) => K,
  ) {}

  get cursor(): string {
    return encodeCursor(this.keyOf(this.node))
  }
}

/** The ends of a page; cursors as in an edge. */
class PageEnds<T, K> {
  constructor(
    private readonly edges: Edge<T, K>[],
    readonly hasNextPage: boolean,
    readonly hasPreviousPage: boolean,
  ) {}

  get startCursor(): string | null {
    return this.edges[0]?.cursor ?? null
  }

  get endCursor(): string | null {
    return this.edges.at(-1)?.cursor ?? null
  }
}

/** A page of a list, as the Relay specification wants it. */
export interface Connection<T> {
  edges: { cursor: string; node: T }[]
  pageInfo: { hasNextPage: boolean; hasPreviousPage: boolean; startCursor: string | null; endCursor: string | null }
}

/**
 * Makes a connection from the rows of one query.
 * @param rows up to `page.take` rows, in list order, or in reverse for a backward page
 * @param keyOf the keyset of a row: what its cursor holds
 */
export function connectionOf<T, K>(rows: T[], page: Page<K>, keyOf: (row: T) => K): Connection<T> {
  const more = rows.length > page.size
  const shown = rows.slice(0, page.size)
  if (page.backward) shown.reverse()
  const edges = shown.map((node) => new Edge(node, keyOf))
  const before = page.backward ? more : page.after !== null
  const after = page.backward ? page.before !== null : more
  return { edges, pageInfo: new PageEnds(edges, after, before) }
}

/** A page of rows that are all in memory already, ordered by their id. */
export function connectionOfLoaded<T extends { id: string }>(rows: T[], args: ConnectionArgs): Connection<T> {
  const page = pageOf(args, isIdKey)
  const { after, before } = page
  const within = rows.filter((row) => (after === null || row.id > after) && (before === null || row.id < before))
  if (page.backward) within.reverse()
  return connectionOf(within.slice(0, page.take), page, (row) => row.id)
}

/** Cursors of lists ordered by id. */
export const isIdKey = (value: unknown): value is string => typeof value === 'string'

/** The key of a list ordered by an instant: milliseconds, then the id. */
export type InstantKey = [number, string]

/** Cursors of lists ordered by an instant. */
export const isInstantKey = (value: unknown): value is InstantKey =>
  Array.isArray(value) && value.length === 2 && typeof value[0] === 'number' && typeof value[1] === 'string'

/** Where a keyset page starts, for Prisma: rows after (or before) the key in the given order. */
export function keysetWhere(field: string, page: Page<InstantKey>, descending: boolean): Record<string, unknown>[] {
  const bound = (key: InstantKey, word: 'gt' | 'lt') => {
    const at = new Date(key[0])
    return { OR: [{ [field]: { [word]: at } }, { [field]: at, id: { [word]: key[1] } }] }
  }
  const parts: Record<string, unknown>[] = []
  if (page.after) parts.push(bound(page.after, descending ? 'lt' : 'gt'))
  if (page.before) parts.push(bound(page.before, descending ? 'gt' : 'lt'))
  return parts
}

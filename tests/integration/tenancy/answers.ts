import { decodeGlobalId } from '../../../server/graphql/global-id'
import { pool } from '../../../server/infra/db'
import type { Answer } from '../api/graphql-call'
import { tenantTables } from './canaries'
import type { World } from './world'

const uuid = /[0-9a-f]{8}-[0-9a-f]{4}-[1-8][0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}/g
const instant = /\d{4}-\d\d-\d\dT[\d:.]+Z/g
const trace = /\b[0-9a-f]{32}\b/g

const isIn = (text: string): string[] => text.match(uuid) ?? []

/** Every text of an answer, with what stands in global ids and cursors read. */
function* textsOf(value: unknown): Generator<string> {
  if (typeof value === 'string') {
    yield value
    if (/^[\w-]{8,}$/.test(value)) yield Buffer.from(value, 'base64url').toString('latin1')
  } else if (typeof value === 'object' && value !== null) for (const part of Object.values(value)) yield* textsOf(part)
}

/** An answer without what differs between any two: ids, instants, trace ids, the cost. */
export function comparable(answer: Answer<unknown>): string {
  return JSON.stringify({ data: answer.data, errors: answer.errors }, (_, value: unknown) => {
    if (typeof value !== 'string') return value
    const id = decodeGlobalId(value)
    if (id && isIn(id.id).length > 0) return `<${id.typename}>`
    return value.replace(uuid, '<id>').replace(instant, '<time>').replace(trace, '<trace>')
  })
}

/** What must not be seen: the texts of an organization and the ids of its rows. */
export interface Secrets {
  mark: string
  ids: ReadonlySet<string>
}

/** Columns that hold the id of a row. */
const idColumns = `
  SELECT table_name AS \`table\` FROM information_schema.columns
  WHERE table_schema = DATABASE() AND column_name = 'id' AND data_type = 'char'`

/** Collects what must not be seen of an organization. */
export async function secretsOf({ org, mark }: World): Promise<Secrets> {
  const [tenant, withId] = [new Set(await tenantTables()), (await pool.query(idColumns)) as { table: string }[]]
  const ids = new Set([org.id])
  for (const { table } of withId.filter((row) => tenant.has(row.table))) {
    const rows = (await pool.query(`SELECT id FROM \`${table}\` WHERE organization_id = ?`, [org.id])) as { id: string }[]
    for (const { id } of rows) ids.add(id)
  }
  const users = (await pool.query('SELECT user_id AS id FROM memberships WHERE organization_id = ?', [org.id])) as { id: string }[]
  for (const { id } of users) ids.add(id)
  return { mark, ids }
}

/** What an answer shows that it must not: a canary, or the id of a row. */
export function seen(answer: unknown, secrets: Secrets): string | null {
  for (const text of textsOf(answer)) {
    const at = text.indexOf(secrets.mark)
    if (at >= 0) return `the text ${text.slice(at, at + 24)}`
    const id = isIn(text).find((each) => secrets.ids.has(each))
    if (id) return `the id ${id}`
  }
  return null
}

/** Fingerprints of an organization's rows, by table: what nobody else may change. */
export async function fingerprints({ org }: World): Promise<Map<string, string>> {
  const prints = new Map<string, string>()
  for (const table of await tenantTables()) {
    const rows = (await pool.query(`SELECT * FROM \`${table}\` WHERE organization_id = ?`, [org.id])) as object[]
    const lines = rows.map((row) => JSON.stringify(row, (_, value: unknown) => (typeof value === 'bigint' ? String(value) : value)))
    prints.set(table, lines.toSorted().join('\n'))
  }
  return prints
}

/** One word for an answer: a code, `null`, `empty`, or the type of a result. */
export function wordFor({ data, errors }: Answer<Record<string, unknown>>): string {
  const code = errors[0]?.extensions?.code
  if (typeof code === 'string') return code
  const value = data?.hit0
  if (value === null || value === undefined) return 'null'
  if (typeof value !== 'object') return 'value'
  if (Array.isArray(value)) return value.every((each) => each === null) ? 'null' : 'list'
  const { edges, __typename: type } = value as { edges?: unknown[]; __typename?: string }
  if (edges) return edges.length === 0 ? 'empty' : 'rows'
  return type ?? 'value'
}

/** What stands under the alias `hit`, wherever it is. */
export function hits(value: unknown, key = ''): unknown[] {
  if (key === 'hit') return [value]
  if (typeof value !== 'object' || value === null) return []
  return Object.entries(value).flatMap(([name, part]) => hits(part, name))
}

/** The object types that an answer shows under `__typename`. */
export function typesIn(value: unknown): string[] {
  if (typeof value !== 'object' || value === null) return []
  const own = '__typename' in value && typeof value.__typename === 'string' ? [value.__typename] : []
  return [...own, ...Object.values(value).flatMap(typesIn)]
}

import { hash } from 'node:crypto'

/** The chain of rows that belong to no organization. */
export const platformChain = 'platform'

/** What stands before the first seal of a chain. */
export const genesis = Buffer.alloc(32)

/** An audit row as the database gives it: JSON as text or parsed, by the server's family. */
export interface StoredRow {
  id: string
  organization_id: string | null
  actor_type: string
  actor_id: string | null
  action: string
  entity_type: string
  entity_id: string
  details: unknown
  ip: string | null
  user_agent: string | null
  trace_id: string
  created_at: Date
}

/** The place that a row has or gets. */
export interface Place {
  chain: string
  sequence: number
  sealedAt: Date
}

/** The chain to which a row belongs. */
export const chainOf = (row: Pick<StoredRow, 'organization_id'>): string => row.organization_id ?? platformChain

/** JSON with sorted keys and without spaces: MySQL orders them its way, MariaDB keeps them as they came. */
function canonicalJson(value: unknown): string {
  if (Array.isArray(value)) return `[${value.map(canonicalJson).join(',')}]`
  if (typeof value !== 'object' || value === null) return JSON.stringify(value) ?? 'null'
  const entries = Object.entries(value).sort(([one], [other]) => (one < other ? -1 : 1))
  return `{${entries.map(([key, inner]) => `${JSON.stringify(key)}:${canonicalJson(inner)}`).join(',')}}`
}

/** Text that is no JSON was not written by us; as it stands it still counts. */
function detailsOf(stored: unknown): string {
  if (typeof stored !== 'string') return canonicalJson(stored)
  try {
    return canonicalJson(JSON.parse(stored))
  } catch {
    return stored
  }
}

/** With its length before it no text can pass for two, nor nothing for an empty one. */
const prefixed = (text: string | null): string => (text === null ? '-' : `${Buffer.byteLength(text)}:${text}`)

/** The seal of a row: SHA-256 over the seal before it, the row's place and every column of the row. */
export function sealHash(previous: Buffer, place: Place, row: StoredRow): Buffer {
  const parts = [
    'guest-center audit 1',
    previous.toString('hex'),
    place.chain,
    String(place.sequence),
    place.sealedAt.toISOString(),
    row.id,
    row.organization_id,
    row.actor_type,
    row.actor_id,
    row.action,
    row.entity_type,
    row.entity_id,
    detailsOf(row.details),
    row.ip,
    row.user_agent,
    row.trace_id,
    row.created_at.toISOString(),
  ]
  return hash('sha256', parts.map(prefixed).join(','), 'buffer')
}

import type { PoolConnection } from 'mariadb'
import { pool } from '../../infra/db'
import { insertRows } from '../../infra/insert-rows'
import { chainOf, genesis, platformChain, sealHash, type StoredRow } from './chain'

/** Rows that one transaction seals at most. */
export const sealBatch = 500

const rowColumns = `a.id, a.organization_id, a.actor_type, a.actor_id, a.action, a.entity_type, a.entity_id, a.details, a.ip, a.user_agent, a.trace_id, a.created_at`

const unsealed = `
  SELECT ${rowColumns} FROM audit_logs a LEFT JOIN audit_seals s ON s.audit_log_id = a.id
  WHERE a.id >= ? AND s.audit_log_id IS NULL ORDER BY a.id LIMIT ${sealBatch}`

/** The newest seal of a chain. */
export interface Tail {
  chain: string
  sequence: number
  hash: Buffer
}

/** A sealed row as it is read for verifying; the columns of the row are null where the row is gone. */
export type SealedRow = StoredRow & { sequence: number; hash: Buffer; sealed_at: Date; audit_log_id: string }

async function tailOf(connection: PoolConnection, chain: string): Promise<Tail> {
  const [tail]: Tail[] = await connection.query(
    'SELECT chain, sequence, hash FROM audit_seals WHERE chain = ? ORDER BY sequence DESC LIMIT 1',
    [chain],
  )
  return tail ?? { chain, sequence: 0, hash: genesis }
}

async function sealsFor(connection: PoolConnection, rows: StoredRow[], sealedAt: Date): Promise<unknown[][]> {
  const tails = new Map<string, Tail>()
  const seals: unknown[][] = []
  for (const row of rows) {
    const chain = chainOf(row)
    const tail = tails.get(chain) ?? (await tailOf(connection, chain))
    const sequence = tail.sequence + 1
    const hash = sealHash(tail.hash, { chain, sequence, sealedAt }, row)
    tails.set(chain, { chain, sequence, hash })
    seals.push([chain, sequence, row.id, hash, sealedAt])
  }
  return seals
}

/**
 * Seals rows that have no seal yet, oldest first. Of two that do so at once, the primary key lets one through;
 * the other gets an error and looks again.
 * @param from id to begin with
 * @returns the ids of the rows that were sealed, in order
 */
export async function sealRows(from: string, sealedAt: Date): Promise<string[]> {
  const connection = await pool.getConnection()
  try {
    await connection.beginTransaction()
    const rows: StoredRow[] = await connection.query(unsealed, [from])
    const seals = await sealsFor(connection, rows, sealedAt)
    await insertRows(connection, 'INSERT INTO audit_seals (chain, sequence, audit_log_id, hash, sealed_at) VALUES', seals)
    await connection.commit()
    return rows.map(({ id }) => id)
  } catch (error) {
    await connection.rollback()
    throw error
  } finally {
    await connection.release()
  }
}

/** The next sealed rows of a chain, in order. */
export function readSealed(chain: string, after: number, limit: number): Promise<SealedRow[]> {
  return pool.query(
    `SELECT s.sequence, s.hash, s.sealed_at, s.audit_log_id, ${rowColumns}
     FROM audit_seals s LEFT JOIN audit_logs a ON a.id = s.audit_log_id
     WHERE s.chain = ? AND s.sequence > ? ORDER BY s.sequence LIMIT ?`,
    [chain, after, limit],
  )
}

/** How many rows of a chain have no seal, of those up to an id. */
export async function countUnsealed(chain: string, upTo: string): Promise<number> {
  const [row]: { unsealed: bigint }[] = await pool.query(
    `SELECT COUNT(*) AS unsealed FROM audit_logs a LEFT JOIN audit_seals s ON s.audit_log_id = a.id
     WHERE a.organization_id ${chain === platformChain ? 'IS NULL' : '= ?'} AND a.id < ? AND s.audit_log_id IS NULL`,
    chain === platformChain ? [upTo] : [chain, upTo],
  )
  return Number(row?.unsealed ?? 0)
}

/** The newest seal of every chain. */
export function readTails(): Promise<Tail[]> {
  return pool.query(
    `SELECT s.chain, s.sequence, s.hash FROM audit_seals s
     JOIN (SELECT chain, MAX(sequence) AS sequence FROM audit_seals GROUP BY chain) t ON t.chain = s.chain AND t.sequence = s.sequence`,
  )
}

import { pool } from './db'

/** The newest sequence of the installation: where a feed that starts now begins. */
export async function newestSequence(): Promise<number> {
  const [row]: { value: bigint }[] = await pool.query('SELECT value FROM outbox_sequence WHERE id = 1')
  return Number(row?.value ?? 0)
}

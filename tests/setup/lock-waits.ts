import { pool } from '../../server/infra/db'

/** How many transactions wait for a lock. MySQL cannot show its transactions while one of them has bytes in its statement. */
export async function countWaiting(): Promise<number> {
  const [server] = await pool.query<{ version: string }[]>('SELECT version() AS version')
  const rows = await pool.query<object[]>(
    server?.version.includes('MariaDB')
      ? "SELECT 1 FROM information_schema.innodb_trx WHERE trx_state = 'LOCK WAIT'"
      : 'SELECT 1 FROM performance_schema.data_lock_waits',
  )
  return rows.length
}

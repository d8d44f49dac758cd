import { expect } from 'vitest'
import { pool } from '../../server/infra/db'
import type { TenantTransaction } from '../../server/infra/tenant-client'

/** Who waits for whom, by the numbers of their connections. MySQL cannot show its transactions while one of them has bytes in its statement. */
const waits = {
  MariaDB: `SELECT w.trx_mysql_thread_id AS waiting, b.trx_mysql_thread_id AS holding FROM information_schema.innodb_lock_waits l
    JOIN information_schema.innodb_trx w ON w.trx_id = l.requesting_trx_id JOIN information_schema.innodb_trx b ON b.trx_id = l.blocking_trx_id`,
  MySQL: `SELECT w.processlist_id AS waiting, b.processlist_id AS holding FROM performance_schema.data_lock_waits l
    JOIN performance_schema.threads w ON w.thread_id = l.requesting_thread_id JOIN performance_schema.threads b ON b.thread_id = l.blocking_thread_id`,
}

/** The number of a transaction's connection. A tenant's transaction asks nothing that does not name its organization. */
export async function connectionOf(tx: Pick<TenantTransaction, '$queryRaw'>, organizationId: string): Promise<number> {
  const [row] = await tx.$queryRaw<{ id: number | bigint }[]>`SELECT CONNECTION_ID() AS id FROM DUAL WHERE ${organizationId} <> ''`
  return Number(row?.id)
}

/** How many wait for a connection, or for others that wait for it. Who waits for somebody else, as a test beside this one may, does not count. */
async function countBehind(connection: number): Promise<number> {
  const [server] = await pool.query<{ version: string }[]>('SELECT version() AS version')
  const rows = await pool.query<{ waiting: number | bigint; holding: number | bigint }[]>(
    server?.version.includes('MariaDB') ? waits.MariaDB : waits.MySQL,
  )
  const behind = new Set([connection])
  for (let before = 0; before < behind.size;) {
    before = behind.size
    for (const { waiting, holding } of rows) if (behind.has(Number(holding))) behind.add(Number(waiting))
  }
  return behind.size - 1
}

/** Until so many wait behind a connection. The server shows a new picture only to who has not looked for 100 ms. */
export const untilWaiting = (connection: number, least = 1): Promise<void> =>
  expect.poll(() => countBehind(connection), { timeout: 5_000, interval: 150 }).toBeGreaterThanOrEqual(least)

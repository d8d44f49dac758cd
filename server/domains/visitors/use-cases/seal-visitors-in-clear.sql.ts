import type { Connection } from 'mariadb'
import type { InClear } from './seal-visitor-in-clear.sql'

const batch = 500
const exists = `SELECT 1 FROM information_schema.tables WHERE table_schema = DATABASE() AND table_name = 'visitors_in_clear'`

/**
 * Seals what an earlier version kept in clear, a batch at a time, and drops the table in which it waited. Goes on where it was
 * interrupted; without the table it does nothing.
 * @param connection of the owner of the tables
 */
export async function sealVisitorsInClear(connection: Connection): Promise<void> {
  const found: unknown[] = await connection.query(exists)
  if (found.length === 0) return
  const next = (): Promise<InClear[]> => connection.query(`SELECT * FROM visitors_in_clear ORDER BY id LIMIT ${batch}`)
  for (let rows = await next(); rows.length > 0; rows = await next()) {
    // Loaded only where there is somebody to seal: it opens the pool of the process, for the keys.
    const { sealVisitorInClear } = await import('./seal-visitor-in-clear.sql')
    await connection.beginTransaction()
    for (const row of rows) await sealVisitorInClear(connection, row)
    await connection.query('DELETE FROM visitors_in_clear WHERE id IN (?)', [rows.map(({ id }) => id)])
    await connection.commit()
  }
  await connection.query('DROP TABLE visitors_in_clear')
}

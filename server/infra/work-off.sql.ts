import type { Connection } from 'mariadb'

const batch = 500
const exists = 'SELECT 1 FROM information_schema.tables WHERE table_schema = DATABASE() AND table_name = ?'

/** What a migration has left to do for one row. */
export type RowWork<T> = (connection: Connection, row: T) => Promise<void>

/**
 * Works off a table in which a migration left rows that only the program can move, a batch at a time, and drops it. Goes on where
 * it was interrupted; without the table it does nothing.
 * @param connection of the owner of the tables
 * @param table whose key is `id`
 * @param load gives the work; called only where there is some: it opens the pool of the process, for the keys
 */
export async function workOff<T extends { id: string }>(
  connection: Connection,
  table: string,
  load: () => Promise<RowWork<T>>,
): Promise<void> {
  const found: unknown[] = await connection.query(exists, [table])
  if (found.length === 0) return
  const next = (): Promise<T[]> => connection.query(`SELECT * FROM ${table} ORDER BY id LIMIT ${batch}`)
  for (let rows = await next(); rows.length > 0; rows = await next()) {
    const work = await load()
    await connection.beginTransaction()
    for (const row of rows) await work(connection, row)
    await connection.query(`DELETE FROM ${table} WHERE id IN (?)`, [rows.map(({ id }) => id)])
    await connection.commit()
  }
  await connection.query(`DROP TABLE ${table}`)
}

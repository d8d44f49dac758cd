import type { Connection } from 'mariadb'

const batch = 500
const existing = 'SELECT table_name AS name FROM information_schema.tables WHERE table_schema = DATABASE() AND table_name IN (?)'

/** Tables in which migrations leave rows that only the program can move. They exist as long as an update has not been finished. */
const waiting = ['visitors_in_clear', 'secrets_under_master_key', 'visit_texts_in_clear'] as const

/** One of these tables. */
export type WaitingTable = (typeof waiting)[number]

/** What runs statements: a pool or one connection. */
interface Reader {
  query: (sql: string, values: unknown[]) => Promise<unknown>
}

/** Tables that wait for `npm run migrate` to be worked off. */
export async function waitingTables(database: Reader, among: readonly WaitingTable[] = waiting): Promise<WaitingTable[]> {
  const rows = (await database.query(existing, [among])) as { name: WaitingTable }[]
  return rows.map(({ name }) => name)
}

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
  table: WaitingTable,
  load: () => Promise<RowWork<T>>,
): Promise<void> {
  if ((await waitingTables(connection, [table])).length === 0) return
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

import type { Connection } from 'mariadb'

/**
 * Inserts rows by one statement, so that all are written or none: a driver's batch is many statements to the server,
 * and when a deadlock ends the transaction at one of them, the rest would commit on their own.
 * @param insert the statement up to the rows: `INSERT INTO t (a, b) VALUES`
 * @param rows as many values each as the statement has columns; none writes nothing
 * @param ending what follows the rows, such as `ON DUPLICATE KEY UPDATE …`
 */
export async function insertRows(
  connection: Pick<Connection, 'query'>,
  insert: string,
  rows: readonly unknown[][],
  ending = '',
): Promise<void> {
  if (rows.length === 0) return
  const marks = rows.map((row) => `(${row.map(() => '?').join(', ')})`)
  await connection.query(`${insert} ${marks.join(', ')} ${ending}`, rows.flat())
}

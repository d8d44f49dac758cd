import type { PoolConnection } from 'mariadb'
import { pool } from '../infra/db'
import { insertRows } from '../infra/insert-rows'

/** How many events one round numbers. */
export const batchSize = 500

/** An event that was just given its place. */
export interface Sequenced {
  id: string
  organization_id: string
  type: string
  payload: Record<string, unknown>
}

type Raw = Omit<Sequenced, 'payload'> & { payload: string | Record<string, unknown> }

const pick = `SELECT id, organization_id, type, payload FROM outbox_events WHERE sequence IS NULL ORDER BY id LIMIT ${batchSize}`

/** MySQL's driver parses JSON, MariaDB's JSON is text. */
const parsed = (row: Raw): Sequenced => ({
  ...row,
  payload: typeof row.payload === 'string' ? (JSON.parse(row.payload) as Record<string, unknown>) : row.payload,
})

/**
 * Gives the next numbers to events that were committed without one, and notes the reactions they ask for.
 * Whoever numbers holds the counter's row: numbers become visible in their order, and a late commit gets a later number.
 * @param reactionsOf names of the reactions to an event
 * @returns the events numbered in this round
 */
export async function sequenceEvents(reactionsOf: (event: Sequenced) => string[], now: Date): Promise<Sequenced[]> {
  const connection = await pool.getConnection()
  try {
    // Sent one behind the other: each answer that is waited for is a turn behind the jobs that this process works on.
    const [, [counter], rows]: [unknown, { value: bigint }[], Raw[]] = await Promise.all([
      connection.query('START TRANSACTION'),
      connection.query('SELECT value FROM outbox_sequence WHERE id = 1 FOR UPDATE'),
      connection.query(pick),
    ])
    const events = rows.map(parsed)
    if (counter && events.length > 0) await number(connection, Number(counter.value), events, reactionsOf, now)
    await connection.commit()
    return events
  } catch (error) {
    await connection.rollback()
    throw error
  } finally {
    await connection.release()
  }
}

async function number(
  connection: PoolConnection,
  from: number,
  events: Sequenced[],
  reactionsOf: (event: Sequenced) => string[],
  now: Date,
): Promise<void> {
  const ids = events.map(({ id }) => id)
  const marks = ids.map(() => '?').join(', ')
  await connection.query(`UPDATE outbox_events SET sequence = ? + FIELD(id, ${marks}) WHERE id IN (${marks})`, [from, ...ids, ...ids])
  await connection.query('UPDATE outbox_sequence SET value = ? WHERE id = 1', [from + events.length])
  const reactions = events.flatMap((event) => reactionsOf(event).map((name) => [event.id, name, 'PENDING', 0, now]))
  await insertRows(connection, 'INSERT INTO outbox_reactions (event_id, reaction, status, attempts, next_attempt_at) VALUES', reactions)
}

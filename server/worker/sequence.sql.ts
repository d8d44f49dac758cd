import type { Connection } from 'mariadb'
import { insertRows } from '../infra/insert-rows'
import { urgently } from '../infra/urgent-pool'

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
export function sequenceEvents(reactionsOf: (event: Sequenced) => string[], now: Date): Promise<Sequenced[]> {
  return urgently(async (connection) => {
    // Sent one behind the other: each answer that is waited for is a turn behind the jobs that this process works on.
    const [[counter], rows]: [{ value: bigint }[], Raw[]] = await Promise.all([
      connection.query('SELECT value FROM outbox_sequence WHERE id = 1 FOR UPDATE'),
      connection.query(pick),
    ])
    const events = rows.map(parsed)
    if (counter && events.length > 0) await number(connection, Number(counter.value), events, reactionsOf, now)
    await connection.commit()
    return events
  })
}

/** Numbers events and notes their reactions, sent one behind the other: what ends the transaction is seen before anything is committed. */
async function number(
  connection: Connection,
  from: number,
  events: Sequenced[],
  reactionsOf: (event: Sequenced) => string[],
  now: Date,
): Promise<void> {
  const ids = events.map(({ id }) => id)
  const marks = ids.map(() => '?').join(', ')
  const reactions = events.flatMap((event) => reactionsOf(event).map((name) => [event.id, name, 'PENDING', 0, now]))
  await Promise.all([
    connection.query(`UPDATE outbox_events SET sequence = ? + FIELD(id, ${marks}) WHERE id IN (${marks})`, [from, ...ids, ...ids]),
    connection.query('UPDATE outbox_sequence SET value = ? WHERE id = 1', [from + events.length]),
    insertRows(connection, 'INSERT INTO outbox_reactions (event_id, reaction, status, attempts, next_attempt_at) VALUES', reactions),
  ])
}

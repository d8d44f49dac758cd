import type { PoolConnection } from 'mariadb'
import { scopesOf } from '../../core/api-key'
import { newId } from '../../core/ids'
import { pool } from '../../infra/db'
import { insertRows } from '../../infra/insert-rows'
import { mayHear, webhookEventType, webhookEventTypes } from './event-types'
import { bodyOf } from './payload'

/** Events that one round looks at, at most. */
const batch = 500

/** A numbered event as it stands in the log. */
export interface EventRow {
  id: string
  organization_id: string
  type: string
  payload: string | Record<string, unknown>
  occurred_at: Date
  sequence: bigint
}

/** An endpoint as far as it matters for what it is told. */
export interface Listener {
  id: string
  organizationId: string
  /** Names on the wire; none means all. */
  eventTypes: readonly string[]
  /** What its application may do. */
  scopes: readonly string[]
}

const parsed = (value: unknown): unknown => (typeof value === 'string' ? JSON.parse(value) : value)

const listening = `SELECT e.id, e.organization_id AS organizationId, e.event_types AS eventTypes, a.scopes FROM webhook_endpoints e
  JOIN api_applications a ON a.organization_id = e.organization_id AND a.id = e.api_application_id
  WHERE e.organization_id IN (?) AND e.deleted_at IS NULL AND e.disabled_at IS NULL`

async function listeners(connection: PoolConnection, organizationIds: string[]): Promise<Map<string, Listener[]>> {
  const rows: { id: string; organizationId: string; eventTypes: unknown; scopes: unknown }[] = await connection.query(listening, [
    organizationIds,
  ])
  const found = rows.map((row) => ({ ...row, eventTypes: parsed(row.eventTypes) as string[], scopes: scopesOf(parsed(row.scopes)) }))
  return Map.groupBy(found, ({ organizationId }) => organizationId)
}

/** Whether an endpoint is told of an event: it asked for it, or for all, and its application may hear of it. */
export function listensTo({ eventTypes, scopes }: Pick<Listener, 'eventTypes' | 'scopes'>, name: string): boolean {
  const type = webhookEventType(name)
  return type !== undefined && (eventTypes.length === 0 || eventTypes.includes(name)) && mayHear(scopes, type)
}

const insertDeliveries =
  'INSERT IGNORE INTO webhook_deliveries (id, organization_id, webhook_endpoint_id, message, type, is_example, body, status, next_attempt_at, occurred_at, created_at) VALUES'

function deliveryRow(event: EventRow, { id }: Listener, body: string, now: Date): unknown[] {
  return [newId(), event.organization_id, id, event.id, event.type, false, body, 'PENDING', now, event.occurred_at, now]
}

function deliveriesOf(event: EventRow, told: readonly Listener[], now: Date): unknown[][] {
  const payload = parsed(event.payload) as Record<string, unknown>
  const body = bodyOf({ type: event.type, payload, occurredAt: event.occurred_at, sequence: Number(event.sequence) })
  if (!body || told.length === 0) return []
  const text = JSON.stringify(body)
  return told.map((listener) => deliveryRow(event, listener, text, now))
}

/** Notes one delivery for each endpoint and event; what is noted already stays as it is. @returns the endpoints that have something new */
export async function noteDeliveries(
  connection: Pick<PoolConnection, 'query'>,
  events: readonly EventRow[],
  listenersOf: (organizationId: string) => readonly Listener[],
  now: Date,
): Promise<string[]> {
  const rows = events.flatMap((event) =>
    deliveriesOf(
      event,
      listenersOf(event.organization_id).filter((listener) => listensTo(listener, event.type)),
      now,
    ),
  )
  for (let from = 0; from < rows.length; from += batch) await insertRows(connection, insertDeliveries, rows.slice(from, from + batch))
  return [...new Set(rows.map(([, , endpointId]) => String(endpointId)))]
}

const next = `SELECT id, organization_id, type, payload, occurred_at, sequence FROM outbox_events WHERE sequence > ? ORDER BY sequence LIMIT ${batch}`

/** What a round of handing on came to. */
export interface HandedOn {
  /** Events that it looked at. */
  events: number
  /** Endpoints that have something new to be told. */
  endpointIds: string[]
}

async function handOn(connection: PoolConnection, now: Date): Promise<HandedOn> {
  // Whoever comes while another one hands on has nothing to do.
  const [cursor]: { sequence: bigint }[] = await connection.query('SELECT sequence FROM webhook_cursor WHERE id = 1 FOR UPDATE SKIP LOCKED')
  if (!cursor) return { events: 0, endpointIds: [] }
  const events: EventRow[] = await connection.query(next, [cursor.sequence])
  const last = events.at(-1)
  if (!last) return { events: 0, endpointIds: [] }
  const heard = events.filter(({ type }) => webhookEventTypes.some(({ name }) => name === type))
  const organizationIds = [...new Set(heard.map((event) => event.organization_id))]
  const byOrganization = organizationIds.length > 0 ? await listeners(connection, organizationIds) : new Map<string, Listener[]>()
  const endpointIds = await noteDeliveries(connection, heard, (id) => byOrganization.get(id) ?? [], now)
  await connection.query('UPDATE webhook_cursor SET sequence = ? WHERE id = 1', [last.sequence])
  return { events: events.length, endpointIds }
}

/**
 * Hands the next numbered events on to the endpoints that asked for them: the deliveries and how far it has come in one transaction, so
 * that each endpoint is told of each event once, whatever dies in between and however many do this at once.
 */
export async function fanOut(now = new Date()): Promise<HandedOn> {
  const connection = await pool.getConnection()
  try {
    await connection.beginTransaction()
    const done = await handOn(connection, now)
    await connection.commit()
    return done
  } catch (error) {
    await connection.rollback()
    throw error
  } finally {
    await connection.release()
  }
}

/** Whether {@link fanOut} may have more to do after a round. */
export const mayHaveMore = ({ events }: HandedOn): boolean => events === batch

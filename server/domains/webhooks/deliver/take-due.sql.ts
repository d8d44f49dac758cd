import { pool } from '../../../infra/db'

/** An endpoint that a worker delivers to, as it stands in the database. */
export interface LeasedEndpoint {
  id: string
  organizationId: string
  applicationId: string
  sealedUrl: Uint8Array
  selection: string | null
  scopes: unknown
  secrets: { id: string; sealedSecret: Uint8Array }[]
}

/** A delivery that is due. */
export interface DueDelivery {
  id: string
  message: string
  type: string
  body: string
  sealedSelection: Uint8Array | null
  frozenAt: Date | null
  attempts: number
  tries: number
}

const dueOf = `SELECT d.id, d.due FROM (
    SELECT webhook_endpoint_id AS id, MIN(next_attempt_at) AS due FROM webhook_deliveries WHERE status = 'PENDING' GROUP BY webhook_endpoint_id
  ) d JOIN webhook_endpoints e ON e.id = d.id
  WHERE d.due <= ? AND e.deleted_at IS NULL AND e.disabled_at IS NULL AND (e.worker IS NULL OR e.worker = ? OR e.worker_until <= ?)`

/** Endpoints for which something is due and that no other worker has. One look into the index for each that has something to come. */
export async function dueEndpoints(worker: string, now: Date): Promise<string[]> {
  const rows: { id: string }[] = await pool.query(dueOf, [now, worker, now])
  return rows.map(({ id }) => id)
}

const lease = `UPDATE webhook_endpoints SET worker = ?, worker_until = ?
  WHERE id IN (?) AND deleted_at IS NULL AND disabled_at IS NULL AND (worker IS NULL OR worker = ? OR worker_until <= ?)`

const leased = `SELECT e.id, e.organization_id AS organizationId, e.api_application_id AS applicationId, e.sealed_url AS sealedUrl, e.selection,
    a.scopes FROM webhook_endpoints e JOIN api_applications a ON a.organization_id = e.organization_id AND a.id = e.api_application_id
  WHERE e.id IN (?) AND e.worker = ? AND e.worker_until = ? AND e.deleted_at IS NULL AND e.disabled_at IS NULL`

const secrets = `SELECT id, webhook_endpoint_id AS endpointId, sealed_secret AS sealedSecret FROM webhook_secrets
  WHERE webhook_endpoint_id IN (?) AND (expires_at IS NULL OR expires_at > ?) ORDER BY id DESC`

/**
 * Takes endpoints for a worker until a moment: nobody else delivers to them until then. One that another worker has, or that was disabled
 * or deleted, is not among those it gets.
 */
export async function leaseEndpoints(worker: string, ids: readonly string[], now: Date, until: Date): Promise<LeasedEndpoint[]> {
  if (ids.length === 0) return []
  await pool.query(lease, [worker, until, ids, worker, now])
  const [rows, keys]: [Omit<LeasedEndpoint, 'secrets'>[], { id: string; endpointId: string; sealedSecret: Uint8Array }[]] =
    await Promise.all([pool.query(leased, [ids, worker, until]), pool.query(secrets, [ids, now])])
  const byEndpoint = Map.groupBy(keys, ({ endpointId }) => endpointId)
  return rows.map((row) => ({
    ...row,
    scopes: typeof row.scopes === 'string' ? (JSON.parse(row.scopes) as unknown) : row.scopes,
    secrets: byEndpoint.get(row.id) ?? [],
  }))
}

/** Lets go of every endpoint of a worker: another one need not wait until its time is over. */
export async function releaseEndpoints(worker: string): Promise<void> {
  await pool.query('UPDATE webhook_endpoints SET worker = NULL, worker_until = NULL WHERE worker = ?', [worker])
}

const due = `SELECT id, message, type, body, sealed_selection AS sealedSelection, frozen_at AS frozenAt, attempts, tries
  FROM webhook_deliveries WHERE status = 'PENDING' AND webhook_endpoint_id = ? AND next_attempt_at <= ? AND id NOT IN (?)
  ORDER BY next_attempt_at LIMIT ?`

/**
 * What is due for an endpoint, the longest due first.
 * @param except deliveries that are read already
 */
export const dueDeliveries = (endpointId: string, now: Date, except: ReadonlySet<string>, most: number): Promise<DueDelivery[]> =>
  pool.query(due, [endpointId, now, ['', ...except], most])

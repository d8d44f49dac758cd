import type { PoolConnection } from 'mariadb'
import { newId } from '../../../core/ids'
import { sealedColumns, sealForOrganization } from '../../../core/organization-seal'
import { pool } from '../../../infra/db'
import { insertRows } from '../../../infra/insert-rows'
import { keyringOf } from '../../../infra/keyring'
import { nextTry } from '../retry-times'
import type { Outcome } from './post-message'
import type { DueDelivery } from './take-due.sql'

/** An attempt that has ended and is still to be noted. */
export interface Result extends Outcome {
  organizationId: string
  endpointId: string
  delivery: Pick<DueDelivery, 'id' | 'attempts' | 'tries'>
}

const attempts =
  'INSERT IGNORE INTO webhook_attempts (id, organization_id, webhook_delivery_id, number, started_at, duration, status_code, problem, sealed_response) VALUES'

async function attemptRow({ organizationId, delivery, startedAt, duration, statusCode, problem, response }: Result): Promise<unknown[]> {
  const id = newId()
  const sealed =
    response.length > 0
      ? Buffer.from(sealForOrganization(await keyringOf(organizationId), response, sealedColumns.webhookResponse, id))
      : null
  return [id, organizationId, delivery.id, delivery.attempts + 1, startedAt, duration, statusCode, problem, sealed]
}

const delivered = `UPDATE webhook_deliveries SET status = 'DELIVERED', problem = NULL, delivered_at = ?, attempts = attempts + 1, tries = tries + 1
  WHERE id IN (?) AND attempts = ? AND status = 'PENDING'`
const failed = `UPDATE webhook_deliveries SET status = ?, problem = ?, next_attempt_at = ?, attempts = attempts + 1, tries = tries + 1
  WHERE id = ? AND attempts = ? AND status = 'PENDING'`

/** Notes of a delivery what its attempt came to. It says so only of the attempt that it was: one that others have gone on with stays theirs. */
async function writeDeliveries(connection: PoolConnection, results: readonly Result[], now: Date): Promise<void> {
  const good = Map.groupBy(
    results.filter(({ problem }) => problem === null),
    ({ delivery }) => delivery.attempts,
  )
  for (const [count, of] of good) await connection.query(delivered, [now, of.map(({ delivery }) => delivery.id), count])
  for (const { delivery, problem, retryAfter } of results) {
    if (problem === null) continue
    const next = problem === 'GONE' ? null : nextTry(delivery.tries + 1, now, retryAfter)
    await connection.query(failed, [next ? 'PENDING' : 'FAILED', problem, next ?? now, delivery.id, delivery.attempts])
  }
}

const days = 'INSERT INTO webhook_days (organization_id, webhook_endpoint_id, day, delivered, failed, duration, slowest) VALUES'
const added = `ON DUPLICATE KEY UPDATE delivered = delivered + VALUES(delivered), failed = failed + VALUES(failed),
  duration = duration + VALUES(duration), slowest = GREATEST(slowest, VALUES(slowest))`

const dayOf = ({ organizationId, endpointId, startedAt }: Result): string =>
  [organizationId, endpointId, startedAt.toISOString().slice(0, 10)].join(' ')

async function writeDays(connection: PoolConnection, results: readonly Result[]): Promise<void> {
  // In one order, so that two who write at once wait for each other and not in a circle.
  const groups = [...Map.groupBy(results, dayOf)].toSorted(([one], [other]) => (one < other ? -1 : 1))
  const rows = groups.map(([key, of]) => {
    const good = of.filter(({ problem }) => problem === null).length
    const durations = of.map(({ duration }) => duration)
    return [...key.split(' '), good, of.length - good, durations.reduce((sum, each) => sum + each, 0), Math.max(...durations)]
  })
  await insertRows(connection, days, rows, added)
}

const well = 'UPDATE webhook_endpoints SET succeeded_at = ?, failing_since = NULL, warned_at = NULL WHERE id = ?'
const ill = 'UPDATE webhook_endpoints SET failing_since = ? WHERE id = ? AND failing_since IS NULL'

/** Notes whether endpoints are well: by the last of their attempts. */
async function writeHealth(connection: PoolConnection, results: readonly Result[], now: Date): Promise<void> {
  const last = new Map(results.map(({ endpointId, problem }) => [endpointId, problem]))
  for (const [id, problem] of [...last].toSorted(([one], [other]) => (one < other ? -1 : 1)))
    await connection.query(problem === null ? well : ill, [now, id])
}

/** Notes what attempts came to, all in one transaction: the log, the deliveries, the day, the endpoint. */
export async function writeResults(results: readonly Result[], now: Date): Promise<void> {
  const rows = await Promise.all(results.map(attemptRow))
  const connection = await pool.getConnection()
  try {
    await connection.beginTransaction()
    await insertRows(connection, attempts, rows)
    await writeDeliveries(connection, results, now)
    await writeDays(connection, results)
    await writeHealth(connection, results, now)
    await connection.commit()
  } catch (error) {
    await connection.rollback()
    throw error
  } finally {
    await connection.release()
  }
}

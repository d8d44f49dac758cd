import type { Connection } from 'mariadb'
import type { ApiRequest } from '../../../generated/prisma/client'
import { pool } from '../../../infra/db'

const places = (rows: readonly unknown[], columns: number) => rows.map(() => `(${Array(columns).fill('?').join()})`).join()

async function insertRows(connection: Connection, rows: readonly ApiRequest[]): Promise<void> {
  const columns =
    'id, organization_id, api_application_id, caller, kind, operation_name, failed, code, requested_cost, actual_cost, milliseconds, occurred_at'
  const values = rows.flatMap((row) => [
    row.id,
    row.organizationId,
    row.applicationId,
    row.caller,
    row.kind,
    row.operationName,
    row.failed,
    row.code,
    row.requestedCost,
    row.actualCost,
    row.milliseconds,
    row.occurredAt,
  ])
  await connection.query(`INSERT INTO api_requests (${columns}) VALUES ${places(rows, 12)}`, values)
}

type Hour = Pick<ApiRequest, 'organizationId' | 'applicationId' | 'caller'> &
  Record<'requests' | 'failed' | 'throttled' | 'cost', number> & { hour: Date }

/** What the rows come to by caller and hour, always in the same order: processes that add to the same hours then wait, and none is sent away. */
function hoursOf(rows: readonly ApiRequest[]): Hour[] {
  const hours = new Map<string, Hour>()
  for (const { organizationId, applicationId, caller, occurredAt, failed, code, actualCost } of rows) {
    const hour = new Date(Math.floor(occurredAt.getTime() / 3_600_000) * 3_600_000)
    const name = [organizationId, applicationId, hour.toISOString(), caller].join()
    const known = hours.get(name) ?? { organizationId, applicationId, caller, hour, requests: 0, failed: 0, throttled: 0, cost: 0 }
    known.requests++
    known.failed += Number(failed)
    known.throttled += Number(code === 'RATE_LIMITED')
    known.cost += actualCost
    hours.set(name, known)
  }
  return [...hours].toSorted(([one], [other]) => (one < other ? -1 : 1)).map(([, hour]) => hour)
}

async function addHours(connection: Connection, rows: readonly ApiRequest[]): Promise<void> {
  const hours = hoursOf(rows)
  await connection.query(
    `INSERT INTO api_usage_hours (organization_id, api_application_id, hour, caller, requests, failed, throttled, cost)
     VALUES ${places(hours, 8)}
     ON DUPLICATE KEY UPDATE requests = requests + VALUES(requests), failed = failed + VALUES(failed),
       throttled = throttled + VALUES(throttled), cost = cost + VALUES(cost)`,
    hours.flatMap((row) => [
      row.organizationId,
      row.applicationId,
      row.hour,
      row.caller,
      row.requests,
      row.failed,
      row.throttled,
      row.cost,
    ]),
  )
}

/** Writes requests and adds them to their hours, both or neither: the sums are those of the rows. */
export async function insertRequests(rows: readonly ApiRequest[]): Promise<void> {
  const connection = await pool.getConnection()
  try {
    await connection.beginTransaction()
    await insertRows(connection, rows)
    await addHours(connection, rows)
    await connection.commit()
  } catch (error) {
    await connection.rollback()
    throw error
  } finally {
    await connection.release()
  }
}

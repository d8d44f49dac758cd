import { pool } from '../../../../infra/db'

/** What events name whose state a gate keeps. */
export interface Touched {
  /** The newest event that was looked at. */
  sequence: number
  visitPassIds: Set<string>
  appointmentIds: Set<string>
  visitorIds: Set<string>
  /** Whether there may be more events after it. */
  hasMore: boolean
}

/** How many events are looked at at once. */
const most = 2_000

interface Row {
  sequence: bigint
  pass: string | null
  appointment: string | null
  visitor: string | null
}

const named = (key: string) => `JSON_UNQUOTE(JSON_EXTRACT(payload, '$.${key}'))`

// A moved visit has its passes signed anew, and says so of the visit.
const sql = `
  SELECT sequence, ${named('visitPassId')} AS pass, ${named('appointmentId')} AS appointment, ${named('visitorId')} AS visitor
  FROM outbox_events WHERE organization_id = ? AND sequence > ? ORDER BY sequence LIMIT ${most}`

/** What has happened in an organization after a sequence, as far as it touches passes. */
export async function readTouched(organizationId: string, after: number): Promise<Touched> {
  const rows: Row[] = await pool.query(sql, [organizationId, after])
  const idsOf = (key: 'pass' | 'appointment' | 'visitor') =>
    new Set(rows.flatMap(({ [key]: id }) => (id === null || id === 'null' ? [] : [id])))
  return {
    sequence: Number(rows.at(-1)?.sequence ?? after),
    visitPassIds: idsOf('pass'),
    appointmentIds: idsOf('appointment'),
    visitorIds: idsOf('visitor'),
    hasMore: rows.length === most,
  }
}

import { coHostsColumn, coHostsOf, type CoHostsColumn } from '../../../core/co-hosts.sql'
import { checkinColumns, checkinOf, type CheckinColumns } from '../../../core/columns.sql'
import type { CheckinRow, CoHost } from '../../../core/rows'
import { pool } from '../../../infra/db'
import { gateEvents } from '../events'

/** One happening at a gate, in the order the sequencer gave it. */
export interface Activity {
  sequence: number
  siteId: string
  hostId: string | null
  coHosts: CoHost[]
  checkin: CheckinRow
}

type Row = CheckinColumns & CoHostsColumn & { sequence: bigint; site_id: string; host_id: string | null }

const types = gateEvents.map((event) => event.type)

const sql = `
  SELECT e.sequence, c.site_id, a.host_id, ${coHostsColumn}, ${checkinColumns}
  FROM outbox_events e
  JOIN checkin_logs c ON c.id = JSON_UNQUOTE(JSON_EXTRACT(e.payload, '$.checkinId')) AND c.organization_id = e.organization_id
  LEFT JOIN visit_passes p ON p.id = c.visit_pass_id
  LEFT JOIN appointments a ON a.id = p.appointment_id
  WHERE e.organization_id = ? AND e.sequence > ? AND e.type IN (?)
  ORDER BY e.sequence LIMIT 200`

/** What happened at an organization's gates after a sequence, oldest first, 200 at most. */
export async function readActivity(organizationId: string, after: number): Promise<Activity[]> {
  const rows: Row[] = await pool.query(sql, [organizationId, after, types])
  return rows.map((row) => ({
    sequence: Number(row.sequence),
    siteId: row.site_id,
    hostId: row.host_id,
    coHosts: coHostsOf(row),
    checkin: checkinOf(row),
  }))
}

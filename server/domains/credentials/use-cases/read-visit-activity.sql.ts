import { gateEvents } from '../../access-control/events'
import { coHostsColumn, coHostsOf, type CoHostsColumn } from '../../../core/co-hosts.sql'
import type { CoHost } from '../../../core/rows'
import { pool } from '../../../infra/db'
import {
  CompanionNamed,
  GuestReplied,
  VisitPassIssued,
  VisitPassReissued,
  VisitPassResumed,
  VisitPassRevoked,
  VisitPassSuspended,
} from '../events'

/** That something about somebody's visit is otherwise, in the order the sequencer gave it. */
export interface VisitActivity {
  sequence: number
  visitPassId: string
  siteId: string
  hostId: string | null
  coHosts: CoHost[]
}

interface Row extends CoHostsColumn {
  sequence: bigint
  id: string
  site_id: string
  host_id: string | null
}

const changes = [VisitPassIssued, VisitPassReissued, VisitPassResumed, VisitPassRevoked, VisitPassSuspended]
const types = [...gateEvents, CompanionNamed, GuestReplied, ...changes].map((event) => event.type)

const sql = `
  SELECT e.sequence, p.id, p.site_id, a.host_id, ${coHostsColumn}
  FROM outbox_events e
  JOIN visit_passes p ON p.id = e.entity_id AND p.organization_id = e.organization_id
  LEFT JOIN appointments a ON a.id = p.appointment_id
  WHERE e.organization_id = ? AND e.sequence > ? AND e.type IN (?)
  ORDER BY e.sequence LIMIT 200`

/** What happened to an organization's visits after a sequence, oldest first, 200 at most. */
export async function readVisitActivity(organizationId: string, after: number): Promise<VisitActivity[]> {
  const rows: Row[] = await pool.query(sql, [organizationId, after, types])
  return rows.map((row) => ({
    sequence: Number(row.sequence),
    visitPassId: row.id,
    siteId: row.site_id,
    hostId: row.host_id,
    coHosts: coHostsOf(row),
  }))
}

import { pool } from '../../../infra/db'
import { ApprovalAsked, ApprovalDecided, ApprovalEnded } from '../events'

/** That something about a request is otherwise, in the order the sequencer gave it. */
export interface ApprovalActivity {
  sequence: number
  approvalRequestId: string
  hostId: string
  siteId: string | null
  /** Everybody who is or was asked. */
  userIds: string[]
}

interface Row {
  sequence: bigint
  id: string
  host_id: string
  site_id: string | null
  user_ids: string | null
}

const types = [ApprovalAsked, ApprovalDecided, ApprovalEnded].map((event) => event.type)

const sql = `
  SELECT e.sequence, r.id, r.host_id,
    (SELECT MIN(v.site_id) FROM approval_visits v WHERE v.approval_request_id = r.id) AS site_id,
    (SELECT GROUP_CONCAT(DISTINCT a.user_id) FROM approval_asks a WHERE a.approval_request_id = r.id) AS user_ids
  FROM outbox_events e
  JOIN approval_requests r ON r.id = e.entity_id AND r.organization_id = e.organization_id
  WHERE e.organization_id = ? AND e.sequence > ? AND e.type IN (?)
  ORDER BY e.sequence LIMIT 200`

/** What happened to an organization's requests after a sequence, oldest first, 200 at most. */
export async function readApprovalActivity(organizationId: string, after: number): Promise<ApprovalActivity[]> {
  const rows: Row[] = await pool.query(sql, [organizationId, after, types])
  return rows.map((row) => ({
    sequence: Number(row.sequence),
    approvalRequestId: row.id,
    hostId: row.host_id,
    siteId: row.site_id,
    userIds: row.user_ids?.split(',') ?? [],
  }))
}

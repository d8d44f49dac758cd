import { pool } from '../../../infra/db'

/**
 * Requests after one at which somebody is asked by a role that they hold no more, in the order of their ids. By hand, because an ask
 * and a grant have no relation: otherwise every open ask of every organization would be read each minute.
 */
export const findRolesLost = (after: string, most: number): Promise<{ id: string; organizationId: string }[]> =>
  pool.query(
    `SELECT DISTINCT a.approval_request_id AS id, a.organization_id AS organizationId
     FROM approval_asks a
     JOIN approval_requests r ON r.id = a.approval_request_id AND r.status = 'PENDING'
     WHERE a.approval_request_id > ? AND a.closed_at IS NULL AND a.by_role IS NOT NULL AND NOT EXISTS (
       SELECT 1 FROM user_roles g WHERE g.user_id = a.user_id AND g.role_id = a.by_role AND g.organization_id = a.organization_id
     )
     ORDER BY a.approval_request_id LIMIT ?`,
    [after, most],
  )

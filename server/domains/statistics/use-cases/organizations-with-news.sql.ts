import { pool } from '../../../infra/db'

/** Organizations in which something happened that nobody has looked at for the statistics: one look into an index for each. */
export async function organizationsWithNews(): Promise<string[]> {
  const rows: { id: string }[] = await pool.query(`
    SELECT o.id FROM organizations o LEFT JOIN statistic_cursors c ON c.organization_id = o.id
    WHERE EXISTS (SELECT 1 FROM outbox_events e WHERE e.organization_id = o.id AND e.sequence > COALESCE(c.sequence, 0))`)
  return rows.map(({ id }) => id)
}

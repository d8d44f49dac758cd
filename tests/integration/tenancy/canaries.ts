import { pool } from '../../../server/infra/db'

/** A text column of a table that belongs to organizations. */
interface Column {
  table: string
  column: string
  length: number
}

/** Columns whose text is no prose: other code reads meaning from it, so that a canary cannot stand there. */
const meaningful = [
  /\.(time_zone|action|actor_type|entity_type|trace_id|template|operation|scopes|details|payload|ip|user_agent|qr_token|logo_type|nonce)$/,
  /^visitor_files\.content_type$/,
  /^idempotency_keys\.key$/,
  /^outbox_events\.type$/,
  /^organization_brands\.primary_color$/,
  /^identity_providers\.test_report$/,
  /^provisioned_group_roles\.rights$/,
  /^hosts\.(presence_schedule|notice_choices)$/,
  /^appointments\.deviations$/,
  /^visitor_type(s|_versions)\.form$/,
  /^approval_(chains|requests)\.(steps|holds_for|changed|earlier)$/,
  /^appointment_series\.rule$/,
  /^access_rules\.(gate_ids|zone_ids|visitor_type_ids|windows)$/,
  /^checkin_logs\.rule_steps$/,
  /^(visit_passes|appointments|appointment_series)\.access_rule_ids$/,
  /^visit_passes\.(zones|suspensions)$/,
  // Unique within a site: marked where it is made.
  /^zones\.name$/,
  /^statistic_counts\.slot$/,
  /^webhook_endpoints\.event_types$/,
  /^roll_calls\.open_key$/,
  /^roll_call_people\.person_key$/,
  /^reconciliations\.counts$/,
]

const textColumns = `
  SELECT c.table_name AS \`table\`, c.column_name AS \`column\`, c.character_maximum_length AS length
  FROM information_schema.columns c
  JOIN information_schema.columns o ON o.table_schema = c.table_schema AND o.table_name = c.table_name AND o.column_name = 'organization_id'
  WHERE c.table_schema = DATABASE() AND c.data_type IN ('varchar', 'text', 'mediumtext', 'longtext')
  ORDER BY 1, 2`

/** The columns that hold prose: all text columns that are not listed as meaningful. */
export async function proseColumns(): Promise<Column[]> {
  const columns = (await pool.query(textColumns)) as Column[]
  return columns.filter(({ table, column }) => !meaningful.some((pattern) => pattern.test(`${table}.${column}`)))
}

/** Tables that belong to organizations. */
export async function tenantTables(): Promise<string[]> {
  const rows = (await pool.query(
    "SELECT table_name AS `table` FROM information_schema.columns WHERE table_schema = DATABASE() AND column_name = 'organization_id' ORDER BY 1",
  )) as { table: string }[]
  return rows.map(({ table }) => table)
}

/**
 * Writes a text that stands nowhere else into every prose column of an organization's rows, and into the names and addresses of its
 * people. What the product itself writes in another form (visitors, appointments) is marked where it is made.
 */
export async function plantCanaries(organizationId: string, mark: string): Promise<void> {
  for (const [index, { table, column, length }] of (await proseColumns()).entries()) {
    const canary = `${mark}${index.toString(36)}z`
    if (canary.length > length) throw new Error(`${table}.${column} is too short for a canary: list it as meaningful in canaries.ts`)
    await pool.query(`UPDATE \`${table}\` SET \`${column}\` = ? WHERE organization_id = ?`, [canary, organizationId])
  }
  await pool.query('UPDATE organizations SET name = ?, code = ? WHERE id = ?', [`${mark}org`, `${mark}code`, organizationId])
  await pool.query(
    'UPDATE users SET name = ?, email = CONCAT(?, id, "@staff.example") WHERE id IN (SELECT user_id FROM user_roles WHERE organization_id = ?)',
    [`${mark}user`, mark, organizationId],
  )
}

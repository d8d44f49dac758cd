import type { Connection } from 'mariadb'
import { countedRules, oneMoreUse, type RuleUses } from '#shared/access-rules'
import type { GateAtScan, PassAtGate } from './scan.sql'

const sql = `
  SELECT let_in_by_rule, occurred_at FROM checkin_logs
  WHERE organization_id = ? AND visit_pass_id = ? AND direction = 'ENTRY' AND result = 'ADMITTED' AND let_in_by_rule IN (?)`

/**
 * How often the rules that count have let a pass in, of those that concern it at a gate. Whoever decides by it demands that nobody moves on
 * the pass meanwhile.
 * @returns null where no rule counts
 */
export async function readRuleUses(
  connection: Connection,
  organizationId: string,
  { access }: GateAtScan,
  pass: PassAtGate,
): Promise<RuleUses | null> {
  const counted = countedRules(access, pass).map(({ id }) => id)
  if (counted.length === 0) return null
  const rows: { let_in_by_rule: string; occurred_at: Date }[] = await connection.query(sql, [organizationId, pass.id, counted])
  return rows.reduce((uses: RuleUses, row) => oneMoreUse(uses, row.let_in_by_rule, row.occurred_at, access.timeZone), {})
}

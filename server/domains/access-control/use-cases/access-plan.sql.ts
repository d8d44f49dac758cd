import type { Connection } from 'mariadb'
import type { AccessPlace, AccessRule, AccessWindow } from '#shared/access-rules'
import type { ZonePlace, ZoneTree } from '#shared/whereabouts'
import { jsonOf } from '../../../core/columns.sql'

/** What the gates of a site decide by. */
interface AccessPlan {
  version: number
  rules: AccessRule[]
  zones: Map<string, ZonePlace & NonNullable<AccessPlace['zone']>>
  holidays: Set<string>
  /** Keys whose codes open nothing. */
  revokedKeys: Set<string>
}

interface RuleRow {
  id: string
  name: string
  effect: AccessRule['effect']
  gate_ids: string[] | string
  zone_ids: string[] | string
  visitor_type_ids: string[] | string
  windows: AccessWindow[] | string
  needs_escort: number
  is_assigned: number
  entries_limit: number | null
  entries_per: AccessRule['entriesPer']
}

/** Plans by site. They are as old as their version says, so nothing has to be told when one changes. */
const plans = new Map<string, AccessPlan>()
const mostPlans = 1_000

const rulesOfSite = `
  SELECT id, name, effect, gate_ids, zone_ids, visitor_type_ids, windows, needs_escort, is_assigned, entries_limit, entries_per
  FROM access_rules
  WHERE organization_id = ? AND (site_id IS NULL OR site_id = ?) AND deleted_at IS NULL ORDER BY position, id`
const zonesOfSite = `
  SELECT id, name, is_restricted, parent_id, capacity, is_grounds FROM zones WHERE organization_id = ? AND site_id = ? ORDER BY id`
const holidaysOfSite = `SELECT DATE_FORMAT(day, '%Y-%m-%d') AS day FROM holidays WHERE organization_id = ? AND site_id = ?`

const revokedKeysOf = `SELECT key_id FROM signing_keys WHERE organization_id = ? AND revoked_at IS NOT NULL`

const ruleOf = (row: RuleRow): AccessRule => ({
  id: row.id,
  name: row.name,
  effect: row.effect,
  gateIds: jsonOf<string[]>(row.gate_ids),
  zoneIds: jsonOf<string[]>(row.zone_ids),
  visitorTypeIds: jsonOf<string[]>(row.visitor_type_ids),
  windows: jsonOf<AccessWindow[]>(row.windows),
  needsEscort: Boolean(row.needs_escort),
  isAssigned: Boolean(row.is_assigned),
  entriesLimit: row.entries_limit,
  entriesPer: row.entries_per,
})

interface ZoneRow {
  id: string
  name: string
  is_restricted: number
  parent_id: string | null
  capacity: number | null
  is_grounds: number
}

const zoneOf = ({ id, name, is_restricted, parent_id: parentId, capacity, is_grounds }: ZoneRow) => ({
  id,
  name,
  isRestricted: Boolean(is_restricted),
  parentId,
  capacity,
  isGrounds: Boolean(is_grounds),
})

async function readPlan(connection: Connection, organizationId: string, siteId: string, version: number): Promise<AccessPlan> {
  const place = [organizationId, siteId]
  const [rules, zones, holidays, keys] = await Promise.all([
    connection.query<RuleRow[]>(rulesOfSite, place),
    connection.query<ZoneRow[]>(zonesOfSite, place),
    connection.query<{ day: string }[]>(holidaysOfSite, place),
    connection.query<{ key_id: string }[]>(revokedKeysOf, [organizationId]),
  ])
  return {
    version,
    rules: rules.map(ruleOf),
    zones: new Map(zones.map((row) => [row.id, zoneOf(row)])),
    holidays: new Set(holidays.map(({ day }) => day)),
    revokedKeys: new Set(keys.map(({ key_id }) => key_id)),
  }
}

/**
 * What is to be asked of whoever wants in at a gate, the zones of its site, and the keys that open nothing any more. Read only where the site's version is another than the last time. What is read is of
 * that version or newer: an entry that was decided by something newer finds another version when it is written, and is decided anew.
 */
export async function accessAt(
  connection: Connection,
  organizationId: string,
  site: { id: string; timeZone: string },
  version: number,
  gate: { id: string; zoneId: string | null },
): Promise<{ access: AccessPlace; zones: ZoneTree; revokedKeys: ReadonlySet<string> }> {
  let plan = plans.get(site.id)
  if (plan?.version !== version) {
    // Nothing was ever said about a site of that version.
    plan =
      version === 0
        ? { version, rules: [], zones: new Map(), holidays: new Set(), revokedKeys: new Set() }
        : await readPlan(connection, organizationId, site.id, version)
    if (plans.size >= mostPlans) plans.clear()
    plans.set(site.id, plan)
  }
  const zone = gate.zoneId === null ? null : (plan.zones.get(gate.zoneId) ?? null)
  const { zones, holidays, rules, revokedKeys } = plan
  return { access: { gateId: gate.id, zone, timeZone: site.timeZone, holidays, rules }, zones, revokedKeys }
}

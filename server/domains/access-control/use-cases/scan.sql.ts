import type { Connection } from 'mariadb'
import {
  checkinColumns,
  checkinOf,
  joinVisitorKey,
  jsonOf,
  passColumns,
  passOf,
  visitorColumns,
  visitorOf,
  type CheckinColumns,
  type PassColumns,
  type VisitorColumns,
} from '../../../core/columns.sql'
import type { CheckinRow, GateRow, VisitPassRow } from '../../../core/rows'
import type { Appointment, VisitPass } from '../../../generated/prisma/client'
import { keyringOf } from '../../../infra/keyring'
import type { ChangingCodes } from '#shared/credentials/live-code'
import type { AccessPlace } from '#shared/access-rules'
import type { PresencePolicy } from '#shared/crossing'
import type { ZoneTree } from '#shared/whereabouts'
import type { ProvenCode } from '../../credentials/use-cases/read-pass-code'
import { accessAt } from './access-plan.sql'

/** A pass at a gate, with where its people are. */
export interface PassAtGate extends VisitPassRow {
  appointmentCanceled: boolean
  /** The number of its newest code. */
  issueNumber: number
  /** Rules that were assigned to it, and to its visit. */
  passRuleIds: string[]
  visitRuleIds: string[]
  /** When somebody last moved on it. */
  movedAt: Date | null
}

/** The gate at which a scan is, and what holds there. */
export interface GateAtScan extends Omit<GateRow, 'site'> {
  siteClosedAt: Date | null
  identityCheck: boolean
  access: AccessPlace
  accessVersion: number
  zones: ZoneTree
  /** Keys whose codes open nothing. */
  revokedKeys: ReadonlySet<string>
  policy: PresencePolicy
  changingCodes: ChangingCodes
}

/** Everything a scan needs to know, as one statement read it. */
export interface ScanRead {
  gate: GateAtScan
  pass: PassAtGate | null
  /** What this scanner recorded under this nonce before. */
  earlier: (CheckinRow & { codeHash: Buffer }) | null
}

type Nullable<T> = { [K in keyof T]: T[K] | null }

/** The gate and its site are there; the pass and the earlier check-in may not be. Each column travels with its description at every scan: no more than is asked for. */
type Row = {
  gate_id: string
  gate_site_id: string
  site_time_zone: string
  site_closed_at: Date | null
  identity_check: number
  gate_name: string
  gate_closed_at: Date | null
  gate_zone_id: string | null
  gate_is_inner: number
  access_version: number
  site_capacity: number | null
  anti_passback: PresencePolicy['antiPassback']
  passback_minutes: number | null
  changing_codes: ChangingCodes
  earlier_id: string | null
  appointment_status: Appointment['status'] | null
  host_id: string | null
  visit_rule_ids: string[] | string | null
} & Nullable<PassColumns & WhereaboutsColumns & VisitorColumns>

interface WhereaboutsColumns {
  pass_zones: VisitPass['zones']
  pass_moved_at: Date | null
  issue_number: number
  pass_rule_ids: string[] | string | null
}

const hasPass = (row: Row): row is Row & PassColumns & Pick<WhereaboutsColumns, 'issue_number'> & VisitorColumns => row.pass_id !== null

const sqlFor = (passCondition: string) => `
  SELECT g.id AS gate_id, g.site_id AS gate_site_id, s.time_zone AS site_time_zone, s.closed_at AS site_closed_at, s.identity_check, g.name AS gate_name, g.closed_at AS gate_closed_at, g.zone_id AS gate_zone_id,
    g.is_inner AS gate_is_inner, ast.version AS access_version, ast.capacity AS site_capacity, ast.anti_passback, ast.passback_minutes, ast.changing_codes,
    p.zones AS pass_zones, p.moved_at AS pass_moved_at, p.issue_number, p.access_rule_ids AS pass_rule_ids,
    a.status AS appointment_status, a.host_id, a.access_rule_ids AS visit_rule_ids, c.id AS earlier_id, ${passColumns}, ${visitorColumns}
  FROM gates g
  JOIN sites s ON s.id = g.site_id
  JOIN access_states ast ON ast.organization_id = g.organization_id AND ast.site_id = g.site_id
  LEFT JOIN checkin_logs c ON c.scanner_id = ? AND c.nonce = ?
  LEFT JOIN visit_passes p ON p.organization_id = g.organization_id AND ${passCondition}
  LEFT JOIN appointments a ON a.id = p.appointment_id
  LEFT JOIN visitors v ON v.id = p.visitor_id ${joinVisitorKey}
  WHERE g.id = ? AND g.organization_id = ?`

const earlierSql = `SELECT ${checkinColumns}, c.code_hash FROM checkin_logs c WHERE c.organization_id = ? AND c.id = ?`

/** What a scan that is sent again was answered with: asked for by itself, because hardly any is. */
async function readEarlier(connection: Connection, organizationId: string, id: string): Promise<ScanRead['earlier']> {
  const [row]: (CheckinColumns & { code_hash: Buffer })[] = await connection.query(earlierSql, [organizationId, id])
  return row ? { ...checkinOf(row), codeHash: row.code_hash } : null
}

/** A list of ids as it is kept; null for none. */
const idsOf = (column: string[] | string | null): string[] => (column === null ? [] : jsonOf<string[]>(column))

const byId = sqlFor('p.id = ?')
const byShortCode = sqlFor('p.short_code = ?')

/**
 * Reads the gate, the pass behind the code and the scanner's earlier answer in one statement.
 * @returns null for a gate that the organization does not have
 */
export async function readScan(
  connection: Connection,
  organizationId: string,
  scan: { gateId: string; scannerId: string; nonce: string; pass: ProvenCode },
): Promise<ScanRead | null> {
  const sql = scan.pass?.by === 'short_code' ? byShortCode : byId
  // Prepared once a connection: reading the text and describing the columns would cost more than the answer. Not for what is sent one behind
  // the other: a statement that is not prepared yet comes after those that were sent after it.
  const [row]: Row[] = await connection.execute(sql, [scan.scannerId, scan.nonce, scan.pass?.value ?? '', scan.gateId, organizationId])
  if (!row) return null
  const site = { id: row.gate_site_id, timeZone: row.site_time_zone }
  const keyring = await keyringOf(organizationId)
  const accessVersion = row.access_version
  const { gate_id: id, gate_name: name, gate_closed_at: closedAt, gate_zone_id: zoneId } = row
  const { access, zones, revokedKeys } = await accessAt(connection, organizationId, site, accessVersion, { id, zoneId })
  const policy = { capacity: row.site_capacity, antiPassback: row.anti_passback, passbackMinutes: row.passback_minutes }
  const place = {
    siteId: site.id,
    siteClosedAt: row.site_closed_at,
    identityCheck: Boolean(row.identity_check),
    isInner: Boolean(row.gate_is_inner),
    changingCodes: row.changing_codes,
  }
  return {
    gate: { id, name, closedAt, zoneId, ...place, access, accessVersion, zones, revokedKeys, policy },
    pass: hasPass(row)
      ? {
          ...passOf(row),
          hostId: row.host_id,
          visitor: visitorOf(keyring, row),
          appointmentCanceled: row.appointment_status === 'CANCELED',
          zones: jsonOf<VisitPass['zones']>(row.pass_zones),
          issueNumber: row.issue_number,
          passRuleIds: idsOf(row.pass_rule_ids),
          visitRuleIds: idsOf(row.visit_rule_ids),
          movedAt: row.pass_moved_at,
        }
      : null,
    earlier: row.earlier_id === null ? null : await readEarlier(connection, organizationId, row.earlier_id),
  }
}

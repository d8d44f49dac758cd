import type { Connection } from 'mariadb'
import {
  checkinColumns,
  checkinOf,
  joinVisitorKey,
  passColumns,
  passOf,
  siteColumns,
  siteOf,
  visitorColumns,
  visitorOf,
  type CheckinColumns,
  type PassColumns,
  type SiteColumns,
  type VisitorColumns,
} from '../../../core/columns.sql'
import { lasting } from '../../../core/pass-tasks'
import type { CheckinRow, GateRow, VisitPassRow } from '../../../core/rows'
import type { Appointment, Site } from '../../../generated/prisma/client'
import { keyringOf } from '../../../infra/keyring'
import type { AccessPlace } from '#shared/access-rules'
import type { ProvenCode } from '../../credentials/use-cases/read-pass-code'
import { accessAt } from './access-plan.sql'

/** Everything a scan needs to know, as one statement read it. */
export interface ScanRead {
  gate: GateRow & { site: Site; identityCheck: boolean; access: AccessPlace; accessVersion: number }
  pass: (VisitPassRow & { appointmentCanceled: boolean }) | null
  /** What this scanner recorded under this nonce before. */
  earlier: (CheckinRow & { codeHash: Buffer }) | null
}

type Nullable<T> = { [K in keyof T]: T[K] | null }

/** The gate and its site are there; the pass and the earlier check-in may not be. */
type Row = SiteColumns & {
  gate_id: string
  gate_name: string
  gate_closed_at: Date | null
  gate_zone_id: string | null
  access_version: number
  code_hash: Buffer | null
  appointment_status: Appointment['status'] | null
  host_id: string | null
} & Nullable<PassColumns & VisitorColumns & CheckinColumns>

const hasPass = (row: Row): row is Row & PassColumns & VisitorColumns => row.pass_id !== null
const hasCheckin = (row: Row): row is Row & CheckinColumns & { code_hash: Buffer } => row.checkin_id !== null

const sqlFor = (passCondition: string) => `
  SELECT g.id AS gate_id, g.name AS gate_name, g.closed_at AS gate_closed_at, g.zone_id AS gate_zone_id, ast.version AS access_version, a.status AS appointment_status, a.host_id, c.code_hash, ${siteColumns}, ${passColumns}, ${visitorColumns}, ${checkinColumns}
  FROM gates g
  JOIN sites s ON s.id = g.site_id
  JOIN access_states ast ON ast.organization_id = g.organization_id AND ast.site_id = g.site_id
  LEFT JOIN checkin_logs c ON c.scanner_id = ? AND c.nonce = ?
  LEFT JOIN visit_passes p ON p.organization_id = g.organization_id AND ${passCondition}
  LEFT JOIN appointments a ON a.id = p.appointment_id
  LEFT JOIN visitors v ON v.id = p.visitor_id ${joinVisitorKey}
  WHERE g.id = ? AND g.organization_id = ?`

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
  const [row]: Row[] = await connection.query(sql, [scan.scannerId, scan.nonce, scan.pass?.value ?? '', scan.gateId, organizationId])
  if (!row) return null
  const site = siteOf(row)
  const keyring = await keyringOf(organizationId)
  const accessVersion = row.access_version
  const { id, name, closedAt, zoneId } = { id: row.gate_id, name: row.gate_name, closedAt: row.gate_closed_at, zoneId: row.gate_zone_id }
  const access = await accessAt(connection, organizationId, site, accessVersion, { id, zoneId })
  return {
    gate: { id, name, closedAt, zoneId, siteId: site.id, identityCheck: site.identityCheck, site, access, accessVersion },
    pass: hasPass(row)
      ? {
          ...passOf(row),
          hostId: row.host_id,
          visitor: visitorOf(keyring, row),
          appointmentCanceled: row.appointment_status === 'CANCELED',
        }
      : null,
    earlier: hasCheckin(row) ? { ...checkinOf(row), codeHash: row.code_hash } : null,
  }
}

/** A check-in about to be written. */
export interface NewCheckin extends CheckinRow {
  siteId: string
  source: 'DEVICE' | 'API' | 'DESK'
  scannerId: string
  nonce: string
  codeHash: Buffer
}

/** An event about to be written. */
export interface NewEvent {
  id: string
  type: string
  entityId: string
  payload: Record<string, unknown>
  occurredAt: Date
}

/** One more person is inside: of a group several are, of any other pass one. */
const comeIn = `people_inside = IF(type = 'GROUP', people_inside + 1, 1), presence = 'INSIDE', inside_since = ?`

/**
 * Takes one entry of a pass. The condition repeats everything the decision rested on that can change meanwhile.
 * Assignments run left to right: status looks at entries_used before it grows. What a steward saw to once is not asked again. Whoever
 * changes rules waits until it is committed, so that nobody is let in by what was before once a change stands.
 */
const takeEntry = `
  UPDATE visit_passes
  SET status = IF(entries_limit IS NOT NULL AND entries_used + 1 >= entries_limit, 'USED', status),
      entries_used = entries_used + 1, ${comeIn},
      outstanding = outstanding & ~?, seen_to_at_gate = seen_to_at_gate | ?
  WHERE id = ? AND organization_id = ? AND status = 'ACTIVE' AND valid_from <= ? AND valid_to > ?
    AND (entries_limit IS NULL OR entries_used < entries_limit) AND (outstanding & ~?) = 0
    AND visitor_type_id <=> ? AND (SELECT version FROM access_states WHERE organization_id = ? AND site_id = ? LOCK IN SHARE MODE) = ?`

const forceEntry = `
  UPDATE visit_passes
  SET status = IF(status = 'ACTIVE' AND entries_limit IS NOT NULL AND entries_used + 1 >= entries_limit, 'USED', status),
      entries_used = entries_used + 1, ${comeIn}
  WHERE id = ? AND organization_id = ?`

/** Of a group one person leaves, the rest stay inside; whoever leaves uncounted does not take the count below nobody. */
const leave = `
  UPDATE visit_passes
  SET people_inside = IF(type = 'GROUP' AND people_inside > 1, people_inside - 1, 0),
      presence = IF(people_inside > 0, 'INSIDE', 'LEFT'), inside_since = IF(people_inside > 0, inside_since, NULL)
  WHERE id = ? AND organization_id = ?`

const insertCheckin = `
  INSERT INTO checkin_logs (id, organization_id, visit_pass_id, site_id, gate_id, direction, result, reason, source, scanner_id, nonce, code_hash,
    forced, forced_reason, seen_to, rule_steps, occurred_at, recorded_at)
  VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)`

const insertEvent = `INSERT INTO outbox_events (id, organization_id, type, entity_id, payload, occurred_at) VALUES (?, ?, ?, ?, ?, ?)`

/** What the rules were asked with. */
interface AskedRules {
  accessVersion: number
  visitorTypeId: string | null
}

/** The statement that moves the person, by what was decided; null where nobody moves. */
function movement(organizationId: string, checkin: NewCheckin, asked?: AskedRules): { sql: string; values: unknown[] } | null {
  if (checkin.result !== 'ADMITTED') return null
  const { visitPassId, siteId, seenTo, occurredAt: at } = checkin
  if (checkin.direction === 'EXIT') return { sql: leave, values: [visitPassId, organizationId] }
  if (checkin.forced) return { sql: forceEntry, values: [at, visitPassId, organizationId] }
  const kept = seenTo & lasting
  return {
    sql: takeEntry,
    values: [
      at,
      kept,
      kept,
      visitPassId,
      organizationId,
      at,
      at,
      seenTo,
      asked?.visitorTypeId ?? null,
      organizationId,
      siteId,
      asked?.accessVersion ?? 0,
    ],
  }
}

/** What came of writing a scan: `lost` when somebody else changed the pass first, `repeated` when the nonce was written meanwhile. */
export type Written = 'written' | 'lost' | 'repeated'

/**
 * Writes a scan: the movement, the check-in and the event travel together and are answered together, then one COMMIT.
 * Nothing stays when the movement found no row or the nonce is taken.
 * @param asked what an entry was decided by, beside the pass itself
 * @param also what else is written with it
 */
export async function writeScan(
  connection: Connection,
  organizationId: string,
  checkin: NewCheckin,
  event: NewEvent,
  { asked, also = [] }: { asked?: AskedRules; also?: { sql: string; values: unknown[] }[] } = {},
): Promise<Written> {
  const move = movement(organizationId, checkin, asked)
  const sent = [
    move ? connection.query<{ affectedRows: number }>(move.sql, move.values) : Promise.resolve({ affectedRows: 1 }),
    connection.query(insertCheckin, checkinValues(organizationId, checkin)),
    connection.query(insertEvent, [event.id, organizationId, event.type, event.entityId, JSON.stringify(event.payload), event.occurredAt]),
    ...also.map(({ sql, values }) => connection.query(sql, values)),
  ] as const
  const [moved, ...rest] = await Promise.allSettled(sent)
  const failed = [moved, ...rest].find((result) => result.status === 'rejected')
  const lost = moved.status === 'fulfilled' && moved.value.affectedRows !== 1
  if (!failed && !lost) {
    await connection.commit()
    return 'written'
  }
  await connection.rollback()
  if (lost) return 'lost'
  if (isDuplicate(failed?.reason)) return 'repeated'
  throw failed?.reason
}

const isDuplicate = (error: unknown): boolean => error instanceof Error && 'errno' in error && error.errno === 1062

function checkinValues(organizationId: string, c: NewCheckin): unknown[] {
  return [
    c.id,
    organizationId,
    c.visitPassId,
    c.siteId,
    c.gateId,
    c.direction,
    c.result,
    c.reason,
    c.source,
    c.scannerId,
    c.nonce,
    c.codeHash,
    c.forced,
    c.forcedReason,
    c.seenTo,
    c.ruleSteps === null ? null : JSON.stringify(c.ruleSteps),
    c.occurredAt,
    c.recordedAt,
  ]
}

import type { Connection } from 'mariadb'
import type { Limit, Room } from '#shared/crossing'
import { lasting } from '#shared/pass-tasks'
import type { CheckinRow } from '../../../core/rows'
import type { Footing } from '../passage'

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

/** One entry is spent. Assignments run left to right: status looks at entries_used before it grows. */
const spendEntry = `status = IF(status = 'ACTIVE' AND entries_limit IS NOT NULL AND entries_used + 1 >= entries_limit, 'USED', status),
  entries_used = entries_used + 1`

/** One more person is inside: of a group several are, of any other pass one. */
const comeIn = `people_inside = IF(type = 'GROUP', people_inside + 1, 1), presence = 'INSIDE', inside_since = ?`

/** Whoever moves inside is inside, however they came there. */
const moveInside = `people_inside = GREATEST(people_inside, 1), presence = 'INSIDE', inside_since = COALESCE(inside_since, ?)`

/** Of a group one person leaves, the rest stay inside; whoever leaves uncounted does not take the count below nobody. */
const leave = `people_inside = IF(type = 'GROUP' AND people_inside > 1, people_inside - 1, 0),
  presence = IF(people_inside > 0, 'INSIDE', 'LEFT'), inside_since = IF(people_inside > 0, inside_since, NULL)`

/** Whoever changes what a site decides by waits until the scan is committed, so that nobody is let in by what was before once a change stands. */
const versionIs = '(SELECT version FROM access_states WHERE organization_id = ? AND site_id = ? LOCK IN SHARE MODE) = ?'

const insertCheckin = `
  INSERT INTO checkin_logs (id, organization_id, visit_pass_id, site_id, gate_id, direction, result, reason, source, scanner_id, nonce, code_hash,
    forced, forced_reason, seen_to, rule_steps, let_in_by_rule, movement, zone_from, zone_to, occurred_at, recorded_at)
  VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)`

const insertEvent = `INSERT INTO outbox_events (id, organization_id, type, entity_id, payload, occurred_at) VALUES (?, ?, ?, ?, ?, ?)`

/** A pass is always locked by the same index: of two scans that take different ones each could wait for the other. */
const passesById = 'visit_passes FORCE INDEX (PRIMARY)'

/** A piece of a statement and its values. */
export interface Part {
  sql: string
  values: unknown[]
}

const part = (sql: string, ...values: unknown[]): Part => ({ sql, values })
const joined = (parts: readonly Part[], by: string): Part =>
  part(parts.map(({ sql }) => sql).join(by), ...parts.flatMap(({ values }) => values))

/** How many people count towards each capacity, as columns `n0`, `n1`, … */
function countedColumns(limits: readonly Limit[]): Part {
  const inZone = 'COALESCE(CAST(JSON_EXTRACT(zones, ?) AS UNSIGNED), 0)'
  const people = ({ zoneIds }: Limit) =>
    zoneIds === null ? part('people_inside') : part(zoneIds.map(() => inZone).join(' + '), ...zoneIds.map((id) => `$."${id}"`))
  const columns = limits.map((limit, index) => {
    const { sql, values } = people(limit)
    return part(`COALESCE(SUM(${sql}), 0) AS n${index}`, ...values)
  })
  return joined(columns, ', ')
}

const counting = (organizationId: string, siteId: string, limits: readonly Limit[]): Part => {
  const columns = countedColumns(limits)
  const inside = `FROM visit_passes WHERE organization_id = ? AND site_id = ? AND presence = 'INSIDE'`
  return part(`SELECT ${columns.sql} ${inside}`, ...columns.values, organizationId, siteId)
}

/** How many more people the capacities have room for, in their order. */
export async function readRoom(connection: Connection, organizationId: string, siteId: string, limits: readonly Limit[]): Promise<Room[]> {
  if (limits.length === 0) return []
  const { sql, values } = counting(organizationId, siteId, limits)
  const [counts]: Record<string, number | string>[] = await connection.query(sql, values)
  return limits.map(({ name, capacity }, index) => ({ name, left: capacity - Number(counts?.[`n${index}`] ?? 0) }))
}

/** Whether every capacity has room for one more. Whoever counts has to be alone with it, see `holdCount`. */
function thereIsRoom(organizationId: string, siteId: string, limits: readonly Limit[]): Part {
  const { sql, values } = counting(organizationId, siteId, limits)
  const each = limits.map((_, index) => `n${index} < ?`).join(' AND ')
  const capacities = limits.map(({ capacity }) => capacity)
  return part(`EXISTS (SELECT 1 FROM (${sql}) AS counted WHERE ${each})`, ...values, ...capacities)
}

/** What holds a movement back if it is no longer so: everything it rested on that can change meanwhile. */
function conditionsOf(organizationId: string, checkin: NewCheckin, footing: Footing): Part[] {
  const { visitPassId, siteId, seenTo, occurredAt: at } = checkin
  const { rules, move, limits } = footing
  const state =
    move.kind === 'IN' ? `status = 'ACTIVE' AND (entries_limit IS NULL OR entries_used < entries_limit)` : `status IN ('ACTIVE', 'USED')`
  return [
    part('id = ? AND organization_id = ?', visitPassId, organizationId),
    ...(footing.moves === null ? [] : [part('moves = ?', footing.moves)]),
    ...(rules
      ? [
          part(`${state} AND valid_from <= ? AND valid_to > ?`, at, at),
          part('visitor_type_id <=> ? AND issue_number = ?', rules.visitorTypeId, rules.issueNumber),
        ]
      : []),
    ...(footing.asksGuest ? [part('(outstanding & ~?) = 0', seenTo)] : []),
    ...(rules || footing.zones ? [part(versionIs, organizationId, siteId, footing.accessVersion)] : []),
    ...(limits.length > 0 ? [thereIsRoom(organizationId, siteId, limits)] : []),
  ]
}

/** The statement that moves the person, by what was decided. What a steward saw to once is not asked again. */
function movement(organizationId: string, checkin: NewCheckin, footing: Footing): Part {
  const { seenTo, occurredAt: at } = checkin
  const kept = seenTo & lasting
  const moves = {
    IN: [part(spendEntry), part(comeIn, at)],
    WITHIN: [part(moveInside, at)],
    OUT: [part(leave)],
  }
  const set = [
    ...moves[footing.move.kind],
    part('moves = moves + 1, moved_at = ?', at),
    ...(footing.zones ? [part('zones = ?', zonesText(footing.zones))] : []),
    ...(footing.asksGuest ? [part('outstanding = outstanding & ~?, seen_to_at_gate = seen_to_at_gate | ?', kept, kept)] : []),
  ]
  return joined(
    [part(`UPDATE ${passesById} SET`), joined(set, ', '), part('WHERE'), joined(conditionsOf(organizationId, checkin, footing), ' AND ')],
    ' ',
  )
}

const zonesText = (zones: Footing['zones'] & object): string | null => (Object.keys(zones).length > 0 ? JSON.stringify(zones) : null)

const stateOf = (lock: string) => `SELECT version FROM access_states WHERE organization_id = ? AND site_id = ? ${lock}`

/** Lets nobody else count who is inside a site until the scan is over. Comes before everything else that a scan writes. */
const holdCount = stateOf('FOR UPDATE')

/**
 * Keeps what a scan rests on as it is until it is over, for one that was overtaken. In this order, as every scan does.
 * @param counted whether anything at the site has a capacity
 */
export async function holdPass(
  connection: Connection,
  organizationId: string,
  siteId: string,
  passId: string,
  counted: boolean,
): Promise<void> {
  await connection.query(counted ? holdCount : stateOf('LOCK IN SHARE MODE'), [organizationId, siteId])
  await connection.query(`SELECT id FROM ${passesById} WHERE id = ? AND organization_id = ? FOR UPDATE`, [passId, organizationId])
}

/** What came of writing a scan: `lost` when somebody else changed the pass first, `repeated` when the nonce was written meanwhile. */
export type Written = 'written' | 'lost' | 'repeated'

/**
 * Writes a scan: the movement, the check-in and the event travel together and are answered together, then one COMMIT.
 * Nothing stays when the movement found no row or the nonce is taken.
 * @param footing how the person moves and what that rests on; null where nobody moves
 * @param also what else is written with it
 */
export async function writeScan(
  connection: Connection,
  organizationId: string,
  checkin: NewCheckin,
  event: NewEvent,
  { footing, also = [] }: { footing: Footing | null; also?: Part[] },
): Promise<Written> {
  const move = footing && movement(organizationId, checkin, footing)
  const sent = [
    ...(footing?.isCounted ? [connection.query(holdCount, [organizationId, checkin.siteId])] : []),
    move ? connection.query<{ affectedRows: number }>(move.sql, move.values) : Promise.resolve({ affectedRows: 1 }),
    connection.query(insertCheckin, checkinValues(organizationId, checkin)),
    connection.query(insertEvent, [event.id, organizationId, event.type, event.entityId, JSON.stringify(event.payload), event.occurredAt]),
    ...also.map(({ sql, values }) => connection.query(sql, values)),
  ]
  const results = await Promise.allSettled(sent)
  const moved = results[footing?.isCounted ? 1 : 0]
  const failed = results.find((result) => result.status === 'rejected')
  const lost = moved?.status === 'fulfilled' && (moved.value as { affectedRows: number }).affectedRows !== 1
  if (!failed && !lost) {
    await connection.commit()
    return 'written'
  }
  await connection.rollback()
  if (lost || isDeadlock(failed?.reason)) return 'lost'
  if (isDuplicate(failed?.reason)) return 'repeated'
  throw failed?.reason
}

const isError = (error: unknown, number: number): boolean => error instanceof Error && 'errno' in error && error.errno === number
const isDuplicate = (error: unknown): boolean => isError(error, 1062)
/** Of two scans that wait for each other the server ends one, which is decided anew. */
const isDeadlock = (error: unknown): boolean => isError(error, 1213)

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
    c.accessRuleId,
    c.movement,
    c.zoneFrom,
    c.zoneTo,
    c.occurredAt,
    c.recordedAt,
  ]
}

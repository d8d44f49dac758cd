import { createHash } from 'node:crypto'
import type { PoolConnection } from 'mariadb'
import { v7 } from 'uuid'
import { globalId, poolOf, serve } from './http.ts'
import { provenPassId } from './pass-code.ts'
import { principalOf, type Principal } from './principal.ts'
import { openPerson, organizationKey, type OrganizationKey } from './sealing.ts'

/**
 * The limit of `scanPass`: the entry of a single-use pass, by hand. GUARD=off leaves out what keeps a pass from being used
 * twice (the negative control); TRIPS=pipelined sends the writes behind each other as the product does.
 */
const guarded = process.env.GUARD !== 'off'
const pipelined = process.env.TRIPS === 'pipelined'
const pool = poolOf(Number(process.env.POOL), pipelined ? ['SET autocommit = 0'] : [])

const readSql = `SELECT p.id, p.site_id, p.status, p.valid_from, p.valid_to, p.entries_limit, p.entries_used, p.qr_token, v.id AS visitor_id,
    v.sealed_name, v.sealed_company, k.wrapped_key, g.site_id AS gate_site_id, s.identity_check, a.status AS appointment_status, c.id AS earlier_id
  FROM gates g JOIN sites s ON s.id = g.site_id
  LEFT JOIN checkin_logs c ON c.scanner_id = ? AND c.nonce = ?
  LEFT JOIN visit_passes p ON p.organization_id = g.organization_id AND p.id = ?
  LEFT JOIN appointments a ON a.id = p.appointment_id LEFT JOIN visitors v ON v.id = p.visitor_id
  LEFT JOIN visitor_keys k ON k.visitor_id = v.id
  WHERE g.id = ? AND g.organization_id = ?`
const takeSql = `UPDATE visit_passes SET status = IF(entries_limit IS NOT NULL AND entries_used + 1 >= entries_limit, 'USED', status),
    entries_used = entries_used + 1, presence = 'INSIDE', inside_since = ?
  WHERE id = ? AND organization_id = ?${guarded ? " AND status = 'ACTIVE' AND valid_from <= ? AND valid_to > ? AND (entries_limit IS NULL OR entries_used < entries_limit)" : ''}`
const checkinSql = `INSERT INTO checkin_logs (id, organization_id, visit_pass_id, site_id, gate_id, direction, result, source, scanner_id, nonce,
    code_hash, forced, occurred_at, recorded_at) VALUES (?, ?, ?, ?, ?, 'ENTRY', 'ADMITTED', 'DEVICE', ?, ?, ?, 0, ?, ?)`
const eventSql = 'INSERT INTO outbox_events (id, organization_id, type, entity_id, payload, occurred_at) VALUES (?, ?, ?, ?, ?, ?)'

interface Input {
  code: string
  gateId: string
  nonce: string
}

async function scan(db: PoolConnection, who: Principal, input: Input, gateId: string, passId: string | null) {
  const now = new Date()
  const [row] = await db.query(readSql, [who.id, input.nonce, passId, gateId, who.organizationId])
  const usable = row?.id && row.status === 'ACTIVE' && row.qr_token === input.code && row.valid_from <= now && row.valid_to > now
  if (!usable || row.earlier_id || row.site_id !== row.gate_site_id || row.identity_check || row.entries_used >= row.entries_limit)
    return null
  const checkin = { id: v7(), now }
  const payload = JSON.stringify({ checkinId: checkin.id, gateId, siteId: row.site_id, visitPassId: row.id, forced: false })
  const writes: [string, unknown[]][] = [
    [takeSql, [now, row.id, who.organizationId, ...(guarded ? [now, now] : [])]],
    [
      checkinSql,
      [
        checkin.id,
        who.organizationId,
        row.id,
        row.site_id,
        gateId,
        who.id,
        input.nonce,
        createHash('sha256').update(input.code).digest(),
        now,
        now,
      ],
    ],
    [eventSql, [v7(), who.organizationId, 'visitpass.checked_in', checkin.id, payload, now]],
  ]
  if (pipelined) {
    const [taken] = await Promise.all(writes.map(([sql, values]) => db.query(sql, values)))
    if (taken.affectedRows !== 1) return null
  } else {
    for (const [sql, values] of writes) if ((await db.query(sql, values)).affectedRows !== 1) return null
  }
  await db.commit()
  return { row, checkin }
}

let wrapping: OrganizationKey | undefined

serve(async (variables, request) => {
  const input = variables.input as Input
  const who = await principalOf(pool, request)
  const [, gateId = ''] = Buffer.from(input.gateId, 'base64url').toString().split(':')
  if (!who?.scopes.includes('scan:admit') || !who.gates.get(gateId)?.mayAdmit) throw new Error('FORBIDDEN')
  const passId = await provenPassId(pool, who.organizationId, input.code)
  // Before a connection is held: who holds one and waits for another waits for ever.
  wrapping ??= await organizationKey(pool, who.organizationId, process.env.MASTER_KEY ?? '')
  const db = await pool.getConnection()
  try {
    if (!pipelined) await db.beginTransaction()
    const done = await scan(db, who, input, gateId, passId)
    if (!done) return { scanPass: { __typename: 'ScanDenied', reason: 'ALREADY_USED' } }
    const { row, checkin } = done
    const visitor = openPerson(wrapping, row.visitor_id, row)
    const visitPass = { id: globalId('VisitPass', row.id), status: 'USED', visitor }
    const shown = { id: globalId('Checkin', checkin.id), occurredAt: checkin.now }
    return { scanPass: { __typename: 'ScanAdmitted', notices: [], checkin: shown, visitPass } }
  } finally {
    await db.rollback()
    await db.release()
  }
})

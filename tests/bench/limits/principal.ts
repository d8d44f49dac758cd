import { createHash } from 'node:crypto'
import type { IncomingMessage } from 'node:http'
import type { Pool } from 'mariadb'

/** Who asks: as the product does it, looked up by the hash of the token and remembered for one second. */
export interface Principal {
  id: string
  organizationId: string
  scopes: string[]
  gates: Map<string, { mayAdmit: boolean }>
}

const recent = new Map<string, { until: number; principal: Promise<Principal | null> }>()

async function byDevice(pool: Pool, hash: Buffer): Promise<Principal | null> {
  const [device] = await pool.query('SELECT id, organization_id FROM devices WHERE token_hash = ? AND revoked_at IS NULL', [hash])
  if (!device) return null
  const gates: { gate_id: string; may_admit: number }[] = await pool.query(
    'SELECT gate_id, may_admit FROM device_gates WHERE device_id = ?',
    [device.id],
  )
  const granted = new Map(gates.map((gate) => [gate.gate_id, { mayAdmit: Boolean(gate.may_admit) }]))
  return { id: device.id, organizationId: device.organization_id, scopes: ['scan:admit'], gates: granted }
}

async function byKey(pool: Pool, hash: Buffer): Promise<Principal | null> {
  const sql =
    'SELECT id, organization_id, scopes FROM api_keys WHERE key_hash = ? AND revoked_at IS NULL AND (expires_at IS NULL OR expires_at > ?)'
  const [key] = await pool.query(sql, [hash, new Date()])
  if (!key) return null
  const scopes: string[] = typeof key.scopes === 'string' ? JSON.parse(key.scopes) : key.scopes
  return { id: key.id, organizationId: key.organization_id, scopes, gates: new Map() }
}

/** The principal behind the Authorization header; null for nobody. */
export function principalOf(pool: Pool, request: IncomingMessage): Promise<Principal | null> {
  const token = request.headers.authorization?.slice('Bearer '.length) ?? ''
  const known = recent.get(token)
  if (known && known.until > Date.now()) return known.principal
  const hash = createHash('sha256').update(token).digest()
  const principal = token.startsWith('gcd_') ? byDevice(pool, hash) : byKey(pool, hash)
  recent.set(token, { until: Date.now() + 1_000, principal })
  return principal
}

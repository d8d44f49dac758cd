import { createPublicKey, verify, type KeyObject } from 'node:crypto'
import type { Pool } from 'mariadb'

const values = new Map(Array.from('0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ $%*+-./:', (symbol, index) => [symbol, index]))
const context = Buffer.from('guest-center:pass:v1\0')
const spki = Buffer.from('302a300506032b6570032100', 'hex')
const keys = new Map<string, { organizationId: string; key: KeyObject }>()

function decode(code: string): Buffer {
  const bytes = Buffer.alloc(94)
  for (let at = 0, from = 4; at < 94; at += 2, from += 3) {
    const [a = 0, b = 0, c = 0] = [values.get(code[from] ?? ''), values.get(code[from + 1] ?? ''), values.get(code[from + 2] ?? '')]
    bytes.writeUInt16BE(a + 45 * b + 2_025 * c, at)
  }
  return bytes
}

async function keyOf(pool: Pool, keyId: string): Promise<{ organizationId: string; key: KeyObject } | null> {
  const known = keys.get(keyId)
  if (known) return known
  const [row] = await pool.query('SELECT organization_id, public_key FROM signing_keys WHERE key_id = ?', [keyId])
  if (!row) return null
  const made = {
    organizationId: row.organization_id,
    key: createPublicKey({ key: Buffer.concat([spki, row.public_key]), format: 'der', type: 'spki' }),
  }
  keys.set(keyId, made)
  return made
}

/** The pass that a code names, if the organization signed it: the signature is verified here as in the product. */
export async function provenPassId(pool: Pool, organizationId: string, code: string): Promise<string | null> {
  if (code.length !== 145 || !code.startsWith('GC1:')) return null
  const bytes = decode(code)
  const found = await keyOf(pool, bytes.toString('hex', 1, 5))
  if (found?.organizationId !== organizationId) return null
  if (!verify(null, Buffer.concat([context, bytes.subarray(0, 30)]), found.key, bytes.subarray(30))) return null
  const id = bytes.toString('hex', 5, 21)
  return `${id.slice(0, 8)}-${id.slice(8, 12)}-${id.slice(12, 16)}-${id.slice(16, 20)}-${id.slice(20)}`
}

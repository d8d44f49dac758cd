import type { Connection } from 'mariadb'
import { nameTokens } from '../../../core/blind-index'
import { sealNewVisitor } from '../../../core/visitor-record'
import { keyringOf } from '../../../infra/keyring'

interface InClear {
  id: string
  organization_id: string
  name: string
  email: string | null
  phone: string | null
  company: string | null
}

const batch = 500
const exists = `SELECT 1 FROM information_schema.tables WHERE table_schema = DATABASE() AND table_name = 'visitors_in_clear'`

/**
 * Seals what an earlier version kept in clear, a batch at a time, and drops the table in which it waited. Goes on where it was
 * interrupted; without the table it does nothing.
 * @param connection of the owner of the tables
 */
export async function sealVisitorsInClear(connection: Connection): Promise<void> {
  const found: unknown[] = await connection.query(exists)
  if (found.length === 0) return
  for (;;) {
    const rows: InClear[] = await connection.query(`SELECT * FROM visitors_in_clear ORDER BY id LIMIT ${batch}`)
    if (rows.length === 0) break
    await connection.beginTransaction()
    for (const row of rows) await sealOne(connection, row)
    await connection.query('DELETE FROM visitors_in_clear WHERE id IN (?)', [rows.map(({ id }) => id)])
    await connection.commit()
  }
  await connection.query('DROP TABLE visitors_in_clear')
}

async function sealOne(connection: Connection, row: InClear): Promise<void> {
  const { id, name, phone, company } = row
  const keyring = await keyringOf(row.organization_id)
  const { columns, key } = sealNewVisitor(keyring, id, { name, email: row.email?.toLowerCase() ?? null, phone, company })
  const bytes = (value: Uint8Array | null) => value && Buffer.from(value)
  await connection.query('INSERT INTO visitor_keys (visitor_id, organization_id, organization_key_id, wrapped_key) VALUES (?, ?, ?, ?)', [
    id,
    key.organizationId,
    key.organizationKeyId,
    bytes(key.wrappedKey),
  ])
  await connection.query(
    `UPDATE visitors SET sealed_name = ?, sealed_email = ?, sealed_phone = ?, sealed_company = ?, name_index = ?, email_index = ?, phone_index = ?
     WHERE id = ?`,
    [
      bytes(columns.sealedName),
      bytes(columns.sealedEmail),
      bytes(columns.sealedPhone),
      bytes(columns.sealedCompany),
      bytes(columns.nameIndex),
      bytes(columns.emailIndex),
      bytes(columns.phoneIndex),
      id,
    ],
  )
  const tokens = nameTokens(keyring, name).map((token) => [row.organization_id, token, id])
  if (tokens.length > 0)
    await connection.batch('INSERT INTO visitor_name_tokens (organization_id, token, visitor_id) VALUES (?, ?, ?)', tokens)
}

import type { Connection } from 'mariadb'
import { nameTokens } from '../../../core/blind-index'
import { sealNewVisitor } from '../../../core/visitor-record'
import { insertRows } from '../../../infra/insert-rows'
import { keyringOf } from '../../../infra/keyring'

/** A visitor as an earlier version kept them. */
export interface InClear {
  id: string
  organization_id: string
  name: string
  email: string | null
  phone: string | null
  company: string | null
}

/** Seals one visitor where they stand. */
export async function sealVisitorInClear(connection: Connection, row: InClear): Promise<void> {
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
  await insertRows(connection, 'INSERT INTO visitor_name_tokens (organization_id, token, visitor_id) VALUES', tokens)
}

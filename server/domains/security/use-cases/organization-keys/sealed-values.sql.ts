import { parse } from 'uuid'
import { organizationSealedColumns, type OrganizationSealedColumn } from '../../../../core/organization-seal'
import type { WrappedVisitorKey } from '../../../../core/visitor-record'
import type { Prisma } from '../../../../generated/prisma/client'
import { pool } from '../../../../infra/db'

/** How many rows are read at a time: few, for a value may be a part of a file. */
export const batch = 50

/** Whose rows, under which of the organization's keys they are to stand, and after which id to look on. */
export interface Search {
  organizationId: string
  newestKeyId: string
  after: string
}

/** A sealed value that stands under an earlier key of its organization. */
export interface StaleValue {
  id: string
  sealed: Buffer
}

/** A visitor's key that stands under an earlier key of its organization. */
export interface StaleVisitorKey extends WrappedVisitorKey {
  id: string
}

const bytesOf = (keyId: string): Buffer => Buffer.from(parse(keyId))
const wasChanged = (result: unknown): boolean => (result as { affectedRows: number }).affectedRows === 1

/** The next values of a column that stand under an earlier key, by their id. */
export const findStaleValues = (
  { table, id, column }: OrganizationSealedColumn,
  { organizationId, newestKeyId, after }: Search,
): Promise<StaleValue[]> =>
  pool.query(
    `SELECT ${id} AS id, ${column} AS sealed FROM ${table}
     WHERE organization_id = ? AND ${id} > ? AND LEFT(${column}, 16) <> ? ORDER BY ${id} LIMIT ${batch}`,
    [organizationId, after, bytesOf(newestKeyId)],
  )

/** Puts a value where the same one stood before. @returns false when somebody else wrote meanwhile: theirs stays */
export async function replaceValue(
  { table, id, column }: OrganizationSealedColumn,
  organizationId: string,
  { id: rowId, sealed }: StaleValue,
  anew: Uint8Array,
): Promise<boolean> {
  const statement = `UPDATE ${table} SET ${column} = ? WHERE ${id} = ? AND organization_id = ? AND ${column} = ?`
  return wasChanged(await pool.query(statement, [Buffer.from(anew), rowId, organizationId, sealed]))
}

/** The next keys of visitors that stand under an earlier key, by the visitor. */
export async function findStaleVisitorKeys({ organizationId, newestKeyId, after }: Search): Promise<StaleVisitorKey[]> {
  const rows: { id: string; organization_key_id: string; wrapped_key: Buffer }[] = await pool.query(
    `SELECT visitor_id AS id, organization_key_id, wrapped_key FROM visitor_keys
     WHERE organization_id = ? AND visitor_id > ? AND organization_key_id <> ? ORDER BY visitor_id LIMIT ${batch}`,
    [organizationId, after, newestKeyId],
  )
  return rows.map(({ id, organization_key_id: organizationKeyId, wrapped_key }) => ({
    id,
    organizationKeyId,
    wrappedKey: new Uint8Array(wrapped_key),
  }))
}

/** Puts a visitor's key where the same one stood before. @returns false when it was moved or erased meanwhile */
export async function replaceVisitorKey(organizationId: string, stale: StaleVisitorKey, anew: WrappedVisitorKey): Promise<boolean> {
  const result: unknown = await pool.query(
    'UPDATE visitor_keys SET organization_key_id = ?, wrapped_key = ? WHERE visitor_id = ? AND organization_id = ? AND wrapped_key = ?',
    [anew.organizationKeyId, Buffer.from(anew.wrappedKey), stale.id, organizationId, Buffer.from(stale.wrappedKey)],
  )
  return wasChanged(result)
}

/** Deletes a `DATA` key under which nothing stands any more. @returns whether it did */
export async function deleteUnusedKey(tx: Prisma.TransactionClient, organizationId: string, keyId: string): Promise<boolean> {
  const used = organizationSealedColumns.map(
    ({ table, column }) => `NOT EXISTS (SELECT 1 FROM ${table} WHERE organization_id = ? AND LEFT(${column}, 16) = ?)`,
  )
  const count = await tx.$executeRawUnsafe(
    `DELETE FROM organization_keys WHERE id = ? AND organization_id = ? AND purpose = 'DATA'
     AND NOT EXISTS (SELECT 1 FROM visitor_keys WHERE organization_id = ? AND organization_key_id = ?) AND ${used.join(' AND ')}`,
    keyId,
    organizationId,
    organizationId,
    keyId,
    ...organizationSealedColumns.flatMap(() => [organizationId, bytesOf(keyId)]),
  )
  return count === 1
}

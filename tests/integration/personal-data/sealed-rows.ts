import { randomBytes } from 'node:crypto'
import type { PoolConnection } from 'mariadb'
import {
  openForOrganization,
  organizationKeyIdOf,
  organizationSealedColumns,
  sealForOrganization,
  type OrganizationSealedColumn,
} from '../../../server/core/organization-seal'
import { newId } from '../../../server/core/ids'
import { openVisitor, sealedVisitor, sealNewVisitor } from '../../../server/core/visitor-record'
import { pool, prisma } from '../../../server/infra/db'
import { keyringOf, type Keyring } from '../../../server/infra/keyring'

interface Column {
  name: string
  type: string
  kind: string
  length: string | null
}

function anyValue({ name, type, kind, length }: Column, organizationId: string): unknown {
  const most = Number(length ?? 36)
  if (name === 'organization_id') return organizationId
  const first = /^enum\('([^']*)'/.exec(kind)?.[1]
  if (first !== undefined) return first
  if (/char|text/.test(type)) return type === 'longtext' ? '{}' : newId().slice(0, most)
  if (/binary|blob/.test(type)) return randomBytes(Math.min(most, 32))
  if (/date|time/.test(type)) return new Date()
  return type === 'json' ? '{}' : 1
}

/** A row of a table whose other columns hold anything: what is sealed in it is all that matters. */
async function insertAnyRow(connection: PoolConnection, table: string, organizationId: string): Promise<void> {
  const columns = await connection.query<Column[]>(
    `SELECT column_name AS name, data_type AS type, column_type AS kind, CAST(character_maximum_length AS CHAR) AS length FROM information_schema.columns
     WHERE table_schema = DATABASE() AND table_name = ? AND is_nullable = 'NO' AND column_default IS NULL AND extra = ''`,
    [table],
  )
  const names = columns.map(({ name }) => name)
  await connection.query(
    `INSERT INTO ${table} (${names.join(', ')}) VALUES (${names.map(() => '?').join(', ')})`,
    columns.map((column) => anyValue(column, organizationId)),
  )
}

const idsIn = async ({ table, id }: OrganizationSealedColumn, organizationId: string): Promise<string[]> =>
  ((await pool.query(`SELECT ${id} AS id FROM ${table} WHERE organization_id = ? ORDER BY id`, [organizationId])) as { id: string }[]).map(
    (row) => row.id,
  )

async function makeRows(table: string, organizationId: string): Promise<void> {
  const connection = await pool.getConnection()
  try {
    await connection.query('SET foreign_key_checks = 0')
    await insertAnyRow(connection, table, organizationId)
    await connection.query('SET foreign_key_checks = 1')
  } finally {
    await connection.release()
  }
}

const textOf = ({ table, column }: OrganizationSealedColumn, id: string): string => `${table}.${column} of ${id}, до встречи`

/** Fills every sealed column of an organization, those that will be added to the list too. @returns how many values it wrote */
export async function fillSealedColumns(organizationId: string): Promise<number> {
  let count = 0
  for (const at of organizationSealedColumns) {
    if ((await idsIn(at, organizationId)).length === 0) await makeRows(at.table, organizationId)
    const keyring = await keyringOf(organizationId)
    for (const id of await idsIn(at, organizationId)) {
      const sealed = sealForOrganization(keyring, Buffer.from(textOf(at, id)), at, id)
      await pool.query(`UPDATE ${at.table} SET ${at.column} = ? WHERE ${at.id} = ?`, [Buffer.from(sealed), id])
      count++
    }
  }
  return count
}

/** What does not open in the sealed columns as {@link fillSealedColumns} left it; and the keys under which the values stand. */
export async function readSealedColumns(keyring: Keyring): Promise<{ wrong: string[]; keyIds: Set<string> }> {
  const [wrong, keyIds]: [string[], Set<string>] = [[], new Set()]
  for (const at of organizationSealedColumns) {
    const rows: { id: string; sealed: Buffer }[] = await pool.query(
      `SELECT ${at.id} AS id, ${at.column} AS sealed FROM ${at.table} WHERE organization_id = ? AND ${at.column} IS NOT NULL`,
      [keyring.organizationId],
    )
    if (rows.length === 0) wrong.push(`nothing in ${at.table}.${at.column}`)
    for (const { id, sealed } of rows) {
      keyIds.add(organizationKeyIdOf(sealed))
      if (String(openForOrganization(keyring, sealed, at, id)) !== textOf(at, id)) wrong.push(`${at.table}.${at.column} ${id}`)
    }
  }
  return { wrong, keyIds }
}

/** Adds visitors by the hundred. @returns their ids; each is named after their own */
export async function addVisitors(organizationId: string, count: number): Promise<string[]> {
  const keyring = await keyringOf(organizationId)
  const made = Array.from({ length: count }, () => {
    const id = newId()
    return { id, ...sealNewVisitor(keyring, id, { name: `Guest ${id}`, email: null, phone: null, company: null }) }
  })
  await prisma.visitor.createMany({
    data: made.map(({ id, columns }) => ({ id, organizationId, ...columns, locale: 'EN' as const, createdAt: new Date() })),
  })
  await prisma.visitorKey.createMany({ data: made.map(({ key }) => key) })
  return made.map(({ id }) => id)
}

/** The names of an organization's visitors that do not read as they should; and the keys under which those of visitors stand. */
export async function readVisitors(keyring: Keyring): Promise<{ wrong: string[]; keyIds: Set<string>; count: number }> {
  const visitors = await prisma.visitor.findMany({ where: { organizationId: keyring.organizationId }, select: sealedVisitor })
  const named = visitors.filter(({ key }) => key !== null)
  return {
    wrong: named.filter((visitor) => openVisitor(keyring, visitor).name !== `Guest ${visitor.id}`).map(({ id }) => id),
    keyIds: new Set(named.map(({ key }) => key?.organizationKeyId ?? '')),
    count: named.length,
  }
}

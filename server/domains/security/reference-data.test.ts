import type { Connection } from 'mariadb'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { connectTo, createMigratedDatabase, dropDatabase } from '../../../tests/setup/test-database'
import { builtInRoles } from '../../core/permissions'
import { syncReferenceData } from './reference-data.sql'

let url: string
let connection: Connection

beforeAll(async () => {
  url = await createMigratedDatabase(process.env.DATABASE_URL ?? '')
  connection = await connectTo(url)
})

afterAll(async () => {
  await connection.end()
  await dropDatabase(url)
})

async function granted(): Promise<Record<string, string[]>> {
  const rows = await connection.query<{ key: string; permission: string | null }[]>(
    'SELECT r.`key`, p.permission FROM roles r LEFT JOIN role_permissions p ON p.role_id = r.id',
  )
  const roles: Record<string, string[]> = {}
  for (const { key, permission } of rows) (roles[key] ??= []).push(...(permission === null ? [] : [permission]))
  for (const list of Object.values(roles)) list.sort()
  return roles
}

const expected = Object.fromEntries(Object.entries(builtInRoles).map(([key, role]) => [key, [...role.permissions].sort()]))

describe('the built-in roles', () => {
  it('stand in the database with their permissions', async () => {
    expect(await granted()).toEqual(expected)
  })

  it('are put right, whatever an earlier version or a hand left, and nothing else is touched', async () => {
    const { OrgAdmin, Operator } = builtInRoles
    await connection.query("UPDATE roles SET name = 'Boss' WHERE id = ?", [OrgAdmin.id])
    await connection.query("INSERT INTO role_permissions VALUES (?, 'no:longer'), (?, 'platform:manage')", [OrgAdmin.id, Operator.id])
    await connection.query("DELETE FROM role_permissions WHERE role_id = ? AND permission = 'scan:admit'", [Operator.id])
    await connection.query(
      "INSERT INTO roles (id, organization_id, `key`, name) VALUES ('own', 'org', 'Night', 'Night'), ('old', NULL, 'Retired', 'Retired')",
    )
    await connection.query("INSERT INTO role_permissions VALUES ('own', 'scan:admit'), ('old', 'scan:admit')")
    await syncReferenceData(connection)
    await syncReferenceData(connection)
    expect(await granted()).toEqual({ ...expected, Night: ['scan:admit'], Retired: [] })
    expect(await connection.query('SELECT name FROM roles WHERE id = ?', [OrgAdmin.id])).toEqual([{ name: 'OrgAdmin' }])
  })

  it('are left as they were when the work fails in the middle', async () => {
    await connection.query("DELETE FROM role_permissions WHERE permission = 'scan:admit'")
    const before = await granted()
    const failing = {
      beginTransaction: () => connection.beginTransaction(),
      query: (sql: string, values: unknown[]) => connection.query(sql, values),
      rollback: () => connection.rollback(),
      commit: () => Promise.reject(new Error('gone')),
    } as Parameters<typeof syncReferenceData>[0]
    await expect(syncReferenceData(failing)).rejects.toThrow('gone')
    expect(await granted()).toEqual(before)
  })
})

import { beforeAll, describe, expect, it } from 'vitest'
import { pool } from '../../../server/infra/db'
import { proseColumns, tenantTables } from './canaries'
import { createWorld, type World } from './world'

interface Key {
  name: string
  table: string
  target: string
  /** Pairs of columns in the order of the key. */
  columns: [from: string, to: string][]
}

const keyColumns = `
  SELECT constraint_name AS name, table_name AS \`table\`, referenced_table_name AS target,
         column_name AS \`from\`, referenced_column_name AS \`to\`
  FROM information_schema.key_column_usage
  WHERE table_schema = DATABASE() AND referenced_table_name IS NOT NULL
  ORDER BY constraint_name, ordinal_position`

async function foreignKeys(): Promise<Key[]> {
  const rows = (await pool.query(keyColumns)) as { name: string; table: string; target: string; from: string; to: string }[]
  const keys = new Map<string, Key>()
  for (const { name, table, target, from, to } of rows) {
    const key = keys.get(name) ?? { name, table, target, columns: [] }
    key.columns.push([from, to])
    keys.set(name, key)
  }
  return [...keys.values()]
}

/**
 * Built-in roles belong to no organization, so that no composite key can hold who has them, gets them or needs a second factor:
 * the use-cases check it.
 */
const checkedElsewhere = new Set([
  'user_roles_role_id_fkey',
  'security_policy_roles_role_id_fkey',
  'identity_providers_new_role_id_fkey',
  'provisioned_group_roles_role_id_fkey',
  'provisioned_roles_role_id_fkey',
])

/** Columns that say once more what a key says: left as they are, a check would refuse the row before the key does. */
const restated: Record<string, string[]> = {
  user_roles_organization_id_site_id_fkey: ['place'],
  user_roles_organization_id_department_id_fkey: ['place'],
}

let keys: Key[]
let [ours, theirs]: World[] = []
beforeAll(async () => {
  const tenants = new Set(await tenantTables())
  keys = (await foreignKeys()).filter(({ name, table, target }) => tenants.has(table) && tenants.has(target) && !checkedElsewhere.has(name))
  ours = await createWorld('A')
  theirs = await createWorld('B')
})

/** Columns that are named for a table: `visit_pass_id`. */
async function namedColumns(): Promise<{ table: string; column: string; target: string }[]> {
  const tenants = await tenantTables()
  const rows = (await pool.query(`SELECT table_name AS \`table\`, column_name AS \`column\` FROM information_schema.columns
    WHERE table_schema = DATABASE() AND column_name LIKE '%\\_id' AND column_name <> 'organization_id'`)) as {
    table: string
    column: string
  }[]
  return rows.flatMap(({ table, column }) => {
    const stem = column.slice(0, -'_id'.length)
    const target = [`${stem}s`, `${stem}es`].find((name) => tenants.includes(name))
    return tenants.includes(table) && target ? [{ table, column, target }] : []
  })
}

const inOrganization = async (table: string, world: World): Promise<number> => {
  const [row] = (await pool.query(`SELECT COUNT(*) AS count FROM \`${table}\` WHERE organization_id = ?`, [world.org.id])) as {
    count: bigint
  }[]
  return Number(row?.count)
}

describe('a row of one organization that would point at a row of another', () => {
  it('is named by the organization in every foreign key between tables of organizations', () => {
    expect(keys.length).toBeGreaterThanOrEqual(15)
    expect(keys.map(({ name }) => name)).toContain('notifications_organization_id_visit_pass_id_fkey')
    const loose = keys.filter(({ columns }) => !columns.some(([from, to]) => from === 'organization_id' && to === 'organization_id'))
    expect(loose.map(({ name }) => `${name} must hold organization_id on both sides`)).toEqual([])
  })

  it('is a foreign key wherever a column is named for a table of organizations', async () => {
    const named = await namedColumns()
    const all = await foreignKeys()
    // Who names a version of a thing names the thing.
    const beyond = (target: string, to: string) =>
      all.flatMap((key) => (key.table === target && key.columns.some(([from]) => from === to) ? [key.target] : []))
    const known = new Set(
      all.flatMap(({ table, target, columns }) =>
        columns.flatMap(([from, to]) => [target, ...beyond(target, to)].map((name) => `${table}.${from} ${name}`)),
      ),
    )
    expect(named).toContainEqual({ table: 'notifications', column: 'visit_pass_id', target: 'visit_passes' })
    const loose = named.filter(({ table, column, target }) => !known.has(`${table}.${column} ${target}`))
    expect(loose.map(({ table, column }) => `${table}.${column} must be a foreign key`)).toEqual([])
  })

  it('is refused by the database, whichever key it is', async () => {
    const taken: string[] = []
    for (const { name, table, target, columns } of keys) {
      const [from, to] = columns.find(([column]) => column !== 'organization_id') ?? []
      // A key of the organization alone cannot leave it.
      if (!from) continue
      // A row that the fewest point at comes first: where one may point only once, the refusal would be another.
      const pick = `SELECT \`${to}\` AS id FROM \`${target}\` AS one WHERE organization_id = ?
        ORDER BY (SELECT COUNT(*) FROM \`${table}\` AS other WHERE other.\`${from}\` = one.\`${to}\`) LIMIT 1`
      const [foreign] = (await pool.query(pick, [theirs!.org.id])) as { id: string }[]
      const also = restated[name] ?? []
      const set = [from, ...also].map((column) => `\`${column}\` = ?`).join(', ')
      // Of versions nothing points at the newest.
      const order = table.endsWith('_versions') ? 'number DESC' : `\`${from}\` IS NULL`
      const change = `UPDATE \`${table}\` SET ${set} WHERE organization_id = ? ORDER BY ${order} LIMIT 1`
      const refused = await pool.query(change, [foreign?.id, ...also.map(() => foreign?.id), ours!.org.id]).then(
        () => false,
        (error: unknown) => (error as { errno?: number }).errno === 1452,
      )
      if (!refused) taken.push(name)
    }
    expect(taken).toEqual([])
  })
})

describe('the organizations of these trials', () => {
  it('have rows in every table, so that no table goes untried', async () => {
    const counts = await Promise.all(
      (await tenantTables()).map(async (table) => [
        table,
        Math.min(await inOrganization(table, ours!), await inOrganization(table, theirs!)),
      ]),
    )
    expect(
      counts.filter(([, count]) => count === 0).map(([table]) => `${table}: make a row in tests/integration/tenancy/world.ts`),
    ).toEqual([])
  })

  it('have a canary in every text column that a person writes', async () => {
    const without: string[] = []
    for (const { table, column } of await proseColumns()) {
      const [row] = (await pool.query(`SELECT COUNT(*) AS count FROM \`${table}\` WHERE organization_id = ? AND \`${column}\` LIKE ?`, [
        theirs!.org.id,
        `${theirs!.mark}%`,
      ])) as { count: bigint }[]
      if (Number(row?.count) === 0) without.push(`${table}.${column}`)
    }
    expect(without).toEqual([])
  })
})

import { randomBytes } from 'node:crypto'
import type { Connection } from 'mariadb'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { isAuditProtected, protectAudit } from '../../../server/infra/audit-rights'
import { env } from '../../../server/infra/env'
import { migrate } from '../../../server/infra/migrations'
import { connectTo, createEmptyDatabase, dropDatabase } from '../../setup/test-database'

const suffix = randomBytes(4).toString('hex')
let root: Connection
const undo: (() => Promise<unknown>)[] = []

beforeAll(async () => {
  root = await connectTo(env.DATABASE_URL)
})
afterAll(async () => {
  for (const step of undo.toReversed()) await step()
  await root.end()
})

async function account(name: string, url: string, rights: string): Promise<string> {
  const user = `gc_t_${name}_${suffix}`
  const database = new URL(url).pathname.slice(1).replaceAll('_', String.raw`\_`)
  await root.query(`CREATE USER '${user}'@'%' IDENTIFIED BY '${suffix}'`)
  undo.push(() => root.query(`DROP USER '${user}'@'%'`))
  await root.query(`GRANT ${rights.replace(' ON', ` ON \`${database}\`.*`).replace(' TO', ` TO '${user}'@'%'`)}`)
  const own = new URL(url)
  own.username = user
  own.password = suffix
  return own.href
}

/** A database with accounts of the given rights, migrated by its owner. @returns the application's URL and what was logged */
async function installation(name: string, ownerRights: string, appRights: string): Promise<{ app: string; lines: string[] }> {
  const url = await createEmptyDatabase(env.DATABASE_URL)
  undo.push(() => dropDatabase(url))
  const owner = await account(`owner_${name}`, url, ownerRights)
  const app = await account(`app_${name}`, url, appRights)
  const lines: string[] = []
  for (const _start of ['first', 'second'])
    await migrate(owner, { afterwards: (connection) => protectAudit(connection, app, (line) => void lines.push(line)) })
  return { app, lines }
}

async function usingApp<T>(url: string, use: (connection: Connection) => Promise<T>): Promise<T> {
  const connection = await connectTo(url)
  try {
    return await use(connection)
  } finally {
    await connection.end()
  }
}

const owners = 'ALL PRIVILEGES ON TO WITH GRANT OPTION'
const forbidden = [
  "UPDATE audit_logs SET details = '{}'",
  "UPDATE audit_logs SET action = '' WHERE id = 'x'",
  'DELETE FROM audit_logs',
  'TRUNCATE TABLE audit_logs',
  'DROP TABLE audit_logs',
  'REPLACE INTO audit_seals (chain, sequence, audit_log_id, hash, sealed_at) VALUES (1, 1, 1, 1, NOW())',
  'UPDATE audit_seals SET sequence = sequence + 1',
  'DELETE FROM audit_seals',
  'TRUNCATE TABLE audit_seals',
  'ALTER TABLE audit_seals DROP COLUMN hash',
]

describe('the account of the application', () => {
  it.each([
    ['new', 'SELECT, INSERT, EXECUTE ON TO'],
    ['old', 'SELECT, INSERT, UPDATE, DELETE, EXECUTE ON TO'],
  ])('of a %s installation adds audit rows, changes none, and changes what else there is', async (name, rights) => {
    const { app, lines } = await installation(name, owners, rights)
    expect(lines).toEqual([])
    await usingApp(app, async (connection) => {
      for (const sql of forbidden) await expect(connection.query(sql), sql).rejects.toMatchObject({ errno: 1142 })
      await connection.query("INSERT INTO audit_seals (chain, sequence, audit_log_id, hash, sealed_at) VALUES ('a', 1, 'b', 'c', NOW())")
      expect(await connection.query('SELECT chain FROM audit_seals')).toHaveLength(1)
      await connection.query('UPDATE users SET name = name')
      await connection.query('DELETE FROM sessions')
      expect(await isAuditProtected(connection)).toBe(true)
    })
  })

  it('is left as it is where the owner may not change rights, and that is said', async () => {
    const { app, lines } = await installation('bare', 'ALL PRIVILEGES ON TO', 'SELECT, INSERT, UPDATE, DELETE, EXECUTE ON TO')
    expect(lines[0]).toMatch(/^The audit is not protected .*WITH GRANT OPTION/)
    await usingApp(app, async (connection) => {
      await connection.query('UPDATE users SET name = name')
      expect(await isAuditProtected(connection)).toBe(false)
    })
  })

  it('that is also the owner is not called protected', async () => {
    expect(await isAuditProtected(root)).toBe(false)
  })
})

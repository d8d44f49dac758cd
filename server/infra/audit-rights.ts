import { createConnection, type Connection } from 'mariadb'
import { parseDatabaseUrl } from './database-url'
import { errnoOf, reasonOf } from './migration-errors'
import type { Queryable } from './migrations'

/** Tables to which the application adds rows, and in which it changes none; with a column of each. */
const guarded = { audit_logs: 'trace_id', audit_seals: 'hash' }

/** Tables that the application does not write. */
const notWritten = new Set([...Object.keys(guarded), '_prisma_migrations'])

const tableAccessDenied = 1142

/** An account, and the places on which it may change or delete rows, as the server writes them. */
interface Account {
  name: string
  places: string[]
}

async function accountOf(connection: Connection): Promise<Account> {
  const [row] = await connection.query<{ account: string }[]>('SELECT CURRENT_USER() AS account')
  const [, user = '', host = ''] = /^(.*)@([^@]*)$/.exec(row?.account ?? '') ?? []
  const grants = (await connection.query<Record<string, string>[]>('SHOW GRANTS')).map((grant) => Object.values(grant).join(' '))
  const places = grants.map((grant) => /^GRANT .*\b(?:UPDATE|DELETE)\b.* ON (`[^`]+`\.(?:\*|`[^`]+`)) TO /.exec(grant)?.[1])
  return { name: `${connection.escape(user)}@${connection.escape(host)}`, places: places.filter((place) => place !== undefined) }
}

async function applicationAccount(url: string): Promise<Account> {
  const connection = await createConnection({ ...parseDatabaseUrl(url), allowPublicKeyRetrieval: true, connectTimeout: 5_000 })
  try {
    return await accountOf(connection)
  } finally {
    await connection.end()
  }
}

/**
 * Rights add up: who may change rows of the database may change those of every table. So the right is given table by table,
 * first, and then taken away for the database as a whole.
 */
async function narrow(owner: Connection, { name: account, places }: Account): Promise<void> {
  const tables = await owner.query<{ base: string; name: string }[]>(
    "SELECT table_schema AS base, table_name AS name FROM information_schema.tables WHERE table_schema = DATABASE() AND table_type = 'BASE TABLE'",
  )
  const base = owner.escapeId(tables[0]?.base ?? '')
  const given = new Set(places)
  for (const { name } of tables) {
    const table = `${base}.${owner.escapeId(name)}`
    if (!notWritten.has(name) && !given.has(table)) await owner.query(`GRANT UPDATE, DELETE ON ${table} TO ${account}`)
  }
  // The name of a database is a pattern there, and may be written with or without escapes.
  const whole = [base, base.replaceAll('_', String.raw`\_`)].map((name) => `${name}.*`)
  for (const place of [...whole, ...Object.keys(guarded).map((name) => `${base}.${owner.escapeId(name)}`)])
    if (given.has(place)) await owner.query(`REVOKE UPDATE, DELETE ON ${place} FROM ${account}`)
}

/**
 * Leaves the application's account the right to add audit rows, and to change or delete all others. Where the owner may not
 * give and take rights, nothing changes but a line that says so; `ready` reports the audit as unprotected then.
 */
export async function protectAudit(owner: Connection, applicationUrl: string, log: (line: string) => void): Promise<void> {
  try {
    const account = await applicationAccount(applicationUrl)
    if (account.name !== (await accountOf(owner)).name) await narrow(owner, account)
  } catch (error) {
    log(
      `The audit is not protected from the application's own account (${reasonOf(error)}): give the owner's account its rights WITH GRANT OPTION.`,
    )
  }
}

async function isDenied(database: Queryable, sql: string): Promise<boolean> {
  try {
    await database.query(sql)
    return false
  } catch (error) {
    return errnoOf(error) === tableAccessDenied
  }
}

/** Whether an account can neither change nor delete audit rows; found by trying, on no row. */
export async function isAuditProtected(database: Queryable): Promise<boolean> {
  const grants = (await database.query('SHOW GRANTS')) as Record<string, string>[]
  if (grants.some((grant) => /\b(ALL PRIVILEGES|DROP|ALTER)\b/.test(Object.values(grant).join(' ').split(' ON ')[0] ?? ''))) return false
  for (const [table, column] of Object.entries(guarded)) {
    if (!(await isDenied(database, `DELETE FROM ${table} WHERE 1 = 0`))) return false
    if (!(await isDenied(database, `UPDATE ${table} SET ${column} = ${column} WHERE 1 = 0`))) return false
  }
  return true
}

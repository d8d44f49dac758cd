import { randomBytes } from 'node:crypto'
import { createConnection, type Connection } from 'mariadb'
import { moveOldRows } from '../../server/cli/move-old-rows'
import { syncReferenceData } from '../../server/domains/security/reference-data.sql'
import { parseDatabaseUrl } from '../../server/infra/database-url'
import { migrate } from '../../server/infra/migrations'
import { seal } from '../../server/infra/seal'

const DAY_SECONDS = 86_400
const ours = /^gc_test_t(\d{10})_[0-9a-f]{12}$/

/** A name that says when the database was made, so that leftovers of a killed run can be told from those in use. */
const newName = (): string => `gc_test_t${Math.floor(Date.now() / 1000)}_${randomBytes(6).toString('hex')}`

/** A connection to the server or database that a URL names. */
export const connectTo = (url: string): Promise<Connection> =>
  createConnection({
    ...parseDatabaseUrl(url),
    timezone: 'Z',
    charset: 'utf8mb4',
    allowPublicKeyRetrieval: true,
    insertIdAsNumber: true,
    bigIntAsNumber: true,
  })

/** The same server and account, another database. */
export function withDatabase(url: string, database: string): string {
  const changed = new URL(url)
  changed.pathname = `/${database}`
  return changed.href
}

async function dropLeftovers(server: Connection): Promise<void> {
  const rows = await server.query<{ name: string }[]>(
    "SELECT schema_name AS name FROM information_schema.schemata WHERE schema_name LIKE 'gc\\_test\\_t%'",
  )
  const oldest = Date.now() / 1000 - DAY_SECONDS
  for (const { name } of rows) {
    const made = Number(ours.exec(name)?.[1] ?? Number.POSITIVE_INFINITY)
    if (made < oldest) await server.query(`DROP DATABASE IF EXISTS \`${name}\``)
  }
}

/** Makes an empty database on the server of the tests. Ends the day-old leftovers of runs that were killed. */
export async function createEmptyDatabase(adminUrl: string): Promise<string> {
  const server = await connectTo(withDatabase(adminUrl, ''))
  try {
    await dropLeftovers(server)
    const name = newName()
    await server.query(`CREATE DATABASE \`${name}\` DEFAULT CHARACTER SET utf8mb4 COLLATE utf8mb4_unicode_ci`)
    return withDatabase(adminUrl, name)
  } finally {
    await server.end()
  }
}

/** Drops a database that `createEmptyDatabase` made; refuses any other. */
export async function dropDatabase(url: string): Promise<void> {
  const { database } = parseDatabaseUrl(url)
  if (!ours.test(database)) throw new Error(`${database} was not made by the tests`)
  const server = await connectTo(withDatabase(url, ''))
  await server.query(`DROP DATABASE IF EXISTS \`${database}\``)
  await server.end()
}

/** The MASTER_KEY of the run is its root key: so a test's own process and the programs that it starts agree on it. */
async function writeRootKey(connection: Connection): Promise<void> {
  const master = Buffer.from(process.env.MASTER_KEY ?? '', 'base64')
  const [wrapped, now] = [seal(master, 'root-key', master, 'installation_keys:wrapped_key:root'), new Date()]
  await connection.query(
    "INSERT INTO installation_keys (name, driver, wrapped_key, created_at, wrapped_at) VALUES ('root', 'ENVIRONMENT', ?, ?, ?)",
    [wrapped, now, now],
  )
}

/** What `migrate` does afterwards. */
async function finish(connection: Connection): Promise<void> {
  await writeRootKey(connection)
  await syncReferenceData(connection)
  await moveOldRows(connection)
}

/** An empty database brought to this version, with the built-in roles. */
export async function createMigratedDatabase(adminUrl: string): Promise<string> {
  const url = await createEmptyDatabase(adminUrl)
  try {
    await migrate(url, { afterwards: finish })
    return url
  } catch (error) {
    await dropDatabase(url)
    throw error
  }
}

import { createHash, randomUUID } from 'node:crypto'
import { createConnection, type Connection } from 'mariadb'
import { parseDatabaseUrl } from './database-url'
import { DatabaseIsNewer, errno, errnoOf, MigrationError, reasonOf } from './migration-errors'
import { migrationFolder, migrationNames, readMigrations, type MigrationFile } from './migration-files'
import { splitStatements } from './sql-statements'

/** How `migrate` behaves. */
export interface MigrateOptions {
  /** Folder of the migrations, one folder each, as Prisma lays them out. */
  folder?: string
  /** How long one statement waits for a table that somebody else uses, each of three times. */
  lockTimeoutSeconds?: number
  /** How long to wait for another process that is migrating the same database. */
  turnTimeoutSeconds?: number
  /** Work on the migrated database in the same turn, for rows that every version brings with it. */
  afterwards?: (connection: Connection) => Promise<void>
  /** Told what happens, one line at a time. */
  log?: (line: string) => void
}

/** Anything that runs a query: a connection or the pool of the process. */
export interface Queryable {
  query: (sql: string, values?: unknown) => Promise<unknown>
}

interface AppliedMigration {
  id: string
  migration_name: string
  checksum: string
  started_at: Date
  finished_at: Date | null
  logs: string | null
}

const lockTries = 3

/** The table in which Prisma, too, records migrations: `prisma migrate deploy` and `status` go on from here. */
const recordTable = `CREATE TABLE IF NOT EXISTS _prisma_migrations (
  id VARCHAR(36) PRIMARY KEY NOT NULL,
  checksum VARCHAR(64) NOT NULL,
  finished_at DATETIME(3),
  migration_name VARCHAR(255) NOT NULL,
  logs TEXT,
  rolled_back_at DATETIME(3),
  started_at DATETIME(3) NOT NULL DEFAULT CURRENT_TIMESTAMP(3),
  applied_steps_count INTEGER UNSIGNED NOT NULL DEFAULT 0
) DEFAULT CHARACTER SET utf8mb4 COLLATE utf8mb4_unicode_ci`

/** The server's lock names are at most 64 characters and shared by all its databases. */
const turnOf = (database: string): string => `guest-center-migrate-${createHash('sha256').update(database).digest('hex').slice(0, 32)}`

async function connect(url: string): Promise<Connection> {
  const address = parseDatabaseUrl(url)
  try {
    return await createConnection({ ...address, connectTimeout: 10_000, timezone: 'Z', charset: 'utf8mb4', allowPublicKeyRetrieval: true })
  } catch (error) {
    throw new MigrationError(`The database ${address.database} at ${address.host}:${address.port} cannot be used: ${reasonOf(error)}`)
  }
}

async function takeTurn(connection: Connection, turn: string, options: Required<MigrateOptions>): Promise<void> {
  const ask = async (seconds: number): Promise<boolean> => {
    const [row] = await connection.query<{ got: number | bigint | null }[]>('SELECT GET_LOCK(?, ?) AS got', [turn, seconds])
    return Number(row?.got) === 1
  }
  if (await ask(0)) return
  options.log('Another process is migrating this database: waiting for it')
  if (await ask(options.turnTimeoutSeconds)) return
  throw new MigrationError(
    `Another process has been migrating this database for more than ${options.turnTimeoutSeconds} s. Wait for it to end and start again.`,
  )
}

/** Refuses a database in which an earlier migration failed, was edited afterwards, or comes from a newer version. */
function checkHistory(records: AppliedMigration[], files: MigrationFile[]): void {
  const byName = new Map(files.map((file) => [file.name, file]))
  const unknown = records.filter((record) => !byName.has(record.migration_name)).map((record) => record.migration_name)
  if (unknown.length > 0) throw new DatabaseIsNewer(unknown)
  for (const record of records) {
    const name = record.migration_name
    if (!record.finished_at) {
      throw new MigrationError(
        `Migration ${name} was started at ${record.started_at.toISOString()} and did not finish${record.logs ? ` (${record.logs})` : ''}. ` +
          'Restore the backup made before it, or undo what it did by hand and then ' +
          `DELETE FROM _prisma_migrations WHERE migration_name = '${name}' AND finished_at IS NULL; then start again.`,
      )
    }
    if (record.checksum !== byName.get(name)?.checksum) {
      throw new MigrationError(
        `Migration ${name} was edited after it had been applied. Put the file back as it was and add a new migration for the change.`,
      )
    }
  }
}

async function runStatement(connection: Connection, statement: string, log: (line: string) => void): Promise<void> {
  for (let tries = 1; ; tries++) {
    try {
      await connection.query(statement)
      return
    } catch (error) {
      const waited = errnoOf(error) === errno.lockWaitTimeout || errnoOf(error) === errno.lockWaitTimeoutMetadata
      if (!waited || tries === lockTries) throw error
      log('A table is in use by somebody else: trying again')
    }
  }
}

function explain(name: string, step: number, steps: number, error: unknown, options: Required<MigrateOptions>): MigrationError {
  const where = `Migration ${name}, statement ${step} of ${steps}`
  const lockTimeout = errnoOf(error) === errno.lockWaitTimeout || errnoOf(error) === errno.lockWaitTimeoutMetadata
  if (!lockTimeout) return new MigrationError(`${where}: ${reasonOf(error)}`)
  const seconds = options.lockTimeoutSeconds * lockTries
  return new MigrationError(`${where}: a table stayed in use by a long transaction for ${seconds} s. End what holds it and start again.`)
}

/** Applies one migration. What a server cannot roll back is left recorded as unfinished; a first statement that fails leaves nothing. */
async function apply(connection: Connection, file: MigrationFile, options: Required<MigrateOptions>): Promise<void> {
  const id = randomUUID()
  const statements = splitStatements(file.sql)
  await connection.query('INSERT INTO _prisma_migrations (id, checksum, migration_name, started_at) VALUES (?, ?, ?, UTC_TIMESTAMP(3))', [
    id,
    file.checksum,
    file.name,
  ])
  for (const [done, statement] of statements.entries()) {
    try {
      await runStatement(connection, statement, options.log)
    } catch (error) {
      const explained = explain(file.name, done + 1, statements.length, error, options)
      if (done === 0) await connection.query('DELETE FROM _prisma_migrations WHERE id = ?', [id])
      else
        await connection.query('UPDATE _prisma_migrations SET applied_steps_count = ?, logs = ? WHERE id = ?', [
          done,
          explained.message,
          id,
        ])
      throw explained
    }
  }
  await connection.query('UPDATE _prisma_migrations SET applied_steps_count = 1, finished_at = UTC_TIMESTAMP(3) WHERE id = ?', [id])
}

async function migrateConnected(connection: Connection, options: Required<MigrateOptions>): Promise<string[]> {
  const files = readMigrations(options.folder)
  await connection.query(`SET SESSION lock_wait_timeout = ?, innodb_lock_wait_timeout = ?`, [
    options.lockTimeoutSeconds,
    options.lockTimeoutSeconds,
  ])
  await connection.query(recordTable)
  const records = await connection.query<AppliedMigration[]>(
    'SELECT * FROM _prisma_migrations WHERE rolled_back_at IS NULL ORDER BY started_at, migration_name',
  )
  checkHistory(records, files)
  const applied = new Set(records.map((record) => record.migration_name))
  const pending = files.filter((file) => !applied.has(file.name))
  for (const file of pending) {
    options.log(`Migrating the database: ${file.name}`)
    await apply(connection, file, options)
  }
  return pending.map((file) => file.name)
}

/**
 * Brings a database to this version. Several processes may start it at once: one works, the others wait and find nothing to do.
 * @returns the names of the migrations applied now
 * @throws MigrationError, DatabaseIsNewer
 */
export async function migrate(url: string, given: MigrateOptions = {}): Promise<string[]> {
  const options = {
    folder: migrationFolder,
    lockTimeoutSeconds: 10,
    turnTimeoutSeconds: 600,
    log: () => undefined,
    afterwards: async () => undefined,
    ...given,
  }
  const connection = await connect(url)
  try {
    const turn = turnOf(parseDatabaseUrl(url).database)
    await takeTurn(connection, turn, options)
    const applied = await migrateConnected(connection, options)
    await options.afterwards(connection)
    await connection.query('DO RELEASE_LOCK(?)', [turn])
    return applied
  } finally {
    // Ends the session, and with it a lock that an error left held.
    await connection.end().catch(() => connection.destroy())
  }
}

/** Migrations of this version that the database does not have yet: while there are any, the version is not ready to serve. */
export async function pendingMigrations(database: Queryable, folder: string = migrationFolder): Promise<string[]> {
  const applied = await appliedNames(database)
  return migrationNames(folder).filter((name) => !applied.has(name))
}

async function appliedNames(database: Queryable): Promise<Set<string>> {
  try {
    const rows = await database.query(
      'SELECT migration_name FROM _prisma_migrations WHERE finished_at IS NOT NULL AND rolled_back_at IS NULL',
    )
    return new Set((rows as Pick<AppliedMigration, 'migration_name'>[]).map((row) => row.migration_name))
  } catch (error) {
    if (errnoOf(error) === errno.noSuchTable) return new Set()
    throw error
  }
}

import { createConnection } from 'mariadb'
import { syncReferenceData } from '../domains/security/reference-data.sql'
import { parseDatabaseUrl } from '../infra/database-url'
import { env } from '../infra/env'
import { DatabaseIsNewer, MigrationError } from '../infra/migration-errors'
import { migrate } from '../infra/migrations'

/** What a start script tells apart: 0 migrated, 1 could not, 3 the database belongs to a newer version. */
const exitCodeOf = (error: unknown): number => (error instanceof DatabaseIsNewer ? 3 : 1)

async function main(): Promise<void> {
  const url = env.DATABASE_OWNER_URL ?? env.DATABASE_URL
  const applied = await migrate(url, { log: (line) => console.log(line) })
  const connection = await createConnection({ ...parseDatabaseUrl(url), timezone: 'Z', charset: 'utf8mb4', allowPublicKeyRetrieval: true })
  await syncReferenceData(connection)
  await connection.end()
  console.log(applied.length > 0 ? `The database is ready: ${applied.length} applied` : 'The database is up to date')
}

try {
  await main()
} catch (error) {
  console.error(error instanceof MigrationError ? error.message : error)
  process.exitCode = exitCodeOf(error)
}

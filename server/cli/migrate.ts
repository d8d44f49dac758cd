import { opensWaitingSecrets } from '../core/secret-under-master-key.sql'
import { syncReferenceData } from '../domains/security/reference-data.sql'
import { protectAudit } from '../infra/audit-rights'
import { env } from '../infra/env'
import { DatabaseIsNewer, MigrationError } from '../infra/migration-errors'
import { migrate } from '../infra/migrations'
import { ensureRootKey } from '../infra/root-key'
import { MasterKeyError } from '../infra/vault'
import { moveOldRows } from './move-old-rows'

/** What a start script tells apart: 0 migrated, 1 could not, 3 the database belongs to a newer version. */
const exitCodeOf = (error: unknown): number => (error instanceof DatabaseIsNewer ? 3 : 1)

const log = (line: string): void => console.log(line)

try {
  const applied = await migrate(env.DATABASE_OWNER_URL ?? env.DATABASE_URL, {
    log,
    afterwards: async (connection) => {
      await syncReferenceData(connection)
      if (env.DATABASE_OWNER_URL) await protectAudit(connection, env.DATABASE_URL, log)
      await ensureRootKey((master) => opensWaitingSecrets(connection, master))
      await moveOldRows(connection)
    },
  })
  console.log(applied.length > 0 ? 'The database is migrated' : 'The database is up to date')
} catch (error) {
  console.error(error instanceof MigrationError || error instanceof MasterKeyError ? error.message : error)
  process.exitCode = exitCodeOf(error)
}
// Sealing opens a pool, which would keep the program running.
process.exit()

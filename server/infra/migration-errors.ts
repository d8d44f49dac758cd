import { z } from 'zod'

/** Why a database cannot be migrated: one line that says what is wrong and what to do. */
export class MigrationError extends Error {
  override name = 'MigrationError'
}

/** The database has migrations that this version does not know: a newer version has worked with it. */
export class DatabaseIsNewer extends MigrationError {
  override name = 'DatabaseIsNewer'
  constructor(unknown: string[]) {
    super(
      `The database belongs to a newer version of Guest Center: this version does not know ${unknown.length === 1 ? 'its migration' : 'its migrations'} ${unknown.join(', ')}. ` +
        'Start the newer version, or restore a backup made before the update.',
    )
  }
}

const driverError = z.object({ errno: z.number(), code: z.string().nullish(), sqlMessage: z.string().nullish(), message: z.string() })

/** Error numbers of the server that the runner tells apart. */
export const errno = { noSuchTable: 1146, lockWaitTimeout: 1205, lockWaitTimeoutMetadata: 1907 } as const

/** The number that the server gave to an error; null when it came from elsewhere. */
export const errnoOf = (error: unknown): number | null => driverError.safeParse(error).data?.errno ?? null

/** The server's own words, one line, without the statement and its values. */
export function reasonOf(error: unknown): string {
  const driver = driverError.safeParse(error).data
  const text = driver?.sqlMessage ?? driver?.message ?? String(error)
  return (text.split('\n', 1)[0] ?? text).trim()
}

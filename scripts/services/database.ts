import { tmpdir } from 'node:os'
import { createHash } from 'node:crypto'
import { existsSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import { createConnection } from 'mariadb'
import { pollUntil } from '../process/alive.ts'
import type { Command } from '../process/command.ts'
import { Failure } from '../process/failure.ts'
import { launch, type Part } from '../process/part.ts'
import type { Program } from './binaries.ts'
import { writePrivateFile, type Credentials } from './credentials.ts'
import { accountsSql, baseFlags, createDataFiles, familyOf, type Family } from './database-files.ts'
import { freePort } from './free-port.ts'
import { pidFiles } from './leftover.ts'

/** URLs of one private server: `root` may do everything, `owner` owns the database, `app` works with its rows. */
export interface DatabaseUrls {
  root: string
  owner: string
  app: string
}

/** The passwords of the accounts, and the database that exists from the start. */
export interface DatabaseOptions {
  passwords: Credentials
  database: string
}

/** A private MySQL-compatible server under `dir`, reachable from this machine only. */
export async function startDatabase(
  command: Command,
  program: Program,
  dir: string,
  options: DatabaseOptions,
): Promise<{ urls: DatabaseUrls; part: Part }> {
  const { passwords, database } = options
  const dataDir = join(dir, 'data')
  const log = join(dir, 'database.log')
  const pidFile = pidFiles.database(join(dir, '..'))
  const family = familyOf(program.path)
  const made = !existsSync(dataDir)
  await createDataFiles(program.path, family, dataDir, log)
  const initFile = join(dir, 'accounts.sql')
  writePrivateFile(initFile, accountsSql(passwords, database))
  const port = await freePort()
  const flags = [
    ...baseFlags(dataDir),
    ...serverFlags(family, dir, port),
    `--pid-file=${pidFile}`,
    `--log-error=${log}`,
    `--init-file=${initFile}`,
  ]
  const part = launch(command, 'database', program.path, flags, { output: { file: log }, grace: 30_000 })
  const urls = urlsOf(family, port, passwords, database)
  // Recovery after a crash replays the log first, which may take its time.
  const ready = await pollUntil(
    () => answers(urls),
    made ? 60_000 : 180_000,
    25,
    () => !part.running,
  )
  rmSync(initFile, { force: true })
  if (!ready) throw new Failure(`The database server did not start; the reason is at the end of ${log}.`)
  return { urls, part }
}

function serverFlags(family: Family, dir: string, port: number): string[] {
  return [
    '--bind-address=127.0.0.1',
    `--port=${port}`,
    `--socket=${socketPath(dir)}`,
    '--skip-name-resolve',
    '--skip-log-bin',
    '--character-set-server=utf8mb4',
    '--collation-server=utf8mb4_unicode_ci',
    '--default-time-zone=+00:00',
    '--transaction-isolation=READ-COMMITTED',
    '--max-connections=300',
    '--innodb-buffer-pool-size=256M',
    '--innodb-flush-log-at-trx-commit=1',
    ...(family === 'mysql' ? ['--mysqlx=OFF'] : []),
  ]
}

/** A unix socket path holds 107 characters; a deeper project keeps its socket in the folder for temporary files. */
function socketPath(dir: string): string {
  const inside = join(dir, 'database.sock')
  if (Buffer.byteLength(inside) <= 107) return inside
  return join(tmpdir(), `guest-center-${createHash('sha256').update(dir).digest('hex').slice(0, 16)}.sock`)
}

function urlsOf(family: Family, port: number, passwords: Credentials, database: string): DatabaseUrls {
  // Without TLS, MySQL sends its public key for the password exchange, and the driver must be allowed to take it.
  const query = family === 'mysql' ? '?allowPublicKeyRetrieval=true' : ''
  const url = (user: string, password: string, path: string) => `mysql://${user}:${password}@127.0.0.1:${port}/${path}${query}`
  return {
    root: url('root', passwords.databaseRoot, ''),
    owner: url('gc_owner', passwords.databaseOwner, database),
    app: url('gc_app', passwords.databaseApp, database),
  }
}

/** The application's own account can use its database: the server is up and its accounts are made. */
async function answers(urls: DatabaseUrls): Promise<boolean> {
  try {
    const connection = await createConnection({ ...connectionOptions(urls.app), connectTimeout: 2_000 })
    await connection.query('SELECT 1')
    await connection.end()
    return true
  } catch {
    return false
  }
}

/** The driver's options for a `mysql://` URL; the driver itself reads only `mariadb://`. */
export function connectionOptions(url: string) {
  const { hostname, port, username, password, pathname, searchParams } = new URL(url)
  return {
    host: hostname,
    port: Number(port || 3306),
    user: decodeURIComponent(username),
    password: decodeURIComponent(password),
    database: pathname.slice(1) || undefined,
    allowPublicKeyRetrieval: searchParams.get('allowPublicKeyRetrieval') === 'true',
  }
}

import { execFileSync, spawn } from 'node:child_process'
import { existsSync, mkdirSync, readFileSync, renameSync, rmSync } from 'node:fs'
import { hostname } from 'node:os'
import { dirname, join } from 'node:path'
import { Failure } from '../process/failure.ts'
import type { Credentials } from './credentials.ts'

/** The two families differ in how an empty data folder is filled and in a few flags. */
export type Family = 'mariadb' | 'mysql'

/** Asks the program which family it is of; `mysqld` may be either. */
export function familyOf(program: string): Family {
  return execFileSync(program, ['--no-defaults', '--version'], { encoding: 'utf8' }).includes('MariaDB') ? 'mariadb' : 'mysql'
}

/** Flags that every run of the server shares; root must be named expressly, a server refuses it otherwise. */
export function baseFlags(dataDir: string): string[] {
  return ['--no-defaults', `--datadir=${dataDir}`, ...(process.getuid?.() === 0 ? ['--user=root'] : [])]
}

/** Fills an empty data folder with the system tables. Interrupted, it leaves nothing half-made behind. */
export async function createDataFiles(program: string, family: Family, dataDir: string, log: string): Promise<void> {
  if (existsSync(dataDir)) return
  const unfinished = `${dataDir}.unfinished`
  rmSync(unfinished, { recursive: true, force: true })
  mkdirSync(dirname(dataDir), { recursive: true })
  if (family === 'mysql') {
    await initialize(program, [...baseFlags(unfinished), '--initialize-insecure', `--log-error=${log}`], '', log)
  } else {
    mkdirSync(unfinished)
    const flags = [...baseFlags(unfinished), '--bootstrap', '--max-allowed-packet=8M', '--log-warnings=0', `--log-error=${log}`]
    await initialize(program, flags, systemTables(program), log)
  }
  renameSync(unfinished, dataDir)
}

/** What `mariadb-install-db` feeds to the server; that script itself needs a program of the client package. */
function systemTables(program: string): string {
  const folders = [
    join(dirname(program), '../share/mysql'),
    join(dirname(program), '../share/mariadb'),
    '/usr/share/mysql',
    '/usr/share/mariadb',
  ]
  const folder = folders.find((candidate) => existsSync(join(candidate, 'mysql_system_tables.sql')))
  if (!folder)
    throw new Failure(
      `The system tables of ${program} (mysql_system_tables.sql) were not found: install mariadb-server-core, or set DATABASE_URL.`,
    )
  const files = [
    'mysql_system_tables.sql',
    'mysql_performance_tables.sql',
    'mysql_system_tables_data.sql',
    'maria_add_gis_sp_bootstrap.sql',
  ]
  const read = files
    .map((file) => join(folder, file))
    .filter(existsSync)
    .map((file) => readFileSync(file, 'utf8'))
  return ['CREATE DATABASE IF NOT EXISTS mysql;', 'USE mysql;', 'SET @auth_root_socket=NULL;', ...read].join('\n')
}

function initialize(program: string, flags: string[], input: string, log: string): Promise<void> {
  return new Promise((resolve, reject) => {
    const child = spawn(program, flags, { stdio: ['pipe', 'ignore', 'ignore'] })
    child.once('error', reject)
    child.once('exit', (code) =>
      code === 0 ? resolve() : reject(new Failure(`The database files could not be created; the reason is at the end of ${log}.`)),
    )
    child.stdin.on('error', () => undefined)
    child.stdin.end(input)
  })
}

/**
 * SQL that the server runs at every start: the users and the database as they should be, whatever was before.
 * The owner makes and changes tables, and lets the application change rows of those that are not the audit's.
 */
export function accountsSql(passwords: Credentials, database: string): string {
  const accounts = [
    ['root', passwords.databaseRoot],
    ['gc_owner', passwords.databaseOwner],
    ['gc_app', passwords.databaseApp],
  ] as const
  return [
    ...accounts.flatMap(([user, password]) => [
      `CREATE USER IF NOT EXISTS '${user}'@'127.0.0.1' IDENTIFIED BY '${password}';`,
      `ALTER USER '${user}'@'127.0.0.1' IDENTIFIED BY '${password}';`,
    ]),
    `ALTER USER 'root'@'localhost' IDENTIFIED BY '${passwords.databaseRoot}';`,
    // MariaDB's system tables come with password-less roots for the other names of this machine.
    `DROP USER IF EXISTS 'root'@'::1', 'root'@'${hostname()
      .toLowerCase()
      .replaceAll(/[^\w.-]/g, '')}';`,
    "GRANT ALL PRIVILEGES ON *.* TO 'root'@'127.0.0.1' WITH GRANT OPTION;",
    `CREATE DATABASE IF NOT EXISTS \`${database}\` CHARACTER SET utf8mb4 COLLATE utf8mb4_unicode_ci;`,
    `GRANT ALL PRIVILEGES ON \`${database.replaceAll('_', '\\_')}\`.* TO 'gc_owner'@'127.0.0.1' WITH GRANT OPTION;`,
    `GRANT SELECT, INSERT, EXECUTE ON \`${database.replaceAll('_', '\\_')}\`.* TO 'gc_app'@'127.0.0.1';`,
    '',
  ].join('\n')
}

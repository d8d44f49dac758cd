import { randomBytes } from 'node:crypto'
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'

/** Passwords of one private instance; they never leave its data folder. */
export interface Credentials {
  databaseRoot: string
  databaseOwner: string
  databaseApp: string
  redis: string
}

/** Reads the passwords of the instance in this data folder, making them at its first start (mode 0600). */
export function credentialsIn(dataDir: string): Credentials {
  const file = join(dataDir, 'credentials.json')
  if (existsSync(file)) return JSON.parse(readFileSync(file, 'utf8')) as Credentials
  const made = { databaseRoot: password(), databaseOwner: password(), databaseApp: password(), redis: password() }
  writePrivateFile(file, `${JSON.stringify(made, null, 2)}\n`)
  return made
}

/** Writes a file that only this user may read. */
export function writePrivateFile(file: string, text: string): void {
  mkdirSync(dirname(file), { recursive: true })
  writeFileSync(file, text, { mode: 0o600 })
}

/** Letters and digits only, so that it needs no escaping in a URL, an SQL string or a config file. */
function password(): string {
  return randomBytes(24).toString('hex')
}

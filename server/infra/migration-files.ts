import { createHash } from 'node:crypto'
import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'

/** Where the migrations stand, from the folder in which the process was started. */
export const migrationFolder = join('prisma', 'migrations')

/** One migration as it stands on disk. */
export interface MigrationFile {
  name: string
  /** SHA-256 of the file in hex, as Prisma records it. */
  checksum: string
  sql: string
}

const listed = new Map<string, string[]>()

/** Names of the migrations of this version, in the order in which they are applied. Read once per process and folder. */
export function migrationNames(folder: string = migrationFolder): string[] {
  let names = listed.get(folder)
  if (!names) {
    names = readdirSync(folder, { withFileTypes: true })
      .filter((entry) => entry.isDirectory() && existsSync(join(folder, entry.name, 'migration.sql')))
      .map((entry) => entry.name)
      .sort()
    listed.set(folder, names)
  }
  return names
}

/** Reads the migrations of a folder, in order. */
export function readMigrations(folder: string = migrationFolder): MigrationFile[] {
  listed.delete(folder)
  return migrationNames(folder).map((name) => {
    const content = readFileSync(join(folder, name, 'migration.sql'))
    return { name, checksum: createHash('sha256').update(content).digest('hex'), sql: content.toString('utf8') }
  })
}

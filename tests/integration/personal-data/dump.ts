import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { Redis } from 'ioredis'
import { connectTo } from '../../setup/test-database'
import type { BuiltServer } from '../built-server'

/** Everything that the product keeps, by where it stands; values are the raw bytes, in Latin-1. */
export type Dump = Map<string, string>

async function dumpDatabase(url: string, dump: Dump): Promise<void> {
  const connection = await connectTo(url)
  try {
    const tables: { name: string }[] = await connection.query(
      "SELECT table_name AS name FROM information_schema.tables WHERE table_schema = DATABASE() AND table_type = 'BASE TABLE'",
    )
    for (const { name } of tables) {
      const rows: Record<string, unknown>[] = await connection.query(`SELECT * FROM \`${name}\``)
      const bytes = rows.flatMap((row) =>
        Object.values(row).map((value) => (Buffer.isBuffer(value) ? value : Buffer.from(JSON.stringify(value)))),
      )
      dump.set(`table ${name}`, Buffer.concat(bytes).toString('latin1'))
    }
  } finally {
    await connection.end()
  }
}

async function dumpRedis(url: string, dump: Dump): Promise<void> {
  const redis = new Redis(url)
  try {
    for (const key of await redis.keys('*')) {
      const bytes = await redis.dumpBuffer(key)
      dump.set(`redis ${key}`, key + (bytes ?? Buffer.alloc(0)).toString('latin1'))
    }
  } finally {
    redis.disconnect()
  }
}

/** The mails of the demo stand for what has left the house. */
function dumpFiles(folder: string, dump: Dump): void {
  for (const entry of readdirSync(folder, { recursive: true, withFileTypes: true })) {
    const path = join(entry.parentPath, entry.name)
    if (entry.isFile() && !path.startsWith(join(folder, 'mail'))) dump.set(`file ${entry.name}`, readFileSync(path, 'latin1'))
  }
}

/** Every table, every key of Redis (jobs among them), every log and other file. */
export async function dumpOf({ databaseUrl, redisUrl, dataDir }: Pick<BuiltServer, 'databaseUrl' | 'redisUrl' | 'dataDir'>): Promise<Dump> {
  const dump: Dump = new Map()
  await dumpDatabase(databaseUrl, dump)
  await dumpRedis(redisUrl, dump)
  dumpFiles(dataDir, dump)
  return dump
}

/** The forms in which a value may stand somewhere. */
const formsOf = (value: string): string[] => {
  const bytes = (text: string) => Buffer.from(text).toString('latin1')
  const escaped = JSON.stringify(value)
    .slice(1, -1)
    .replace(/[^\x20-\x7e]/g, (symbol) => `\\u${symbol.charCodeAt(0).toString(16).padStart(4, '0')}`)
  const base64 = Buffer.from(value).toString('base64').replace(/=+$/, '').slice(0, -1)
  return [bytes(value), bytes(value.toLowerCase()), encodeURIComponent(value), escaped, base64, Buffer.from(value).toString('hex')]
}

/** Where any of the values stands in clear or in a form that anybody can read back; a line each. */
export function finds(dump: Dump, values: readonly string[]): string[] {
  const forms = values.map((value) => ({ value, forms: [...new Set(formsOf(value))] }))
  return [...dump].flatMap(([place, text]) =>
    forms.filter((each) => each.forms.some((form) => text.includes(form))).map(({ value }) => `${place}: ${value}`),
  )
}

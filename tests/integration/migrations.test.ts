import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createHash } from 'node:crypto'
import type { Connection } from 'mariadb'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { DatabaseIsNewer, MigrationError } from '../../server/infra/migration-errors'
import { migrate, pendingMigrations } from '../../server/infra/migrations'
import { connectTo, createEmptyDatabase, dropDatabase } from '../setup/test-database'

let url: string
let folder: string
let connection: Connection

beforeEach(async () => {
  url = await createEmptyDatabase(process.env.DATABASE_URL ?? '')
  connection = await connectTo(url)
  folder = mkdtempSync(join(tmpdir(), 'gc-migrations-'))
  write('1_guests', 'CREATE TABLE guests (id INT PRIMARY KEY);\nINSERT INTO guests VALUES (1);')
})

afterEach(async () => {
  await connection.end()
  await dropDatabase(url)
  rmSync(folder, { recursive: true })
})

function write(name: string, sql: string): void {
  mkdirSync(join(folder, name), { recursive: true })
  writeFileSync(join(folder, name, 'migration.sql'), sql)
}

const run = (options: Parameters<typeof migrate>[1] = {}) => migrate(url, { folder, ...options })
const failureOf = (work: Promise<unknown>): Promise<unknown> =>
  work.then(
    () => null,
    (error: unknown) => error,
  )
const records = () => connection.query<Record<string, unknown>[]>('SELECT * FROM _prisma_migrations ORDER BY migration_name')
const guests = () => connection.query<{ id: number }[]>('SELECT id FROM guests ORDER BY id')

describe('the migration runner', () => {
  it('applies what is missing, in order, and records it as Prisma does', async () => {
    expect(await pendingMigrations(connection, folder)).toEqual(['1_guests'])
    expect(await run()).toEqual(['1_guests'])
    write('2_more', "INSERT INTO guests VALUES (2); -- it's two;\n")
    expect(await run()).toEqual(['2_more'])
    expect(await run()).toEqual([])
    expect(await guests()).toEqual([{ id: 1 }, { id: 2 }])
    expect(await pendingMigrations(connection, folder)).toEqual([])
    const [first] = await records()
    expect(first).toMatchObject({ migration_name: '1_guests', logs: null, rolled_back_at: null, applied_steps_count: 1 })
    expect(first?.checksum).toBe(
      createHash('sha256').update('CREATE TABLE guests (id INT PRIMARY KEY);\nINSERT INTO guests VALUES (1);').digest('hex'),
    )
    expect(Math.abs(Number(first?.finished_at) - Date.now())).toBeLessThan(60_000)
  })

  it('lets several starters work one after the other', async () => {
    write('2_slow', 'DO SLEEP(0.3); INSERT INTO guests VALUES (2);')
    const lines: string[] = []
    const results = await Promise.all([1, 2, 3].map(() => run({ log: (line) => lines.push(line) })))
    expect(results.flat().sort()).toEqual(['1_guests', '2_slow'])
    expect(lines).toContain('Another process is migrating this database: waiting for it')
    expect(await guests()).toEqual([{ id: 1 }, { id: 2 }])
  })

  it('gives up on a starter that never ends', async () => {
    write('2_slow', 'DO SLEEP(2);')
    const first = run()
    await expect.poll(() => failureOf(records())).toBeNull()
    await expect.poll(async () => (await records()).length).toBe(2)
    const error = await failureOf(run({ turnTimeoutSeconds: 0 }))
    expect(error).toBeInstanceOf(MigrationError)
    expect(String(error)).toContain('Another process has been migrating this database')
    await first
  })

  it('refuses a migration that was edited after it had been applied', async () => {
    await run()
    write('1_guests', 'CREATE TABLE guests (id BIGINT PRIMARY KEY)')
    const error = await failureOf(run())
    expect(error).toBeInstanceOf(MigrationError)
    expect(String(error)).toContain('Migration 1_guests was edited after it had been applied')
  })

  it('stops at a statement that fails, and does not go on before a person has looked', async () => {
    write('2_broken', 'INSERT INTO guests VALUES (2); INSERT INTO guests VALUES (1); INSERT INTO guests VALUES (3);')
    write('3_after', 'INSERT INTO guests VALUES (4);')
    expect(String(await failureOf(run()))).toMatch(/Migration 2_broken, statement 2 of 3: .*Duplicate entry '1'/)
    const again = await failureOf(run())
    expect(again).toBeInstanceOf(MigrationError)
    expect(String(again)).toMatch(
      /Migration 2_broken was started at .* and did not finish \(.*Duplicate entry.*DELETE FROM _prisma_migrations WHERE migration_name = '2_broken'/,
    )
    expect(String(again)).not.toContain('\n')
    expect(await guests()).toEqual([{ id: 1 }, { id: 2 }])
    expect(await pendingMigrations(connection, folder)).toEqual(['2_broken', '3_after'])
  })

  it('can simply be repeated when the first statement failed, as nothing has changed', async () => {
    write('2_first', 'INSERT INTO guests VALUES (1);')
    expect(String(await failureOf(run()))).toContain('statement 1 of 1')
    await connection.query('DELETE FROM guests')
    expect(await run()).toEqual(['2_first'])
  })

  it('applies again what Prisma has marked as rolled back', async () => {
    await run()
    await connection.query('UPDATE _prisma_migrations SET rolled_back_at = UTC_TIMESTAMP(3)')
    await connection.query('DROP TABLE guests')
    expect(await run()).toEqual(['1_guests'])
  })

  it('refuses a database of a newer version, before anything else', async () => {
    write('2_newer', 'INSERT INTO guests VALUES (2);')
    await run()
    rmSync(join(folder, '2_newer'), { recursive: true })
    write('1_guests', 'something else entirely')
    const error = await failureOf(run())
    expect(error).toBeInstanceOf(DatabaseIsNewer)
    expect(String(error)).toContain(
      'The database belongs to a newer version of Guest Center: this version does not know its migration 2_newer',
    )
  })

  it('waits only so long for a table in use, and can be repeated', async () => {
    await run()
    write('2_column', 'ALTER TABLE guests ADD COLUMN name TEXT;')
    const reader = await connectTo(url)
    await reader.query('START TRANSACTION')
    await reader.query('SELECT * FROM guests')
    const lines: string[] = []
    const error = await failureOf(run({ lockTimeoutSeconds: 1, log: (line) => lines.push(line) }))
    expect(String(error)).toContain('a table stayed in use by a long transaction for 3 s')
    expect(lines.filter((line) => line.includes('trying again'))).toHaveLength(2)
    await reader.end()
    expect(await run()).toEqual(['2_column'])
  })

  it('says in one line when the database cannot be reached', async () => {
    const elsewhere = new URL(url)
    elsewhere.port = '1'
    const error = await failureOf(migrate(elsewhere.href, { folder }))
    expect(error).toBeInstanceOf(MigrationError)
    expect(String(error)).toMatch(/^MigrationError: The database gc_test_\w+ at 127\.0\.0\.1:1 cannot be used: .*ECONNREFUSED/)
    elsewhere.port = new URL(url).port
    elsewhere.password = 'wrong'
    expect(String(await failureOf(migrate(elsewhere.href, { folder })))).toMatch(/cannot be used: Access denied for user/)
  })
})

import { execFile } from 'node:child_process'
import { mkdtempSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import { build } from 'esbuild'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { workerBundle } from '../../scripts/worker-bundle'
import { connectTo, createEmptyDatabase, dropDatabase } from '../../tests/setup/test-database'

let url: string
let folder: string

beforeAll(async () => {
  url = await createEmptyDatabase(process.env.DATABASE_URL ?? '')
  // Beside node_modules, as the real bundle is: packages are not inside it.
  folder = mkdtempSync(join('node_modules', '.gc-test-'))
  await build(workerBundle(folder, ['migrate']))
})

afterAll(async () => {
  rmSync(folder, { recursive: true })
  await dropDatabase(url)
})

/** Runs the bundled program. @returns its exit code and what it said */
function run(changed: Record<string, string> = {}): Promise<{ code: number; out: string; err: string }> {
  const env = { ...process.env, DATABASE_URL: url, DATABASE_OWNER_URL: url, ...changed }
  const program = join(process.cwd(), folder, 'migrate.mjs')
  return new Promise((done) => {
    execFile(process.execPath, [program], { env }, (error, out, err) => done({ code: error ? Number(error.code) : 0, out, err }))
  })
}

describe('npm run migrate', { timeout: 60_000 }, () => {
  it('makes the tables and the built-in roles, and may be repeated', async () => {
    expect(await run()).toMatchObject({ code: 0, err: '' })
    expect(await run()).toMatchObject({ code: 0, out: 'The database is up to date\n', err: '' })
    const connection = await connectTo(url)
    const [count] = await connection.query<{ roles: number }[]>('SELECT COUNT(*) AS roles FROM roles')
    await connection.end()
    expect(count?.roles).toBe(7)
  })

  it('says in one line what is wrong, and leaves with 1', async () => {
    const { code, err } = await run({ DATABASE_OWNER_URL: 'mysql://nobody:wrong@127.0.0.1:1/gc_test_none' })
    expect(code).toBe(1)
    expect(err).toMatch(/^The database gc_test_none at 127\.0\.0\.1:1 cannot be used: [^\n]*\n$/)
  })

  it('leaves with 3 when the database belongs to a newer version', async () => {
    const connection = await connectTo(url)
    await connection.query(
      "INSERT INTO _prisma_migrations (id, checksum, migration_name, finished_at) VALUES (UUID(), '', '29990101000000_future', NOW(3))",
    )
    await connection.end()
    const { code, err } = await run()
    expect(code).toBe(3)
    expect(err).toMatch(/^The database belongs to a newer version of Guest Center: [^\n]*29990101000000_future[^\n]*\n$/)
  })

  it('names every setting that is missing', async () => {
    const { code, err } = await run({ DATABASE_URL: '', MASTER_KEY: '' })
    expect(code).toBe(78)
    expect(err).toContain('DATABASE_URL is missing')
    expect(err).toContain('MASTER_KEY is missing')
  })
})

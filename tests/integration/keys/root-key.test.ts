import { randomBytes } from 'node:crypto'
import { execFile } from 'node:child_process'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { build } from 'esbuild'
import type { Connection } from 'mariadb'
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { freePort } from '../../../scripts/services/free-port.ts'
import { workerBundle } from '../../../scripts/worker-bundle'
import { parseEnv } from '../../../server/infra/env'
import { seal, unseal } from '../../../server/infra/seal'
import { connectTo, createEmptyDatabase, dropDatabase } from '../../setup/test-database'
import { startTransit, type TransitServer, type Whim } from './transit-server'

const program = mkdtempSync(join('node_modules', '.gc-test-'))
const folder = mkdtempSync(join(tmpdir(), 'gc-root-key-'))
/** A port at which nobody listens. */
const nobody = await freePort()
let transit: TransitServer
let url: string
let connection: Connection
let first: string

type Settings = Record<string, string>
interface Ended {
  code: number
  out: string
  err: string
}

const newKey = (): string => randomBytes(32).toString('base64')

/** Runs a program as an installation does; nothing of the tests' own settings reaches it. */
function run(name: 'migrate' | 'keys-rotate', settings: Settings, ...args: string[]): Promise<Ended> {
  const { PATH, REDIS_URL } = process.env
  const env = {
    PATH,
    REDIS_URL,
    NODE_ENV: 'production',
    PUBLIC_URL: 'https://guests.example',
    DATABASE_URL: url,
    LOG_LEVEL: 'warn',
    ...settings,
  }
  return new Promise((done) => {
    execFile(process.execPath, [join(process.cwd(), program, `${name}.mjs`), ...args], { env }, (error, out, err) =>
      done({ code: error ? Number(error.code) : 0, out, err }),
    )
  })
}

const rewrap = (settings: Settings, ...more: string[]) => run('keys-rotate', settings, '--master', ...more)

/** Whether a program opens the root key with these settings: migrating an up-to-date database does nothing else. */
const opens = (settings: Settings) => run('migrate', settings)

async function row(): Promise<{ driver: string; wrapped_key: Buffer; created_at: Date; wrapped_at: Date }> {
  const [found] = await connection.query<Awaited<ReturnType<typeof row>>[]>('SELECT * FROM installation_keys')
  if (!found) throw new Error('There is no root key')
  return found
}

const place = 'installation_keys:wrapped_key:root'

const rootKeyUnder = async (master: string): Promise<Buffer> =>
  unseal(Buffer.from(master, 'base64'), 'root-key', (await row()).wrapped_key, place)

async function put(driver: 'ENVIRONMENT' | 'VAULT', wrapped: Buffer): Promise<void> {
  await connection.query(
    "REPLACE INTO installation_keys (name, driver, wrapped_key, created_at, wrapped_at) VALUES ('root', ?, ?, NOW(3), NOW(3))",
    [driver, wrapped],
  )
}

const service = (more: Settings = {}): Settings => ({ KMS_URL: transit.url, KMS_KEY: 'installation', KMS_TOKEN: transit.token, ...more })

beforeAll(async () => {
  await build(workerBundle(program, ['migrate', 'keys-rotate']))
  transit = await startTransit()
  url = await createEmptyDatabase(process.env.DATABASE_URL ?? '')
  connection = await connectTo(url)
  await run('migrate', { MASTER_KEY: newKey() })
}, 60_000)
afterAll(async () => {
  await transit.close()
  await connection.end()
  await dropDatabase(url)
  for (const path of [program, folder]) rmSync(path, { recursive: true })
})
beforeEach(async () => {
  first = newKey()
  await put('ENVIRONMENT', seal(Buffer.from(first, 'base64'), 'root-key', randomBytes(32), place))
})
afterEach(async () => {
  transit.whim = 'right'
  await connection.query('DELETE FROM installation_keys')
})

describe('the root key', { timeout: 60_000 }, () => {
  it('of a new installation is its own, and stands wrapped', async () => {
    await connection.query('DELETE FROM installation_keys')
    expect((await run('migrate', { MASTER_KEY: first })).code).toBe(0)
    const key = await rootKeyUnder(first)
    expect(key).toHaveLength(32)
    expect(key.toString('base64')).not.toBe(first)
    expect((await row()).wrapped_key.includes(key)).toBe(false)
    const before = await row()
    expect(await opens({ MASTER_KEY: first })).toEqual({ code: 0, out: 'The database is up to date\n', err: '' })
    expect(await row()).toEqual(before)
  })

  it('opens with no other MASTER_KEY, and says so in one line', async () => {
    const before = await row()
    const line = expect.stringMatching(/^[^\n]*MASTER_KEY is missing or another than the one that wraps the root key[^\n]*\n$/) as string
    expect(await opens({ MASTER_KEY: newKey() })).toMatchObject({ code: 1, err: line })
    expect(await rewrap({ MASTER_KEY: newKey() })).toMatchObject({ code: 78, err: line })
    expect(await row()).toEqual(before)
  })

  it('is made anew by nobody where there are data that another key sealed', async () => {
    await connection.query('DELETE FROM installation_keys')
    const [organization, key] = [crypto.randomUUID(), crypto.randomUUID()]
    await connection.query("INSERT INTO organizations (id, code, name, time_zone, locale) VALUES (?, ?, 'x', 'UTC', 'EN')", [
      organization,
      organization,
    ])
    await connection.query(
      "INSERT INTO organization_keys (id, organization_id, purpose, version, wrapped_key, created_at) VALUES (?, ?, 'DATA', 1, 'x', NOW(3))",
      [key, organization],
    )
    try {
      expect(await opens({ MASTER_KEY: first })).toMatchObject({
        code: 1,
        err: 'MASTER_KEY is missing or another than the database was made with.\n',
      })
      expect(await connection.query('SELECT * FROM installation_keys')).toEqual([])
    } finally {
      await connection.query('DELETE FROM organization_keys WHERE id = ?', [key])
      await connection.query('DELETE FROM organizations WHERE id = ?', [organization])
    }
  })
})

describe('a new MASTER_KEY', { timeout: 60_000 }, () => {
  it('takes over step by step, and what it wraps stays', async () => {
    const [key, second] = [await rootKeyUnder(first), newKey()]
    const both = { MASTER_KEY: second, MASTER_KEY_PREVIOUS: first }
    expect(await opens(both)).toMatchObject({ code: 0, out: expect.stringContaining('keys:rotate -- --master') as string })
    expect(await rewrap(both)).toMatchObject({ code: 0, err: '', out: expect.stringContaining('wrapped by MASTER_KEY now') as string })
    expect(await rootKeyUnder(second)).toEqual(key)
    expect(await opens({ MASTER_KEY: second })).toEqual({ code: 0, out: 'The database is up to date\n', err: '' })
    expect((await opens({ MASTER_KEY: first })).code).toBe(1)
    const entries = await connection.query<{ details: string }[]>(
      "SELECT details FROM audit_logs WHERE action = 'root_key.rewrap' AND organization_id IS NULL",
    )
    expect(entries.map(({ details }) => details)).toEqual([{ before: 'ENVIRONMENT', after: 'ENVIRONMENT' }])
    await connection.query("DELETE FROM audit_logs WHERE action = 'root_key.rewrap'")
  })

  it('set by two at once, it ends as one of them says', async () => {
    const [key, second, third] = [await rootKeyUnder(first), newKey(), newKey()]
    const ended = await Promise.all([second, third].map((next) => rewrap({ MASTER_KEY: next, MASTER_KEY_PREVIOUS: first })))
    // The slower may find that the faster was done before it began: neither of its keys opens then.
    expect(ended.some(({ code }) => code === 0)).toBe(true)
    const found = await Promise.allSettled([second, third].map(rootKeyUnder))
    expect(found.flatMap((each) => (each.status === 'fulfilled' ? [each.value] : []))).toEqual([key])
  })
})

describe('a key management service', { timeout: 60_000 }, () => {
  it('takes over from MASTER_KEY, which is needed no more; and gives back', async () => {
    const key = await rootKeyUnder(first)
    const both = service({ MASTER_KEY: first })
    expect((await opens(both)).out).toContain('MASTER_KEY still wraps the root key')
    expect(await rewrap(both)).toMatchObject({ code: 0, out: expect.stringContaining('by the key management service now') as string })
    expect(await row()).toMatchObject({ driver: 'VAULT' })
    expect((await row()).wrapped_key.toString()).toMatch(/^vault:v1:/)
    expect(await opens(service())).toEqual({ code: 0, out: 'The database is up to date\n', err: '' })
    expect(await opens({ MASTER_KEY: first })).toMatchObject({ code: 1, err: expect.stringContaining('set KMS_URL') as string })
    expect(await rewrap(service({ MASTER_KEY: first }), '--leave-kms')).toMatchObject({ code: 0 })
    expect(await rootKeyUnder(first)).toEqual(key)
    await connection.query("DELETE FROM audit_logs WHERE action = 'root_key.rewrap'")
  })

  it('wraps the first key of an installation that has no MASTER_KEY, under a key of any mount, known by a token in a file', async () => {
    await connection.query('DELETE FROM installation_keys')
    const file = join(folder, 'token')
    writeFileSync(file, `${transit.token}\n`)
    const settings = { KMS_URL: transit.url, KMS_KEY: 'keys/guests/installation', KMS_TOKEN_FILE: file }
    expect(await opens(settings)).toMatchObject({ code: 0, err: '' })
    expect(await row()).toMatchObject({ driver: 'VAULT' })
    expect(await opens({ ...settings, KMS_TOKEN_FILE: join(folder, 'none') })).toMatchObject({
      code: 1,
      err: 'KMS_TOKEN_FILE cannot be read.\n',
    })
  })

  it.each<[string, Whim, Settings, string]>([
    ['refuses the token', 'right', { KMS_TOKEN: 's.wrong' }, 'answers 403: it refuses KMS_TOKEN'],
    ['has another key of that name', 'right', { KMS_KEY: 'other' }, 'answers 400: it does not take what it was asked'],
    ['has no such key', 'right', { KMS_KEY: 'none' }, 'answers 404: it does not know KMS_KEY'],
    ['is sealed', 'sealed', {}, 'answers 503: it is sealed'],
    ['gives something of another length', 'wrong-length', {}, 'What opened is no root key'],
    ['gives what is no base64', 'garbled', {}, 'is no Vault or OpenBao'],
    ['is none', 'no-vault', {}, 'is no Vault or OpenBao'],
    ['sends elsewhere', 'redirects', {}, 'cannot be reached'],
    ['is not there', 'right', { KMS_URL: `http://127.0.0.1:${nobody}` }, 'cannot be reached (ECONNREFUSED)'],
    ['does not answer', 'silent', {}, 'does not answer within 10 s'],
  ])('that %s stops every program with one clear line', async (_, whim, changed, words) => {
    await put('VAULT', Buffer.from(transit.wrap(randomBytes(32))))
    const before = await row()
    transit.whim = whim
    const { code, err } = await rewrap(service(changed))
    expect([code, err.trim().split('\n')]).toEqual([78, [expect.stringContaining(words) as string]])
    expect(err).not.toContain(transit.token)
    expect(await row()).toEqual(before)
  })

  it('that does not open what it wrapped gets nothing to keep', async () => {
    const before = await row()
    transit.whim = 'forgets'
    expect(await rewrap(service({ MASTER_KEY: first }))).toMatchObject({
      code: 1,
      err: expect.stringContaining('Nothing was changed') as string,
    })
    expect(await row()).toEqual(before)
  })

  it.each<[Settings, string]>([
    [{ KMS_URL: 'http://vault.example', KMS_KEY: 'x', KMS_TOKEN: 'x' }, 'KMS_URL: must begin with https://'],
    [{ KMS_URL: 'https://vault.example' }, 'KMS_KEY is missing'],
    [{ KMS_URL: 'https://vault.example', KMS_KEY: 'x' }, 'KMS_TOKEN is missing'],
    [{ KMS_URL: 'https://vault.example', KMS_KEY: '../sys', KMS_TOKEN: 'x' }, 'KMS_KEY: must be the name of a key'],
  ])('%j is refused', (settings, words) => {
    const others = { DATABASE_URL: url, REDIS_URL: 'redis://127.0.0.1', PUBLIC_URL: 'https://guests.example' }
    expect(() => parseEnv({ ...others, ...settings })).toThrow(words)
    expect(parseEnv({ ...others, ...service() }).MASTER_KEY).toBeUndefined()
  })
})

import { createSecretKey, randomBytes, randomUUID } from 'node:crypto'
import { execFile } from 'node:child_process'
import { cpSync, mkdirSync, mkdtempSync, readdirSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { build } from 'esbuild'
import type { Connection } from 'mariadb'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { workerBundle } from '../../scripts/worker-bundle'
import { openForOrganization, sealedColumns, type OrganizationSealedColumn } from '../../server/core/organization-seal'
import { masterKey } from '../../server/infra/env'
import type { Keyring } from '../../server/infra/keyring'
import { migrate } from '../../server/infra/migrations'
import { seal, SealBroken, unseal } from '../../server/infra/seal'
import { connectTo, createEmptyDatabase, dropDatabase } from '../setup/test-database'

/** The first migration that the old version does not know. */
const first = '20261128020000'
const program = mkdtempSync(join('node_modules', '.gc-test-'))
const folder = mkdtempSync(join(tmpdir(), 'gc-old-version-'))
let url: string
let connection: Connection

type Row = Record<string, string | number | Date | Buffer | null>

async function insert(table: string, row: Row): Promise<void> {
  const names = Object.keys(row)
  await connection.query(`INSERT INTO ${table} (${names.join(', ')}) VALUES (${names.map(() => '?').join(', ')})`, Object.values(row))
}

const now = new Date()
const organizations = [randomUUID(), randomUUID()] as const
const signingKeys = organizations.map((organizationId) => ({
  organizationId,
  keyId: randomBytes(4).toString('hex'),
  seed: randomBytes(32),
}))

/** An organization as the version before kept it: its secrets sealed with MASTER_KEY itself. */
async function insertOrganization(id: string): Promise<void> {
  await insert('organizations', { id, code: id.slice(0, 8), name: 'Old', time_zone: 'Europe/Berlin', locale: 'EN' })
  const { keyId, seed } = signingKeys.find(({ organizationId }) => organizationId === id)!
  const sealed = seal(masterKey, 'pass-signing-key', seed, `${id}:${keyId}`)
  await insert('signing_keys', {
    key_id: keyId,
    organization_id: id,
    public_key: randomBytes(32),
    sealed_private_key: sealed,
    created_at: now,
  })
  const provider = { organization_id: id, protocol: 'OIDC', name: 'Acme', issuer: 'https://id.example', client_id: 'x', updated_at: now }
  const claims = { email_claim: 'email', email_verified_claim: 'email_verified', name_claim: 'name', second_factor: 'OURS' }
  const secret = seal(masterKey, 'client-secret', Buffer.from(`secret of ${id}`), `identity_providers:client_secret:${id}`)
  await insert('identity_providers', { ...provider, ...claims, client_secret: secret, is_enabled: 1, is_required: 0 })
}

/** Runs the program of an update, as an installation does. */
const update = (changed: Record<string, string> = {}) =>
  promisify(execFile)(process.execPath, [join(process.cwd(), program, 'migrate.mjs')], {
    env: { ...process.env, DATABASE_URL: url, DATABASE_OWNER_URL: url, ...changed },
  })

async function keyringIn(organizationId: string): Promise<Keyring> {
  const rows = await connection.query<{ id: string; purpose: string; wrapped_key: Buffer }[]>(
    'SELECT id, purpose, wrapped_key FROM organization_keys WHERE organization_id = ?',
    [organizationId],
  )
  const byId = new Map(
    rows.map(({ id, wrapped_key }) => [
      id,
      createSecretKey(unseal(masterKey, 'organization-key', wrapped_key, `organization_keys:wrapped_key:${organizationId}:${id}`)),
    ]),
  )
  const [data, index] = ['DATA', 'INDEX'].map((purpose) => rows.find((row) => row.purpose === purpose)?.id ?? '')
  return { organizationId, data: { id: data!, key: byId.get(data!)! }, byId, index: byId.get(index!)! }
}

/** What stands in a column, opened; null where nothing does. */
async function opened(at: OrganizationSealedColumn, organizationId: string, id: string): Promise<Buffer | null> {
  const [row] = await connection.query<{ sealed: Buffer | null }[]>(
    `SELECT ${at.column} AS sealed FROM ${at.table} WHERE ${at.id} = ? AND organization_id = ?`,
    [id, organizationId],
  )
  return row?.sealed ? openForOrganization(await keyringIn(organizationId), row.sealed, at, id) : null
}

const tables = async (): Promise<string[]> =>
  (
    await connection.query<{ name: string }[]>('SELECT table_name AS name FROM information_schema.tables WHERE table_schema = DATABASE()')
  ).map(({ name }) => name)

beforeAll(async () => {
  url = await createEmptyDatabase(process.env.DATABASE_URL ?? '')
  connection = await connectTo(url)
  await build(workerBundle(program, ['migrate']))
  const migrations = join('prisma', 'migrations')
  for (const name of readdirSync(migrations).filter((each) => each < first)) {
    mkdirSync(join(folder, name))
    cpSync(join(migrations, name), join(folder, name), { recursive: true })
  }
  await migrate(url, { folder })
  for (const id of organizations) await insertOrganization(id)
}, 60_000)

afterAll(async () => {
  for (const path of [program, folder]) rmSync(path, { recursive: true })
  await connection.end()
  await dropDatabase(url)
})

describe('an update from the version before', { timeout: 60_000 }, () => {
  it('stops where MASTER_KEY is another, and loses nothing', async () => {
    await expect(update({ MASTER_KEY: randomBytes(32).toString('base64') })).rejects.toThrow(SealBroken.name)
    expect(await tables()).toEqual(expect.arrayContaining(['secrets_under_master_key']))
    // The keys of organizations that were made with the wrong key are of no use to anybody.
    await connection.query('DELETE FROM organization_keys')
  })

  it('seals secrets under the key of their organization, and they are what they were', async () => {
    expect((await update()).stdout).toContain('up to date')
    for (const { organizationId, keyId, seed } of signingKeys) {
      expect(await opened(sealedColumns.signingKey, organizationId, keyId)).toEqual(seed)
      expect(String(await opened(sealedColumns.clientSecret, organizationId, organizationId))).toBe(`secret of ${organizationId}`)
    }
    expect((await tables()).filter((name) => /in_clear|under_master_key/.test(name))).toEqual([])
  })

  it('may be repeated', async () => {
    const rows = () => connection.query('SELECT * FROM signing_keys ORDER BY key_id')
    const before = await rows()
    expect((await update()).stdout).toBe('The database is up to date\n')
    expect(await rows()).toEqual(before)
  })

  it('leaves alone what was replaced after it had been set aside', async () => {
    const [{ organizationId, keyId, seed }] = signingKeys as [(typeof signingKeys)[number]]
    await connection.query(
      'CREATE TABLE secrets_under_master_key (id CHAR(36) PRIMARY KEY, organization_id CHAR(36), kind VARCHAR(20), sealed VARBINARY(1024))',
    )
    const old = seal(masterKey, 'pass-signing-key', randomBytes(32), `${organizationId}:${keyId}`)
    await insert('secrets_under_master_key', { id: keyId, organization_id: organizationId, kind: 'signingKey', sealed: old })
    await update()
    expect(await opened(sealedColumns.signingKey, organizationId, keyId)).toEqual(seed)
  })
})

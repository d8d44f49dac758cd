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
import type { Keyring } from '../../server/infra/keyring'
import { migrate } from '../../server/infra/migrations'
import { rootKey } from '../../server/infra/root-key'
import { seal, unseal } from '../../server/infra/seal'
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
  const sealed = seal(rootKey(), 'pass-signing-key', seed, `${id}:${keyId}`)
  await insert('signing_keys', {
    key_id: keyId,
    organization_id: id,
    public_key: randomBytes(32),
    sealed_private_key: sealed,
    created_at: now,
  })
  const provider = { organization_id: id, protocol: 'OIDC', name: 'Acme', issuer: 'https://id.example', client_id: 'x', updated_at: now }
  const claims = { email_claim: 'email', email_verified_claim: 'email_verified', name_claim: 'name', second_factor: 'OURS' }
  const secret = seal(rootKey(), 'client-secret', Buffer.from(`secret of ${id}`), `identity_providers:client_secret:${id}`)
  await insert('identity_providers', { ...provider, ...claims, client_secret: secret, is_enabled: 1, is_required: 0 })
}

const visits = organizations.flatMap((organizationId) =>
  [
    { title: 'Собеседование 🛟', message: 'Дорогая Анна,\nждём вас' },
    { title: null, message: 'Щ'.repeat(2_000) },
    { title: '𠮷'.repeat(200), message: null },
    { title: null, message: null },
  ].map((texts) => ({ organizationId, id: randomUUID(), ...texts })),
)

/** Visits as the version before kept them, in clear; a guest and a message for each. */
async function insertVisits(organizationId: string): Promise<void> {
  const [siteId, userId, hostId] = [randomUUID(), randomUUID(), randomUUID()]
  const ours = { organization_id: organizationId }
  const times = { starts_at: now, ends_at: now, time_zone: 'Europe/Berlin', created_at: now }
  await insert('sites', { id: siteId, ...ours, name: 'x', time_zone: 'Europe/Berlin' })
  await insert('users', { id: userId, email: `${userId}@example.com`, name: 'x', locale: 'EN', status: 'ACTIVE', created_at: now })
  await insert('memberships', { id: randomUUID(), ...ours, user_id: userId, name: 'x', created_at: now })
  await insert('hosts', { id: hostId, ...ours, user_id: userId })
  for (const { id, title, message } of visits.filter((visit) => visit.organizationId === organizationId)) {
    const [visitorId, passId] = [randomUUID(), randomUUID()]
    await insert('appointments', { id, ...ours, site_id: siteId, host_id: hostId, title, message, status: 'SCHEDULED', ...times })
    await insert('visitors', { id: visitorId, ...ours, locale: 'EN', created_at: now })
    const pass = { id: passId, ...ours, site_id: siteId, visitor_id: visitorId, appointment_id: id, type: 'SINGLE', status: 'ACTIVE' }
    await insert('visit_passes', { ...pass, valid_from: now, valid_to: now, created_at: now })
    const sent = { channel: 'EMAIL', template: 'invite', event_id: randomUUID(), status: 'SENT', created_at: now }
    await insert('notifications', { id: randomUUID(), ...ours, visit_pass_id: passId, ...sent })
  }
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
      createSecretKey(unseal(rootKey(), 'organization-key', wrapped_key, `organization_keys:wrapped_key:${organizationId}:${id}`)),
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

const textOf = (value: Buffer | null): string | null => value && value.toString()

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
  for (const id of organizations) {
    await insertOrganization(id)
    await insertVisits(id)
  }
  const stray = { channel: 'EMAIL', template: 'invite', event_id: randomUUID(), status: 'SENT', created_at: now }
  await insert('notifications', { id: randomUUID(), organization_id: organizations[0], visit_pass_id: randomUUID(), ...stray })
}, 60_000)

afterAll(async () => {
  for (const path of [program, folder]) rmSync(path, { recursive: true })
  await connection.end()
  await dropDatabase(url)
})

describe('an update from the version before', { timeout: 60_000 }, () => {
  it('stops where MASTER_KEY is another, and loses nothing', async () => {
    await expect(update({ MASTER_KEY: randomBytes(32).toString('base64') })).rejects.toThrow('MASTER_KEY is missing or another')
    expect(await tables()).toEqual(expect.arrayContaining(['secrets_under_master_key', 'visit_texts_in_clear']))
    expect(await connection.query('SELECT id FROM organization_keys')).toEqual([])
    expect(await connection.query('SELECT name FROM installation_keys')).toEqual([])
  })

  it('seals secrets under the key of their organization, and they are what they were', async () => {
    expect((await update()).stdout).toContain('up to date')
    for (const { organizationId, keyId, seed } of signingKeys) {
      expect(await opened(sealedColumns.signingKey, organizationId, keyId)).toEqual(seed)
      expect(String(await opened(sealedColumns.clientSecret, organizationId, organizationId))).toBe(`secret of ${organizationId}`)
    }
  })

  it('seals the texts of visits, and they are what they were', async () => {
    for (const { organizationId, id, title, message } of visits)
      expect(
        [await opened(sealedColumns.title, organizationId, id), await opened(sealedColumns.message, organizationId, id)].map(textOf),
      ).toEqual([title, message])
    const [columns] = await connection.query<{ names: string }[]>(
      "SELECT GROUP_CONCAT(column_name) AS names FROM information_schema.columns WHERE table_schema = DATABASE() AND table_name = 'appointments'",
    )
    expect(columns?.names.split(',')).not.toEqual(expect.arrayContaining(['title']))
  })

  it('leaves no table behind in which rows waited', async () => {
    expect((await tables()).filter((name) => /in_clear|under_master_key/.test(name))).toEqual([])
  })

  it('keeps the messages of passes, and only those', async () => {
    const [row] = await connection.query<{ count: number }[]>('SELECT COUNT(*) AS count FROM notifications')
    expect(row?.count).toBe(visits.length)
  })

  it('may be repeated', async () => {
    const rows = async () => [
      await connection.query('SELECT * FROM signing_keys ORDER BY key_id'),
      await connection.query('SELECT * FROM appointments ORDER BY id'),
    ]
    const before = await rows()
    expect((await update()).stdout).toBe('The database is up to date\n')
    expect(await rows()).toEqual(before)
  })

  it('leaves alone what was replaced after it had been set aside', async () => {
    const [{ organizationId, keyId, seed }] = signingKeys as [(typeof signingKeys)[number]]
    await connection.query(
      'CREATE TABLE secrets_under_master_key (id CHAR(36) PRIMARY KEY, organization_id CHAR(36), kind VARCHAR(20), sealed VARBINARY(1024))',
    )
    const old = seal(rootKey(), 'pass-signing-key', randomBytes(32), `${organizationId}:${keyId}`)
    await insert('secrets_under_master_key', { id: keyId, organization_id: organizationId, kind: 'signingKey', sealed: old })
    await update()
    expect(await opened(sealedColumns.signingKey, organizationId, keyId)).toEqual(seed)
  })

  it('goes on where it was interrupted, but does not bring back what was erased meanwhile', async () => {
    const [kept, erased] = visits as [(typeof visits)[number], (typeof visits)[number]]
    await connection.query(
      'CREATE TABLE visit_texts_in_clear (id CHAR(36) PRIMARY KEY, organization_id CHAR(36), title VARCHAR(200), message TEXT)',
    )
    for (const { id, organizationId } of [kept, erased]) {
      await insert('visit_texts_in_clear', { id, organization_id: organizationId, title: 'Late', message: null })
      await connection.query('UPDATE appointments SET sealed_title = NULL, sealed_message = NULL WHERE id = ?', [id])
    }
    await connection.query(
      'UPDATE visitors v JOIN visit_passes p ON p.visitor_id = v.id SET v.erased_at = UTC_TIMESTAMP(3) WHERE p.appointment_id = ?',
      [erased.id],
    )
    await update()
    expect(textOf(await opened(sealedColumns.title, kept.organizationId, kept.id))).toBe('Late')
    expect(await opened(sealedColumns.title, erased.organizationId, erased.id)).toBeNull()
  })
})

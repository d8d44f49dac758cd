import { execFile, spawn } from 'node:child_process'
import { mkdtempSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import { build } from 'esbuild'
import { afterAll, beforeAll, beforeEach, describe, expect, it, vi } from 'vitest'
import { workerBundle } from '../../../scripts/worker-bundle'
import { openForOrganization, sealedColumns, sealForOrganization } from '../../../server/core/organization-seal'
import { systemCtx } from '../../../server/core/ctx'
import { moveAllToNewestKeys, moveToNewestKey } from '../../../server/domains/security/use-cases/organization-keys/move-to-newest-key'
import { replaceOrganizationKey } from '../../../server/domains/security/use-cases/organization-keys/replace-organization-key'
import {
  findStaleVisitorKeys,
  replaceValue,
  replaceVisitorKey,
} from '../../../server/domains/security/use-cases/organization-keys/sealed-values.sql'
import { eraseOnce } from '../../../server/domains/visitors/use-cases/erase-visitor'
import { pool, prisma } from '../../../server/infra/db'
import { keyringOf, type Keyring } from '../../../server/infra/keyring'
import { createOrganization, type TestOrganization } from '../../setup/organization'
import { createVisit } from '../../setup/visits'
import { addVisitors, fillSealedColumns, readSealedColumns, readVisitors } from './sealed-rows'

const own = await vi.hoisted(async () => (await import('../outbox/own-services')).claimServices())
const program = mkdtempSync(join('node_modules', '.gc-test-'))
const hour = 3_600_000

let org: TestOrganization
beforeAll(() => build(workerBundle(program, ['keys-rotate'])))
beforeEach(async () => {
  org = await createOrganization()
})
afterAll(async () => {
  rmSync(program, { recursive: true })
  await own.release()
}, 30_000)

const dataKeys = () =>
  prisma.organizationKey.findMany({
    where: { organizationId: org.id, purpose: 'DATA' },
    orderBy: { version: 'asc' },
    select: { id: true, version: true },
  })

/** A new key that every process has known for an hour. */
async function replaceAnHourAgo(): Promise<Keyring> {
  expect(await replaceOrganizationKey(org.id, new Date(Date.now() - hour))).toBe('MADE')
  return keyringOf(org.id)
}

/** Everything that is sealed opens, and stands under one key. */
async function expectAllUnder(keyring: Keyring): Promise<void> {
  const found = [await readSealedColumns(keyring), await readVisitors(keyring)]
  expect(found.flatMap(({ wrong }) => wrong)).toEqual([])
  expect([...new Set(found.flatMap(({ keyIds }) => [...keyIds]))]).toEqual([keyring.data.id])
}

async function fill(visitors = 5): Promise<number> {
  // Guests of visits are named otherwise: here only the texts of the visits are looked at.
  for (let index = 0; index < 3; index++) {
    const { visitorId } = await createVisit(org)
    await prisma.visitorKey.delete({ where: { visitorId } })
  }
  return (await fillSealedColumns(org.id)) + (await addVisitors(org.id, visitors)).length
}

describe('a new key of an organization', () => {
  it('takes over everything that is sealed; the earlier one is deleted a day later', async () => {
    const count = await fill()
    const neighbour = await createOrganization()
    const theirs = await prisma.signingKey.findFirstOrThrow({ where: { organizationId: neighbour.id } })
    await expectAllUnder(await keyringOf(org.id))
    const keyring = await replaceAnHourAgo()
    expect(await moveToNewestKey(org.id)).toEqual({ found: count, moved: count, broken: [], deleted: 0, left: 1 })
    await expectAllUnder(keyring)
    const later = (hours: number) => moveToNewestKey(org.id, new Date(Date.now() + hours * hour))
    expect(await later(22)).toEqual({ found: 0, moved: 0, broken: [], deleted: 0, left: 1 })
    expect(await later(24)).toEqual({ found: 0, moved: 0, broken: [], deleted: 1, left: 0 })
    expect(await dataKeys()).toEqual([{ id: keyring.data.id, version: 2 }])
    const without = await keyringOf(org.id)
    expect([...without.byId.keys()]).toHaveLength(2)
    await expectAllUnder(without)
    expect(await prisma.signingKey.findFirstOrThrow({ where: { organizationId: neighbour.id } })).toEqual(theirs)
    const actions = await prisma.auditLog.findMany({
      where: { organizationId: org.id, entityType: 'OrganizationKey' },
      orderBy: { id: 'asc' },
    })
    expect(actions.map(({ action, details }) => [action, details])).toEqual([
      ['organization_key.replace', { version: 2 }],
      ['organization_key.delete', { version: 1 }],
    ])
  })

  it('moves nothing before every process knows it', async () => {
    await fill()
    const before = await keyringOf(org.id)
    expect(await replaceOrganizationKey(org.id)).toBe('MADE')
    expect(await moveToNewestKey(org.id)).toEqual({ found: 0, moved: 0, broken: [], deleted: 0, left: 1 })
    await expectAllUnder(before)
  })

  it('is made once, however many ask', async () => {
    await keyringOf(org.id)
    const answers = await Promise.all(Array.from({ length: 5 }, () => replaceOrganizationKey(org.id)))
    expect(answers.sort()).toEqual(['MADE', 'UNDER_WAY', 'UNDER_WAY', 'UNDER_WAY', 'UNDER_WAY'])
    expect(await replaceOrganizationKey(org.id)).toBe('UNDER_WAY')
    expect((await dataKeys()).map(({ version }) => version)).toEqual([1, 2])
    expect(await prisma.auditLog.count({ where: { organizationId: org.id, action: 'organization_key.replace' } })).toBe(1)
  })

  it('is moved to by several at once, each value once', async () => {
    const count = await fill(500)
    const keyring = await replaceAnHourAgo()
    const done = await Promise.all([moveToNewestKey(org.id), moveToNewestKey(org.id), moveAllToNewestKeys().then(() => null)])
    expect(done.flatMap((each) => each?.broken ?? [])).toEqual([])
    expect(done[0]!.moved + done[1]!.moved).toBeLessThanOrEqual(count)
    await expectAllUnder(keyring)
  })

  it('leaves alone what does not open, says where it stands, and keeps its key', async () => {
    const count = await fill()
    const at = sealedColumns.title
    const [spoilt] = (await pool.query('SELECT id, sealed_title AS sealed FROM appointments WHERE organization_id = ? ORDER BY id', [
      org.id,
    ])) as [{ id: string; sealed: Buffer }]
    const sealed = Buffer.from(spoilt.sealed.map((byte, index) => (index === 40 ? byte ^ 1 : byte)))
    await pool.query('UPDATE appointments SET sealed_title = ? WHERE id = ?', [sealed, spoilt.id])
    await replaceAnHourAgo()
    const broken = [{ table: at.table, id: spoilt.id }]
    expect(await moveToNewestKey(org.id)).toEqual({ found: count, moved: count - 1, broken, deleted: 0, left: 1 })
    expect(await moveToNewestKey(org.id, new Date(Date.now() + 48 * hour))).toEqual({ found: 1, moved: 0, broken, deleted: 0, left: 1 })
    const [row] = (await pool.query('SELECT sealed_title AS sealed FROM appointments WHERE id = ?', [spoilt.id])) as [{ sealed: Buffer }]
    expect(row.sealed.equals(sealed)).toBe(true)
  })
})

describe('whoever writes while values are moved', () => {
  it('wins', async () => {
    await fill()
    const earlier = await keyringOf(org.id)
    const keyring = await replaceAnHourAgo()
    const at = sealedColumns.title
    const [row] = (await pool.query('SELECT id, sealed_title AS sealed FROM appointments WHERE organization_id = ?', [org.id])) as [
      { id: string; sealed: Buffer },
    ]
    const theirs = Buffer.from(sealForOrganization(earlier, Buffer.from('Written meanwhile'), at, row.id))
    await pool.query('UPDATE appointments SET sealed_title = ? WHERE id = ?', [theirs, row.id])
    expect(await replaceValue(at, org.id, row, sealForOrganization(keyring, Buffer.from('Late'), at, row.id))).toBe(false)
    const [now] = (await pool.query('SELECT sealed_title AS sealed FROM appointments WHERE id = ?', [row.id])) as [{ sealed: Buffer }]
    expect(String(openForOrganization(keyring, now.sealed, at, row.id))).toBe('Written meanwhile')
  })

  it('erases for good', async () => {
    await fill()
    const keyring = await replaceAnHourAgo()
    const [stale] = await findStaleVisitorKeys({ organizationId: org.id, newestKeyId: keyring.data.id, after: '' })
    await eraseOnce(systemCtx(org.id), stale!.id, { reason: 'At request' })
    expect(await replaceVisitorKey(org.id, stale!, stale!)).toBe(false)
    await moveToNewestKey(org.id)
    expect(await prisma.visitorKey.count({ where: { visitorId: stale!.id } })).toBe(0)
  })

  it('loses nothing, by the hundred', async () => {
    await fill(600)
    const earlier = await keyringOf(org.id)
    const keyring = await replaceAnHourAgo()
    const at = sealedColumns.message
    const visits = (await pool.query('SELECT id FROM appointments WHERE organization_id = ?', [org.id])) as { id: string }[]
    let moving = true
    // A process that has not read the new key yet writes with the earlier one.
    const write = async (by: Keyring) => {
      let last = ''
      for (let round = 0; moving || round < 20; round++) {
        await addVisitors(org.id, 5)
        for (const { id } of visits) {
          last = `Round ${round}`
          await pool.query('UPDATE appointments SET sealed_message = ? WHERE id = ?', [
            Buffer.from(sealForOrganization(by, Buffer.from(last), at, id)),
            id,
          ])
        }
      }
      return last
    }
    const move = async () => {
      const moved = await moveToNewestKey(org.id)
      moving = false
      return moved
    }
    const [last, moved] = await Promise.all([write(earlier), move()])
    expect(moved.broken).toEqual([])
    await moveToNewestKey(org.id)
    const rows = (await pool.query('SELECT id, sealed_message AS sealed FROM appointments WHERE organization_id = ?', [org.id])) as {
      id: string
      sealed: Buffer
    }[]
    expect(rows.map(({ id, sealed }) => String(openForOrganization(keyring, sealed, at, id)))).toEqual(rows.map(() => last))
    const visitors = await readVisitors(keyring)
    expect(visitors).toMatchObject({ wrong: [], keyIds: new Set([keyring.data.id]) })
    expect(visitors.count).toBeGreaterThanOrEqual(700)
    expect((await moveToNewestKey(org.id, new Date(Date.now() + 24 * hour))).deleted).toBe(1)
  })
})

describe('npm run keys:rotate', { timeout: 60_000 }, () => {
  const file = join(process.cwd(), program, 'keys-rotate.mjs')
  const run = (...args: string[]): Promise<{ code: number; out: string; err: string }> =>
    new Promise((done) => {
      execFile(process.execPath, [file, ...args], { env: process.env }, (error, out, err) =>
        done({ code: error ? Number(error.code) : 0, out, err }),
      )
    })

  it('makes a key, then tells how far it is', async () => {
    await fill()
    const rotate = () => run('--organization', org.code)
    expect(await rotate()).toMatchObject({ code: 0, err: '', out: expect.stringContaining('a new key was made') as string })
    expect(await rotate()).toMatchObject({ code: 0, out: expect.stringContaining('0 of 0 values') as string })
    await prisma.organizationKey.updateMany({
      where: { organizationId: org.id, version: 2 },
      data: { createdAt: new Date(Date.now() - hour) },
    })
    expect(await rotate()).toMatchObject({
      code: 0,
      out: expect.stringMatching(/^\S+: a change is under way; (\d+) of \1 values/) as string,
    })
    expect((await dataKeys()).map(({ version }) => version)).toEqual([1, 2])
  })

  it('killed in the midst, it has harmed nothing and goes on', async () => {
    const total = await fill(6_000)
    const keyring = await replaceAnHourAgo()
    const left = () => prisma.visitorKey.count({ where: { organizationId: org.id, organizationKeyId: { not: keyring.data.id } } })
    const before = await left()
    const child = spawn(process.execPath, [file, '--organization', org.code], { env: process.env, stdio: 'ignore' })
    const ended = new Promise((done) => {
      child.once('exit', done)
    })
    await expect.poll(left, { interval: 5, timeout: 30_000 }).toBeLessThan(before)
    child.kill('SIGKILL')
    await ended
    const rest = await left()
    expect(rest).toBeGreaterThan(0)
    expect((await readVisitors(keyring)).wrong).toEqual([])
    const { code, out } = await run('--organization', org.code)
    expect([code, out]).toEqual([0, expect.stringContaining(`${total - before + rest} of `) as string])
    await expectAllUnder(keyring)
  })

  it('waits for an update to be finished', async () => {
    await fill()
    const before = await keyringOf(org.id)
    await replaceAnHourAgo()
    await pool.query('CREATE TABLE visit_texts_in_clear (id CHAR(36) PRIMARY KEY)')
    try {
      expect(await run('--organization', org.code)).toMatchObject({
        code: 1,
        err: 'An update has not been finished: run `npm run migrate` first.\n',
      })
      await moveAllToNewestKeys()
      await expectAllUnder(before)
    } finally {
      await pool.query('DROP TABLE visit_texts_in_clear')
    }
  })

  it.each([[['--organization', 'nobody-here']], [['--organization']], [['--nonsense']], [['--master', 'x']]])(
    'refuses %j',
    async (args) => {
      const { code, err } = await run(...args)
      expect([code, err]).toEqual([64, expect.stringMatching(/^(Usage: |There is no organization )/) as string])
    },
  )
})

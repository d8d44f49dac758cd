import { afterEach, expect, it } from 'vitest'
import { auditPlatform } from '../../../server/core/audit'
import { newId } from '../../../server/core/ids'
import { sealAuditRows } from '../../../server/domains/audit/use-cases/seal-audit-rows'
import { verifyAuditChain } from '../../../server/domains/audit/use-cases/verify-audit-chain'
import { pool, prisma } from '../../../server/infra/db'
import { startSealer } from '../../../server/worker/sealer'
import { createOrganization } from '../../setup/organization'
import { record, sealsOf } from './recorded'
import { untilWaiting } from '../../setup/lock-waits'

const running: (() => Promise<void>)[] = []
afterEach(async () => {
  await Promise.all(running.splice(0).map((stop) => stop()))
})

it('seals a row within a second of its commit', async () => {
  const org = await createOrganization()
  running.push(startSealer())
  for (let round = 1; round <= 5; round++) {
    await record(org, 1)
    await expect.poll(async () => (await sealsOf(org)).length, { timeout: 1_000, interval: 20 }).toBe(round)
  }
})

it('makes one chain without gaps, though several seal while rows are written', async () => {
  const orgs = await Promise.all([createOrganization(), createOrganization()])
  let over = false
  const sealer = async () => {
    while (!over) await sealAuditRows()
  }
  const sealers = [1, 2, 3].map(sealer)
  await Promise.all(orgs.flatMap((org) => [record(org, 25), record(org, 25)]))
  over = true
  await Promise.all(sealers)
  await sealAuditRows()
  for (const org of orgs) {
    expect((await sealsOf(org)).map(({ sequence }) => sequence)).toEqual(Array.from({ length: 50 }, (_, index) => index + 1))
    expect(await verifyAuditChain(org.id)).toMatchObject({ rows: 50, fault: null, unsealed: 0 })
  }
})

const insertSeal = 'INSERT INTO audit_seals (chain, sequence, audit_log_id, hash, sealed_at) VALUES (?, 1, ?, ?, ?)'

it('leaves no gap when the database ends a seal in the middle for a deadlock', async () => {
  const orgs = [await createOrganization(), await createOrganization()] as const
  await record(orgs[0], 1)
  await record(orgs[1], 5)
  const other = await pool.getConnection()
  await other.beginTransaction()
  const take = (chain: string) => other.query(insertSeal, [chain, newId(), Buffer.alloc(32), new Date()])
  // The server gives up the transaction that has written least: ours has written more.
  for (let filler = 0; filler < 50; filler++) await take(newId())
  await take(orgs[1].id)
  const [{ id: connection }] = await other.query<[{ id: number }]>('SELECT CONNECTION_ID() AS id')
  const sealing = sealAuditRows()
  try {
    await untilWaiting(connection)
    await take(orgs[0].id)
  } finally {
    await other.rollback()
    await other.release()
  }
  await sealing
  await sealAuditRows()
  for (const [index, rows] of [1, 5].entries())
    expect(await verifyAuditChain(orgs[index]!.id)).toMatchObject({ rows, fault: null, unsealed: 0 })
})

it('seals rows of no organization in the chain of the platform', async () => {
  const entity = { type: 'User', id: newId() }
  await prisma.$transaction((tx) => auditPlatform(tx, 'platform_admin.create', entity))
  await sealAuditRows()
  const row = await prisma.auditLog.findFirstOrThrow({ where: { organizationId: null, entityId: entity.id } })
  expect(await prisma.auditSeal.findUnique({ where: { auditLogId: row.id } })).toMatchObject({ chain: 'platform' })
})

const insert = `INSERT INTO audit_logs (id, organization_id, actor_type, actor_id, action, entity_type, entity_id, details, ip, user_agent, trace_id, created_at)
  VALUES (?, ?, 'user', ?, 'pass.revoke', 'VisitPass', ?, '{"reason":"The visit was called off"}', '192.0.2.7', 'Mozilla/5.0 (X11; Linux x86_64)', ?, ?)`
const trace = 'a'.repeat(32)

/** GC_AUDIT_ROWS=1000000 takes the whole measure. Counts CPU: what else the machine does is not our pace. */
it('verifies rows at the pace of a million in a minute', async () => {
  const length = Number(process.env.GC_AUDIT_ROWS ?? 10_000)
  const chain = newId()
  for (let from = 0; from < length; from += 2_000)
    await pool.batch(
      insert,
      Array.from({ length: 2_000 }, () => [newId(), chain, newId(), newId(), trace, new Date()]),
    )
  await sealAuditRows(true)
  const begun = process.cpuUsage()
  expect(await verifyAuditChain(chain)).toMatchObject({ rows: length, fault: null })
  const { user, system } = process.cpuUsage(begun)
  expect((user + system) / 1e6).toBeLessThan((60 * length) / 1e6)
}, 1_800_000)

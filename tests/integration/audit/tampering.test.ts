import { appendFile } from 'node:fs/promises'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { sealHash, type StoredRow } from '../../../server/domains/audit/chain'
import { checkpointFolder } from '../../../server/domains/audit/checkpoint-key'
import { readSealed } from '../../../server/domains/audit/chain.sql'
import { sealAuditRows } from '../../../server/domains/audit/use-cases/seal-audit-rows'
import { verifyAuditChain } from '../../../server/domains/audit/use-cases/verify-audit-chain'
import { writeCheckpoints } from '../../../server/domains/audit/use-cases/write-checkpoints'
import { prisma } from '../../../server/infra/db'
import { createOrganization, type TestOrganization } from '../../setup/organization'
import { attestedChain, record, sealsOf } from './recorded'

/** What somebody does who rules the database but not the folder of the checkpoints. */
type Tampering = (org: TestOrganization) => Promise<unknown>

const idAt = async (org: TestOrganization, place: number): Promise<string> => {
  const seals = await sealsOf(org)
  return seals[place - 1]?.auditLogId ?? ''
}

async function cutOff(org: TestOrganization, after: number): Promise<void> {
  const seals = await prisma.auditSeal.findMany({ where: { chain: org.id, sequence: { gt: after } } })
  await prisma.auditLog.deleteMany({ where: { id: { in: seals.map(({ auditLogId }) => auditLogId) } } })
  await prisma.auditSeal.deleteMany({ where: { chain: org.id, sequence: { gt: after } } })
}

/** Seals everything anew from a place on, as our own sealer would have done. */
async function sealAnew(org: TestOrganization, from: number): Promise<void> {
  const rows = await readSealed(org.id, from - 2, 1_000)
  let previous = rows[0]?.hash ?? Buffer.alloc(0)
  for (const row of rows.slice(1)) {
    previous = sealHash(previous, { chain: org.id, sequence: row.sequence, sealedAt: row.sealed_at }, row)
    const where = { chain_sequence: { chain: org.id, sequence: row.sequence } }
    await prisma.auditSeal.update({ where, data: { hash: new Uint8Array(previous) } })
  }
}

const editRow = async (org: TestOrganization, place: number) =>
  prisma.auditLog.update({ where: { id: await idAt(org, place) }, data: { details: { reason: 'Nothing happened' } } })

const trials: [string, Tampering, object][] = [
  ['edit: the reason', (org) => editRow(org, 3), { kind: 'ROW_CHANGED', sequence: 3 }],
  [
    'edit: who did it',
    async (org) => prisma.auditLog.update({ where: { id: await idAt(org, 5) }, data: { actorId: org.host.user.id } }),
    { kind: 'ROW_CHANGED', sequence: 5 },
  ],
  [
    'edit: to the chain of nobody',
    async (org) => prisma.auditLog.update({ where: { id: await idAt(org, 2) }, data: { organizationId: null } }),
    { kind: 'ROW_CHANGED', sequence: 2 },
  ],
  [
    'edit, and every seal made anew',
    async (org) => {
      await editRow(org, 3)
      await sealAnew(org, 3)
    },
    { kind: 'CHAIN_REWRITTEN', sequence: 4 },
  ],
  ['delete: the row', async (org) => prisma.auditLog.delete({ where: { id: await idAt(org, 4) } }), { kind: 'ROW_MISSING', sequence: 4 }],
  [
    'delete: the row and its seal',
    async (org) => {
      await prisma.auditLog.delete({ where: { id: await idAt(org, 4) } })
      await prisma.auditSeal.delete({ where: { chain_sequence: { chain: org.id, sequence: 4 } } })
    },
    { kind: 'SEAL_MISSING', sequence: 4 },
  ],
  [
    'reorder: two seals change places',
    async (org) => {
      const at = (sequence: number) => ({ chain_sequence: { chain: org.id, sequence } })
      await prisma.auditSeal.update({ where: at(3), data: { sequence: 1_000 } })
      await prisma.auditSeal.update({ where: at(4), data: { sequence: 3 } })
      await prisma.auditSeal.update({ where: at(1_000), data: { sequence: 4 } })
    },
    { kind: 'ROW_CHANGED', sequence: 3 },
  ],
  ['truncate', (org) => cutOff(org, 4), { kind: 'CHAIN_TRUNCATED', sequence: 5 }],
  ['truncate to nothing', (org) => cutOff(org, 0), { kind: 'CHAIN_TRUNCATED', sequence: 1 }],
  [
    'truncate and append, sealed and attested by our own worker',
    async (org) => {
      await cutOff(org, 4)
      await record(org, 3)
      await sealAuditRows()
      await writeCheckpoints()
    },
    { kind: 'CHAIN_REWRITTEN', sequence: 6 },
  ],
  [
    'the newest seal deleted, and set again by our own worker',
    async (org) => {
      await prisma.auditSeal.delete({ where: { chain_sequence: { chain: org.id, sequence: 6 } } })
      await sealAuditRows()
    },
    { kind: 'CHAIN_REWRITTEN', sequence: 6 },
  ],
]

describe('a chain that somebody tampered with is found broken, at its place:', () => {
  it.each(trials)('%s', async (_name, tamper, fault) => {
    const org = await attestedChain(3)
    const untouched = await attestedChain(1)
    expect(await verifyAuditChain(org.id)).toMatchObject({ state: 'INTACT', rows: 6, provenTo: 6, unsealed: 0, fault: null, doubt: null })
    await tamper(org)
    expect(await verifyAuditChain(org.id)).toMatchObject({ state: 'BROKEN', fault })
    expect(await verifyAuditChain(untouched.id)).toMatchObject({ state: 'INTACT', rows: 2 })
  })
})

describe('a chain that agrees only with itself is not called intact', () => {
  it('without a checkpoint', async () => {
    const org = await createOrganization()
    await record(org, 2)
    await sealAuditRows()
    expect(await verifyAuditChain(org.id)).toMatchObject({ state: 'NOT_PROVEN', rows: 2, provenTo: 0, doubt: 'NO_CHECKPOINT' })
  })

  it('with a checkpoint that our key did not sign', async () => {
    const org = await attestedChain(1)
    const forged = { chain: org.id, sequence: 9, hash: 'ab'.repeat(32), at: new Date().toISOString(), signature: 'AAAA' }
    await appendFile(join(checkpointFolder, '2026-01-01.jsonl'), `${JSON.stringify(forged)}\n`)
    expect(await verifyAuditChain(org.id)).toMatchObject({ state: 'NOT_PROVEN', provenTo: 2, doubt: 'CHECKPOINT_UNPROVEN' })
  })

  it('long after its last checkpoint, though rows went on', async () => {
    const org = await attestedChain(1)
    await record(org, 1)
    await sealAuditRows()
    expect(await verifyAuditChain(org.id)).toMatchObject({ state: 'INTACT', rows: 3, provenTo: 2 })
    const later = new Date(Date.now() + 200_000)
    expect(await verifyAuditChain(org.id, later)).toMatchObject({ state: 'NOT_PROVEN', doubt: 'CHECKPOINT_OLD' })
  })

  it('while rows have no seal', async () => {
    const org = await attestedChain(1)
    const [row] = await prisma.auditLog.findMany({ where: { organizationId: org.id }, take: 1 })
    const forged = { ...row!, details: {}, id: '00000000-0000-7000-8000-' + org.id.slice(-12) }
    await prisma.auditLog.create({ data: forged })
    expect(await verifyAuditChain(org.id)).toMatchObject({ state: 'NOT_PROVEN', unsealed: 1, doubt: 'ROWS_UNSEALED' })
  })
})

describe('a seal', () => {
  const row: StoredRow = {
    id: 'i',
    organization_id: null,
    actor_type: 'user',
    actor_id: null,
    action: 'a',
    entity_type: 't',
    entity_id: 'e',
    details: { b: 1, a: [2, { d: 3, c: null }] },
    ip: null,
    user_agent: '',
    trace_id: 't',
    created_at: new Date(0),
  }
  const place = { chain: 'platform', sequence: 1, sealedAt: new Date(0) }
  const hashOf = (changed: Partial<StoredRow>) => sealHash(Buffer.alloc(32), place, { ...row, ...changed }).toString('hex')

  it('is the same whichever way the database keeps JSON', () => {
    expect(hashOf({ details: '{ "a": [2, {"c": null, "d": 3}], "b": 1 }' })).toBe(hashOf({}))
  })

  it('changes with every column, and where text moves from one to the next', () => {
    const changes: Partial<StoredRow>[] = [
      ...Object.keys(row).map((key) => ({ [key]: key === 'created_at' ? new Date(1) : 'x' })),
      { ip: '' },
      { user_agent: null },
      { entity_type: 'te', entity_id: '' },
      { action: 'a,1:t', entity_type: '' },
    ]
    expect(new Set([{}, ...changes].map(hashOf)).size).toBe(changes.length + 1)
  })
})

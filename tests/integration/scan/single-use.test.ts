import { beforeAll, describe, expect, it } from 'vitest'
import type { Ctx } from '../../../server/core/ctx'
import { pool, prisma } from '../../../server/infra/db'
import { createOrganization, type TestOrganization } from '../../setup/organization'
import { asDevice } from '../../setup/principals'
import { signedPass, verdict, type SignedPass } from './signed-pass'

let org: TestOrganization
let scanners: Ctx[]
beforeAll(async () => {
  org = await createOrganization()
  scanners = await Promise.all(Array.from({ length: 10 }, () => asDevice(org)))
})

const times = (count: number) => Array.from({ length: count }, (_, index) => scanners[index % scanners.length]!)
const counted = (words: string[]) => Object.groupBy(words, (word) => word)

async function race(pass: SignedPass, parallel: number): Promise<ReturnType<typeof counted>> {
  return counted(await Promise.all(times(parallel).map((ctx) => verdict(ctx, org, pass.code))))
}

describe('simultaneous scans', () => {
  it.each([2, 10, 100])('%i of a single-use pass: exactly one is admitted', async (parallel) => {
    const pass = await signedPass(org)
    const outcomes = await race(pass, parallel)
    expect(outcomes.ScanAdmitted).toHaveLength(1)
    expect(outcomes.ALREADY_USED).toHaveLength(parallel - 1)
    expect(await prisma.checkin.count({ where: { visitPassId: pass.id, result: 'ADMITTED' } })).toBe(1)
    expect(await prisma.checkin.count({ where: { visitPassId: pass.id } })).toBe(parallel)
    expect(await prisma.visitPass.findUnique({ where: { id: pass.id } })).toMatchObject({ status: 'USED', entriesUsed: 1 })
  })

  it.each([
    [3, 2],
    [3, 20],
  ])('%i entries left, %i … scans: as many as there are of the fewer', async (left, parallel) => {
    const pass = await signedPass(org, { passType: 'MULTI' })
    await prisma.visitPass.update({ where: { id: pass.id }, data: { entriesLimit: left } })
    const outcomes = await race(pass, parallel)
    expect(outcomes.ScanAdmitted).toHaveLength(Math.min(left, parallel))
    expect(await prisma.visitPass.findUnique({ where: { id: pass.id } })).toMatchObject({ entriesUsed: Math.min(left, parallel) })
  })
})

/** What a scan would be without the condition on its UPDATE: read, decide, write. */
async function unguardedScan(id: string): Promise<boolean> {
  const pass = await prisma.visitPass.findUniqueOrThrow({ where: { id } })
  if (pass.status !== 'ACTIVE' || pass.entriesUsed >= (pass.entriesLimit ?? Number.POSITIVE_INFINITY)) return false
  await pool.query("UPDATE visit_passes SET status = 'USED', entries_used = entries_used + 1 WHERE id = ?", [id])
  return true
}

describe('the trial itself', () => {
  it('catches a scan that is decided and written without a condition', async () => {
    const pass = await signedPass(org)
    const admitted = await Promise.all(Array.from({ length: 20 }, () => unguardedScan(pass.id)))
    expect(admitted.filter(Boolean).length).toBeGreaterThan(1)
  })
})

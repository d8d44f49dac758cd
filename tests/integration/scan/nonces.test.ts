import { beforeAll, describe, expect, it } from 'vitest'
import { newId } from '../../../server/core/ids'
import { revokeVisitPass } from '../../../server/domains/credentials/use-cases/revoke-visit-pass'
import { prisma } from '../../../server/infra/db'
import { createOrganization, type TestOrganization } from '../../setup/organization'
import { asDevice, asHost, asOperator } from '../../setup/principals'
import { scan, signedPass, verdict, wordOf } from './signed-pass'

let org: TestOrganization
beforeAll(async () => {
  org = await createOrganization()
})

const ten = Array.from({ length: 10 })

describe('the same scan sent again', () => {
  it.each([
    ['a single-use pass', 'SINGLE', 'ENTRY', 'ScanAdmitted'],
    ['a pass for several entries', 'MULTI', 'ENTRY', 'ScanAdmitted'],
    ['an exit', 'SINGLE', 'EXIT', 'ScanAdmitted'],
  ] as const)('ten times at once leaves one record and gets one answer: %s', async (_, passType, direction, expected) => {
    const pass = await signedPass(org, { passType })
    const ctx = await asDevice(org)
    const nonce = newId()
    const outcomes = await Promise.all(ten.map(() => scan(ctx, org, pass.code, { nonce, direction })))
    expect(outcomes.map(wordOf)).toEqual(ten.map(() => expected))
    const ids = new Set(outcomes.map((outcome) => ('checkin' in outcome ? outcome.checkin.id : '')))
    expect(ids.size).toBe(1)
    expect(await prisma.checkin.count({ where: { visitPassId: pass.id } })).toBe(1)
    expect(await prisma.visitPass.findUnique({ where: { id: pass.id } })).toMatchObject({ entriesUsed: direction === 'ENTRY' ? 1 : 0 })
    expect(await prisma.outboxEvent.count({ where: { entityId: pass.id, type: { startsWith: 'visitpass.checked' } } })).toBe(1)
  })

  it('ten times at once with an unknown code leaves one record', async () => {
    const ctx = await asDevice(org)
    const nonce = newId()
    const outcomes = await Promise.all(ten.map(() => verdict(ctx, org, 'nobody’s code', { nonce })))
    expect(outcomes).toEqual(ten.map(() => 'UNKNOWN_CODE'))
    expect(await prisma.checkin.count({ where: { nonce } })).toBe(1)
  })

  it('keeps its answer when the pass has changed since', async () => {
    const pass = await signedPass(org)
    const ctx = asOperator(org)
    const nonce = newId()
    expect(await verdict(ctx, org, pass.code, { nonce })).toBe('ScanAdmitted')
    await revokeVisitPass(asHost(org), { visitPassId: pass.id, reason: 'Left early' })
    expect(await verdict(ctx, org, pass.code, { nonce })).toBe('ScanAdmitted')
    expect(await verdict(ctx, org, pass.code)).toBe('REVOKED')
  })
})

describe('a nonce', () => {
  it('means one scan: another code, gate or direction under it is refused and changes nothing', async () => {
    const [pass, another] = [await signedPass(org), await signedPass(org)]
    const ctx = asOperator(org)
    const nonce = newId()
    expect(await verdict(ctx, org, pass.code, { nonce })).toBe('ScanAdmitted')
    expect(await verdict(ctx, org, another.code, { nonce })).toBe('NONCE_REUSED')
    expect(await verdict(ctx, org, pass.code, { nonce, direction: 'EXIT' })).toBe('NONCE_REUSED')
    expect(await verdict(ctx, org, pass.code, { nonce, gateId: org.gates[1].id })).toBe('NONCE_REUSED')
    expect(await prisma.checkin.count({ where: { nonce } })).toBe(1)
    expect(await prisma.visitPass.findUnique({ where: { id: another.id } })).toMatchObject({ status: 'ACTIVE', entriesUsed: 0 })
  })

  it('belongs to its scanner: two devices may use the same one', async () => {
    const pass = await signedPass(org, { passType: 'MULTI' })
    const nonce = newId()
    expect(await verdict(await asDevice(org), org, pass.code, { nonce })).toBe('ScanAdmitted')
    expect(await verdict(await asDevice(org), org, pass.code, { nonce })).toBe('ScanAdmitted')
    expect(await prisma.checkin.count({ where: { nonce } })).toBe(2)
  })

  it.each([[''], ['x'.repeat(65)], ['with space'], ['кириллица'], ['tab\t']])('%j is refused', async (nonce) => {
    expect(await scan(asOperator(org), org, 'any', { nonce })).toMatchObject({ failure: 'ValidationFailed', path: ['input', 'nonce'] })
  })
})

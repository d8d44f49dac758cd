import { beforeAll, describe, expect, it } from 'vitest'
import { newId } from '../../../server/core/ids'
import { annulScan } from '../../../server/domains/access-control/use-cases/annul-scan'
import { overrideScan } from '../../../server/domains/access-control/use-cases/override-scan'
import { revokeVisitPass } from '../../../server/domains/credentials/use-cases/revoke-visit-pass'
import { prisma } from '../../../server/infra/db'
import { createOrganization, type TestOrganization } from '../../setup/organization'
import { asDevice, asHost, asOperator, asSecurityOfficer } from '../../setup/principals'
import { signedPass, verdict, wordOf, type SignedPass } from './signed-pass'

let org: TestOrganization
beforeAll(async () => {
  org = await createOrganization()
})

const stateOf = (id: string) =>
  prisma.visitPass.findUniqueOrThrow({ where: { id }, select: { status: true, presence: true, entriesUsed: true } })

async function revokedPass(): Promise<SignedPass> {
  const pass = await signedPass(org)
  await revokeVisitPass(asHost(org), { visitPassId: pass.id, reason: 'Mixed up' })
  return pass
}

describe('an override', () => {
  const entry = (more: object) => ({
    gateId: org.gates[0].id,
    direction: 'ENTRY' as const,
    nonce: newId(),
    reason: 'The host vouches',
    ...more,
  })

  it('lets in against the verdict, by code or by pass, and leaves one audit row each with the reason', async () => {
    const pass = await revokedPass()
    expect(await overrideScan(asSecurityOfficer(org), entry({ code: pass.code }))).toMatchObject({
      kind: 'ScanAdmitted',
      checkin: { forced: true, forcedReason: 'The host vouches' },
    })
    expect(await overrideScan(asSecurityOfficer(org), entry({ visitPassId: pass.id }))).toMatchObject({ kind: 'ScanAdmitted' })
    expect(await stateOf(pass.id)).toEqual({ status: 'REVOKED', presence: 'INSIDE', entriesUsed: 2 })
    const rows = await prisma.auditLog.findMany({ where: { organizationId: org.id, action: 'scan.override', entityId: pass.id } })
    expect(rows).toHaveLength(2)
    expect(rows[0]).toMatchObject({ actorType: 'user', actorId: org.securityOfficer.id, details: { reason: 'The host vouches' } })
  })

  it('needs its own right: the reception may scan but not override', async () => {
    const pass = await revokedPass()
    await expect(overrideScan(asOperator(org), entry({ code: pass.code }))).rejects.toMatchObject({ code: 'FORBIDDEN' })
    await expect(overrideScan(await asDevice(org), entry({ code: pass.code }))).rejects.toMatchObject({ code: 'FORBIDDEN' })
    expect(await stateOf(pass.id)).toMatchObject({ entriesUsed: 0 })
  })

  it.each([
    ['a reason', { reason: '   ', code: 'x' }, ['input', 'reason']],
    ['a code or a pass', {}, ['input', 'code']],
    ['not both', { code: 'x', visitPassId: 'y' }, ['input', 'code']],
  ])('needs %s', async (_, more, path) => {
    expect(await overrideScan(asSecurityOfficer(org), entry(more))).toMatchObject({ failure: 'ValidationFailed', path })
  })

  it('is one record however often it is sent, and its nonce means it alone', async () => {
    const pass = await revokedPass()
    const ctx = asSecurityOfficer(org)
    const input = entry({ code: pass.code })
    const outcomes = await Promise.all(Array.from({ length: 10 }, () => overrideScan(ctx, input)))
    expect(new Set(outcomes.map(wordOf))).toEqual(new Set(['ScanAdmitted']))
    expect(await stateOf(pass.id)).toMatchObject({ entriesUsed: 1 })
    expect(await prisma.auditLog.count({ where: { action: 'scan.override', entityId: pass.id } })).toBe(1)
    expect(wordOf(await overrideScan(ctx, { ...input, direction: 'EXIT' }))).toBe('NONCE_REUSED')
  })

  it('does not reach into another organization', async () => {
    const other = await createOrganization()
    const pass = await signedPass(other)
    const [foreign, nowhere] = [entry({ visitPassId: pass.id }), entry({ visitPassId: newId() })]
    expect(await overrideScan(asSecurityOfficer(org), foreign)).toEqual(await overrideScan(asSecurityOfficer(org), nowhere))
    expect(wordOf(await overrideScan(asSecurityOfficer(org), entry({ code: pass.code })))).toBe('NOT_FOUND')
    expect(await prisma.checkin.count({ where: { visitPassId: pass.id } })).toBe(0)
  })
})

describe('an annulled scan', () => {
  it('gives the entry back once, however often it is annulled', async () => {
    const pass = await signedPass(org)
    const ctx = await asDevice(org)
    const nonce = newId()
    expect(await verdict(ctx, org, pass.code, { nonce })).toBe('ScanAdmitted')
    const annulled = await Promise.all(Array.from({ length: 5 }, () => annulScan(ctx, { nonce })))
    for (const one of annulled) expect(one).toMatchObject({ result: 'ANNULLED', nonce })
    expect(await annulScan(ctx, { nonce })).toMatchObject({ result: 'ANNULLED' })
    expect(await stateOf(pass.id)).toEqual({ status: 'ACTIVE', presence: 'EXPECTED', entriesUsed: 0 })
    expect(await prisma.outboxEvent.count({ where: { organizationId: org.id, type: 'checkin.annulled' } })).toBe(1)
    expect(await verdict(ctx, org, pass.code)).toBe('ScanAdmitted')
    expect(await verdict(ctx, org, pass.code)).toBe('ALREADY_USED')
  })

  it('puts an exit back: the person is inside', async () => {
    const pass = await signedPass(org, { passType: 'MULTI' })
    const ctx = asOperator(org)
    const nonce = newId()
    await verdict(ctx, org, pass.code)
    await verdict(ctx, org, pass.code, { nonce, direction: 'EXIT' })
    expect(await stateOf(pass.id)).toMatchObject({ presence: 'LEFT' })
    await annulScan(ctx, { nonce })
    expect(await stateOf(pass.id)).toEqual({ status: 'ACTIVE', presence: 'INSIDE', entriesUsed: 1 })
  })

  it('does not bring a withdrawn pass back', async () => {
    const pass = await signedPass(org)
    const ctx = asOperator(org)
    const nonce = newId()
    await verdict(ctx, org, pass.code, { nonce })
    await revokeVisitPass(asHost(org), { visitPassId: pass.id, reason: 'Gone' })
    await annulScan(ctx, { nonce })
    expect(await stateOf(pass.id)).toMatchObject({ status: 'REVOKED', entriesUsed: 0 })
  })

  it('is the scanner’s own, admitted, and of the last 15 minutes', async () => {
    const pass = await signedPass(org)
    const ctx = asOperator(org)
    const [nonce, deniedNonce] = [newId(), newId()]
    await verdict(ctx, org, pass.code, { nonce })
    await verdict(ctx, org, pass.code, { nonce: deniedNonce })
    expect(await annulScan(await asDevice(org), { nonce })).toMatchObject({ failure: 'NotFound' })
    expect(await annulScan(ctx, { nonce: newId() })).toMatchObject({ failure: 'NotFound' })
    expect(await annulScan(ctx, { nonce: deniedNonce })).toMatchObject({ failure: 'ValidationFailed' })
    const late = asOperator(org, { now: () => new Date(Date.now() + 15 * 60_000 + 1_000) })
    expect(await annulScan(late, { nonce })).toMatchObject({ failure: 'ValidationFailed' })
    expect(await stateOf(pass.id)).toMatchObject({ entriesUsed: 1 })
  })
})

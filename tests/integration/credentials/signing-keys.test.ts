import { randomUUID } from 'node:crypto'
import { beforeEach, describe, expect, it } from 'vitest'
import { parsePassCode } from '#shared/credentials/pass-code'
import { newId } from '../../../server/core/ids'
import { gatePlanOf } from '../../../server/domains/access-control/use-cases/offline/gate-plan'
import { uploadScans } from '../../../server/domains/access-control/use-cases/offline/upload-scans'
import { inviteTokenOf } from '../../../server/domains/credentials/use-cases/invite-links'
import { retireSigningKeys } from '../../../server/domains/credentials/use-cases/retire-signing-keys'
import { findSigningKeys, revokeSigningKey, rotateSigningKey } from '../../../server/domains/credentials/use-cases/rotate-signing-key'
import { signLateCodesAnew, signPassesAnew } from '../../../server/domains/credentials/use-cases/sign-passes-anew'
import { forgetSigner, signerOf } from '../../../server/domains/credentials/use-cases/signing-keys'
import { prisma } from '../../../server/infra/db'
import { createOrganization, type TestOrganization } from '../../setup/organization'
import { asOperator, asOrgAdmin } from '../../setup/principals'
import { made } from '../scan/places'
import { signedPass, verdict } from '../scan/signed-pass'
import { passOf } from './changing'

const hours = (count: number) => count * 3_600_000

let org: TestOrganization
beforeEach(async () => {
  org = await createOrganization()
})

const keyOf = (code: string | null) => parsePassCode(code ?? '')?.claims.keyId
const signingKey = (keyId: string) => prisma.signingKey.findUniqueOrThrow({ where: { keyId } })
const revoke = (keyId: string | undefined) => revokeSigningKey(asOrgAdmin(org), { keyId: keyId ?? '', reason: 'A backup was lost' })
const signAnew = (keyId: string | undefined) => signPassesAnew({ eventId: newId(), organizationId: org.id }, { keyId: keyId ?? '' })
const traces = (action: string) => prisma.auditLog.count({ where: { organizationId: org.id, action } })

describe('a new key', () => {
  it('signs once every gate has heard of it; what the earlier one signed stays good, and nobody can sign by that one any more', async () => {
    const old = await signedPass(org, { passType: 'MULTI' })
    const longest = 90
    await prisma.accessState.updateMany({ where: { organizationId: org.id }, data: { offlineGraceMinutes: longest } })
    const key = await made(rotateSigningKey(asOrgAdmin(org)))
    expect((key.signsFrom?.getTime() ?? 0) - key.createdAt.getTime()).toBe(longest * 60_000)
    expect(keyOf((await signedPass(org)).code)).toBe(keyOf(old.code))
    expect(Object.keys((await gatePlanOf(asOperator(org), org.id, org.site.id, new Map())).keys).toSorted()).toEqual(
      [key.keyId, keyOf(old.code)].toSorted(),
    )
    expect(await rotateSigningKey(asOrgAdmin(org))).toMatchObject({ code: 'VALIDATION_FAILED' })

    await prisma.signingKey.update({ where: { keyId: key.keyId }, data: { signsFrom: new Date() } })
    forgetSigner(org.id)
    expect(keyOf((await signedPass(org)).code)).toBe(key.keyId)
    await retireSigningKeys()
    expect(await signingKey(keyOf(old.code) ?? '')).toMatchObject({ sealedPrivateKey: null, retiredAt: expect.any(Date), revokedAt: null })
    expect((await signingKey(key.keyId)).sealedPrivateKey).not.toBeNull()
    expect(await verdict(asOperator(org), org, old.code)).toBe('ScanAdmitted')
    expect(await traces('signing_key.rotate')).toBe(1)
  })

  it('is made once, of several who do it at the same time', async () => {
    const made = await Promise.all(Array.from({ length: 8 }, () => rotateSigningKey(asOrgAdmin(org))))
    expect(made.filter((result) => 'keyId' in result)).toHaveLength(1)
  })

  it('is made and seen by nobody who may not', async () => {
    await expect(rotateSigningKey(asOperator(org))).rejects.toThrow()
    await expect(findSigningKeys(asOperator(org))).rejects.toThrow()
    await expect(revokeSigningKey(asOperator(org), { keyId: 'aaaaaaaa', reason: 'No' })).rejects.toThrow()
  })
})

describe('a key that is revoked', () => {
  it('opens nothing at once; its passes get new codes under another key, by the link that their guests have', async () => {
    const [pass, used] = [await signedPass(org, { passType: 'MULTI' }), await signedPass(org)]
    const ctx = asOperator(org)
    expect(await verdict(ctx, org, used.code)).toBe('ScanAdmitted')
    const link = inviteTokenOf(await passOf(pass.id))
    const stolen = keyOf(pass.code)
    await made(revoke(stolen))
    expect(await verdict(ctx, org, pass.code)).toBe('STALE_CODE')
    expect(await verdict(ctx, org, used.code, { direction: 'EXIT' })).toBe('ScanAdmitted')
    expect(await verdict(ctx, org, pass.shortCode)).toBe('ScanAdmitted')

    await signAnew(stolen)
    await signAnew(stolen)
    const now = await passOf(pass.id)
    expect(keyOf(now.qrToken)).not.toBe(stolen)
    expect(now).toMatchObject({ issueNumber: 1, shortCode: pass.shortCode })
    expect(inviteTokenOf(now)).toBe(link)
    expect([await verdict(ctx, org, pass.code), await verdict(ctx, org, now.qrToken ?? '')]).toEqual(['STALE_CODE', 'ScanAdmitted'])
    const told = { organizationId: org.id, type: 'visitpass.reissued', entityId: pass.id }
    const events = await prisma.outboxEvent.findMany({ where: told })
    expect(events.map(({ payload }) => payload)).toEqual([{ visitPassId: pass.id, appointmentId: pass.appointmentId, keepsLink: true }])
    expect(await signingKey(stolen ?? '')).toMatchObject({ sealedPrivateKey: null, revokedAt: expect.any(Date) })
  })

  it('is revoked once, of several who do it at the same time, and another one signs', async () => {
    const { code } = await signedPass(org)
    await Promise.all(Array.from({ length: 8 }, () => revoke(keyOf(code))))
    expect(await traces('signing_key.revoke')).toBe(1)
    expect(await prisma.signingKey.count({ where: { organizationId: org.id } })).toBe(2)
    expect(keyOf((await signedPass(org)).code)).not.toBe(keyOf(code))
  })

  it('lets the one that waits sign at once', async () => {
    const { code } = await signedPass(org)
    const { keyId } = await made(rotateSigningKey(asOrgAdmin(org)))
    await made(revoke(keyOf(code)))
    expect((await signerOf(org.id)).keyId).toBe(keyId)
  })

  it('has signed nothing that stays useless where somebody signed by it in that moment', async () => {
    const first = await signedPass(org)
    await signerOf(org.id)
    await prisma.signingKey.update({ where: { keyId: keyOf(first.code) ?? '' }, data: { revokedAt: new Date(), retiredAt: new Date() } })
    // This process has not heard of it.
    const late = await signedPass(org)
    expect(keyOf(late.code)).toBe(keyOf(first.code))
    forgetSigner(org.id)
    await signLateCodesAnew()
    const { qrToken } = await passOf(late.id)
    expect(keyOf(qrToken)).not.toBe(keyOf(first.code))
    expect(await verdict(asOperator(org), org, qrToken ?? '')).toBe('ScanAdmitted')
  })

  it('is not known to gates any more; what they let in by it before they heard is a conflict', async () => {
    const begun = { startsAt: new Date(Date.now() - 600_000), now: () => new Date(Date.now() - 700_000) }
    const pass = await signedPass(org, { ...begun, endsAt: new Date(Date.now() + hours(1)), passType: 'MULTI' })
    const stolen = keyOf(pass.code)
    await made(revoke(stolen))
    await signAnew(stolen)
    expect((await gatePlanOf(asOperator(org), org.id, org.site.id, new Map())).keys).not.toHaveProperty(stolen ?? '')
    const scanned = (at: Date) => {
      const scan = { code: pass.code, gateId: org.gates[0].id, direction: 'ENTRY' as const, nonce: randomUUID() }
      return made(uploadScans(asOperator(org), { scans: [{ ...scan, occurredAt: at, admitted: true }] }))
    }
    expect((await scanned(new Date(Date.now() - 300_000)))[0]).toMatchObject({ result: 'ADMITTED' })
    expect((await scanned(new Date()))[0]).toMatchObject({ result: 'CONFLICT', reason: 'STALE_CODE' })
  })

  it('is one of the organization', async () => {
    const other = await createOrganization()
    const theirs = await signedPass(other)
    expect(await revoke(keyOf(theirs.code))).toMatchObject({ code: 'NOT_FOUND' })
    expect((await signingKey(keyOf(theirs.code) ?? '')).revokedAt).toBeNull()
  })
})

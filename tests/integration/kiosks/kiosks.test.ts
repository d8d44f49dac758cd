import { beforeEach, describe, expect, it } from 'vitest'
import { anonymous, createCtx, type Ctx } from '../../../server/core/ctx'
import { isFailure } from '../../../server/core/errors'
import { newId } from '../../../server/core/ids'
import { addKiosk } from '../../../server/domains/access-control/use-cases/add-device'
import { enrolDevice } from '../../../server/domains/access-control/use-cases/enrol-device'
import { lockDevice } from '../../../server/domains/access-control/use-cases/lock-device'
import { revokeDevice } from '../../../server/domains/access-control/use-cases/change-device'
import { reportDevice } from '../../../server/domains/access-control/use-cases/report-device'
import { findArrivals } from '../../../server/domains/walk-ins/use-cases/find-arrivals'
import { announceGuest } from '../../../server/domains/kiosks/use-cases/announce-guest'
import { findKiosk } from '../../../server/domains/kiosks/use-cases/find-kiosk'
import { registerAtKiosk } from '../../../server/domains/kiosks/use-cases/register-at-kiosk'
import { authenticate } from '../../../server/domains/security/use-cases/authenticate'
import { setWalkInPage } from '../../../server/domains/walk-ins/use-cases/walk-in-pages'
import { prisma } from '../../../server/infra/db'
import { createOrganization, type TestOrganization } from '../../setup/organization'
import { asDevice, asKiosk, asOperator, asOrgAdmin, asSecurityOfficer } from '../../setup/principals'
import { done } from '../approvals/chains'
import { scan, signedPass, verdict } from '../scan/signed-pass'

let org: TestOrganization
let kiosk: Ctx
beforeEach(async () => {
  org = await createOrganization()
  kiosk = await asKiosk(org)
})

const announce = (code: string, ctx = kiosk) => announceGuest(ctx, { code })
const said = async (code: string, ctx = kiosk) => done(await announce(code, ctx)).outcome
const told = () => prisma.outboxEvent.count({ where: { organizationId: org.id, type: 'visitpass.replied' } })
const openPage = async () => done(await setWalkInPage(asOrgAdmin(org), { siteId: org.site.id, isOpen: true }))
const typed = (more: object = {}) => ({ visitor: { name: 'Irina Volkova' }, host: org.host.user.name, ...more })
const nobody = (): Ctx =>
  createCtx(anonymous, { language: 'en', request: { ip: `192.0.2.${Math.floor(Math.random() * 250)}`, userAgent: null } })

describe('a kiosk', () => {
  it('is enrolled by its code, has no right of a scanner, and is gone with its token at once', async () => {
    const made = done(await addKiosk(asOrgAdmin(org), { name: 'Lobby', siteId: org.site.id }))
    const { token } = done(await enrolDevice(nobody(), { enrolmentCode: made.enrolment?.code ?? '' }))
    const principal = await authenticate({ authorization: `Bearer ${token}` })
    expect([...principal.permissions]).toEqual([])
    const ctx = createCtx(principal, { language: 'en' })
    expect(await findKiosk(ctx)).toMatchObject({ name: 'Lobby', siteName: 'Headquarters', isLocked: false, registersGuests: false })
    const pass = await signedPass(org)
    await expect(scan(ctx, org, pass.code)).rejects.toMatchObject({ code: 'FORBIDDEN' })
    await expect(findArrivals(ctx, org.site.id)).rejects.toMatchObject({ code: 'FORBIDDEN' })
    expect(done(await reportDevice(ctx, { batteryPercent: 80, isCharging: true }))).toMatchObject({ isLocked: false })
    done(await revokeDevice(asOrgAdmin(org), { deviceId: made.device.id }))
    expect((await authenticate({ authorization: `Bearer ${token}` })).actor.type).toBe('anonymous')
  })

  it('is added by whoever manages the organization and may scan, at a site of their own', async () => {
    const other = await createOrganization()
    expect(await addKiosk(asOrgAdmin(org), { name: 'Lobby', siteId: other.site.id })).toMatchObject({ code: 'NOT_FOUND' })
    for (const ctx of [asOperator(org), asSecurityOfficer(org), kiosk])
      await expect(addKiosk(ctx, { name: 'Lobby', siteId: org.site.id })).rejects.toMatchObject({ code: 'FORBIDDEN' })
    const [first, second] = [1, 2].map(() => addKiosk(asOrgAdmin(org), { name: 'Lobby', siteId: org.site.id, idempotencyKey: 'once' }))
    const [one, two] = [done(await first!), done(await second!)]
    expect(one.device.id).toBe(two.device.id)
  })

  it('does what nobody else may ask for: neither people, nor keys, nor scanners', async () => {
    const pass = await signedPass(org)
    for (const ctx of [asOperator(org), asOrgAdmin(org), await asDevice(org), nobody()]) {
      expect(await findKiosk(ctx)).toBeNull()
      await expect(announce(pass.code, ctx)).rejects.toMatchObject({ name: 'Refusal' })
      await expect(registerAtKiosk(ctx, typed())).rejects.toMatchObject({ name: 'Refusal' })
    }
  })
})

describe('a guest who was invited', () => {
  it('is announced once, by QR or by the code for typing, however often and at how many kiosks at once', async () => {
    const pass = await signedPass(org)
    const second = await asKiosk(org)
    const outcomes = await Promise.all(
      [pass.code, pass.shortCode, pass.code, pass.code].map((code, index) => said(code, index % 2 ? kiosk : second)),
    )
    expect(outcomes).toEqual(['HOST_TOLD', 'HOST_TOLD', 'HOST_TOLD', 'HOST_TOLD'])
    expect(await told()).toBe(1)
    expect(done(await announce(pass.code))).toMatchObject({ visit: { hostName: org.host.user.name }, isIncomplete: false })
    const { hereAt, presence, entriesUsed } = await prisma.visitPass.findUniqueOrThrow({ where: { id: pass.id } })
    expect([hereAt instanceof Date, presence, entriesUsed]).toEqual([true, 'EXPECTED', 0])
    // It let nobody in: the gate still decides.
    expect(await verdict(await asDevice(org), org, pass.code)).toBe('ScanAdmitted')
    expect(await said(pass.code)).toBe('RECEPTION')
  })

  it('hears nothing of a visit at another site, hours ahead, over or called off', async () => {
    const site = { id: newId(), organizationId: org.id, name: 'Warehouse', timeZone: 'Europe/Moscow' }
    await prisma.site.create({ data: { ...site, accessState: { create: {} } } })
    const elsewhere = await signedPass(org)
    await prisma.visitPass.update({ where: { id: elsewhere.id }, data: { siteId: site.id } })
    expect(done(await announce(elsewhere.code))).toEqual({ outcome: 'RECEPTION', visit: null, isIncomplete: false })
    const early = await signedPass(org, { startsAt: new Date(Date.now() + 3 * 3_600_000), endsAt: new Date(Date.now() + 4 * 3_600_000) })
    expect(done(await announce(early.code))).toMatchObject({ outcome: 'TOO_EARLY', visit: { hostName: org.host.user.name } })
    for (const status of ['SUSPENDED', 'REVOKED', 'EXPIRED', 'USED'] as const) {
      const pass = await signedPass(org)
      await prisma.visitPass.update({ where: { id: pass.id }, data: { status } })
      expect(done(await announce(pass.code))).toMatchObject({ outcome: 'RECEPTION', visit: null })
    }
    expect(await told()).toBe(0)
  })

  it('is unknown with a code of another organization, an old one, or one that was made up; guessing is throttled', async () => {
    const foreign = await signedPass(await createOrganization())
    const pass = await signedPass(org)
    await prisma.visitPass.update({ where: { id: pass.id }, data: { qrToken: foreign.code } })
    for (const code of [foreign.code, foreign.shortCode, pass.code, 'GC1:NOTHING', 'x', 'CARD 1'])
      expect(await announce(code)).toMatchObject({ failure: 'ValidationFailed', fields: [{ path: ['input', 'code'] }] })
    for (let tries = 0; tries < 30; tries++) await announce(foreign.shortCode)
    expect(await announce(pass.shortCode)).toMatchObject({ failure: 'ValidationFailed', retryAfterSeconds: expect.any(Number) })
    // A QR cannot be guessed, and another kiosk is not held up.
    expect(await said(pass.shortCode, await asKiosk(org))).toBe('HOST_TOLD')
  })
})

describe('a guest who was not invited', () => {
  it('registers at a kiosk whose site lets them, is asked for, and stands on the board with who noted it', async () => {
    expect(await registerAtKiosk(kiosk, typed())).toMatchObject({ failure: 'ValidationFailed' })
    await openPage()
    expect(await findKiosk(kiosk)).toMatchObject({ registersGuests: true })
    const { inviteUrl } = done(await registerAtKiosk(kiosk, typed({ idempotencyKey: newId() })))
    expect(inviteUrl).toContain('/i/')
    const [row] = await findArrivals(asOperator(org), org.site.id)
    expect(row?.walkIn).toMatchObject({ answer: 'PENDING', documentSeen: false, asked: [org.host.user.name] })
    const trace = await prisma.auditLog.findFirstOrThrow({ where: { organizationId: org.id, action: 'walk_in.register' } })
    expect(trace).toMatchObject({ actorType: 'device', actorId: kiosk.actor.type === 'device' ? kiosk.actor.id : '' })
    expect(await registerAtKiosk(kiosk, typed({ host: 'Nobody Here' }))).toMatchObject({ fields: [{ path: ['input', 'host'] }] })
  })

  it('is one of many who share a kiosk: its address stops nobody, and it counts its own tries', async () => {
    await openPage()
    const request = { ip: '198.51.100.7', userAgent: null }
    const [first, second] = [await asKiosk(org, { request }), await asKiosk(org, { request })]
    const tried = typed({ host: 'Nobody Here' })
    const named = { fields: [{ path: ['input', 'host'] }] }
    for (let tries = 0; tries < 60; tries++) expect(await registerAtKiosk(first, tried)).toMatchObject(named)
    expect(await registerAtKiosk(first, tried)).toMatchObject({ fields: [], retryAfterSeconds: expect.any(Number) })
    expect(await registerAtKiosk(second, tried)).toMatchObject(named)
  })
})

describe('a locked kiosk', () => {
  it('announces and registers nobody until it is unlocked', async () => {
    await openPage()
    const made = done(await addKiosk(asOrgAdmin(org), { name: 'Lobby', siteId: org.site.id }))
    const { token } = done(await enrolDevice(nobody(), { enrolmentCode: made.enrolment?.code ?? '' }))
    done(await lockDevice(asOrgAdmin(org), { deviceId: made.device.id, reason: 'Somebody plays with it' }))
    const ctx = createCtx(await authenticate({ authorization: `Bearer ${token}` }), { language: 'en' })
    expect(await findKiosk(ctx)).toMatchObject({ isLocked: true })
    const pass = await signedPass(org)
    for (const answer of [await announce(pass.code, ctx), await registerAtKiosk(ctx, typed())]) expect(isFailure(answer)).toBe(true)
    expect(await told()).toBe(0)
  })

  it('is one whose site is closed, too', async () => {
    const pass = await signedPass(org)
    await openPage()
    await prisma.site.update({ where: { id: org.site.id }, data: { closedAt: new Date() } })
    expect(await findKiosk(kiosk)).toMatchObject({ isLocked: true })
    for (const answer of [await announce(pass.code), await registerAtKiosk(kiosk, typed())]) expect(isFailure(answer)).toBe(true)
    expect(await told()).toBe(0)
  })
})

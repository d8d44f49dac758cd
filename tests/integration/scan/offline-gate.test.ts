import { randomUUID } from 'node:crypto'
import { afterAll, beforeEach, describe, expect, it, vi } from 'vitest'
import { createCtx, type Ctx } from '../../../server/core/ctx'
import { lockDevice, unlockDevice } from '../../../server/domains/access-control/use-cases/lock-device'
import { updateOfflinePolicy } from '../../../server/domains/access-control/use-cases/rules/save-offline-policy'
import { createAccessRule } from '../../../server/domains/access-control/use-cases/rules/save-rule'
import { updateAppointment } from '../../../server/domains/appointments/use-cases/update-appointment'
import { issueVisitPass } from '../../../server/domains/credentials/use-cases/issue-visit-pass'
import { reissueVisitPass } from '../../../server/domains/credentials/use-cases/reissue-visit-pass'
import { revokeVisitPass } from '../../../server/domains/credentials/use-cases/revoke-visit-pass'
import { prisma } from '../../../server/infra/db'
import { createOrganization, type TestOrganization } from '../../setup/organization'
import { asDevice, asHost, asOperator, asOrgAdmin } from '../../setup/principals'
import { openDevice, type TestDevice } from './offline-device'
import { made, policy } from './places'
import { scan, signedPass, type SignedPass } from './signed-pass'

// A server of its own: events of everybody are numbered here.
const own = await vi.hoisted(async () => (await import('../outbox/own-services')).claimServices())
afterAll(own.release, 30_000)

let org: TestOrganization
let ctx: Ctx
let device: TestDevice
let ahead = 0
beforeEach(async () => {
  ahead = 0
  org = await createOrganization()
  ctx = await asDevice(org, { now: () => new Date(Date.now() + ahead) })
  device = await openDevice(org, () => ctx)
})

const minutes = (count: number) => count * 60_000
const hour = () => ({ startsAt: new Date(Date.now() - minutes(30)), endsAt: new Date(Date.now() + minutes(30)) })
const passOf = ({ id }: SignedPass) => prisma.visitPass.findUniqueOrThrow({ where: { id } })
const logOf = ({ id }: SignedPass) => prisma.checkin.findMany({ where: { visitPassId: id }, orderBy: { occurredAt: 'asc' } })
const offlinePolicy = (graceMinutes: number, admitsUnlisted = false) =>
  made(updateOfflinePolicy(asOrgAdmin(org), { siteId: org.site.id, graceMinutes, admitsUnlisted }))

describe('a gate without a connection', () => {
  it('knows whom it admits, admits them once, and tells of it later', async () => {
    const pass = await signedPass(org, hour())
    await device.sync()
    const verdict = await device.decide(pass.code)
    expect(verdict).toMatchObject({
      decision: { verdict: 'admitted' },
      pass: { visitor: { name: 'Anna Petrova' }, visit: { host: expect.any(String) } },
    })
    expect(await device.decides(pass.code)).toBe('ALREADY_USED')
    expect(await device.decides(pass.code, { direction: 'EXIT' })).toBe('ADMITTED')
    expect(await device.gate.waiting()).toBe(3)
    expect(await device.gate.upload()).toEqual([])
    expect((await logOf(pass)).map(({ result, direction, isOffline }) => [result, direction, isOffline])).toEqual([
      ['ADMITTED', 'ENTRY', true],
      ['DENIED', 'ENTRY', true],
      ['ADMITTED', 'EXIT', true],
    ])
    expect(await passOf(pass)).toMatchObject({ entriesUsed: 1, presence: 'LEFT', status: 'USED' })
    expect(await device.gate.waiting()).toBe(0)
    // Neither before nor after it hears what has come of it.
    expect(await device.decides(pass.code)).toBe('ALREADY_USED')
    await device.sync()
    expect(await device.decides(pass.code)).toBe('ALREADY_USED')
  })

  it('asks what has to be seen to, and settles it by the same scan', async () => {
    await prisma.site.update({ where: { id: org.site.id }, data: { identityCheck: true } })
    const pass = await signedPass(org, hour())
    await device.sync()
    const nonce = randomUUID()
    expect(await device.decides(pass.code, { nonce })).toBe('CONFIRM_IDENTITY')
    expect(await device.gate.waiting()).toBe(0)
    expect(await device.decides(pass.code, { nonce, fulfilled: ['CONFIRM_IDENTITY'] })).toBe('ADMITTED')
    // The same scan again is the same scan.
    expect(await device.decides(pass.code, { nonce, fulfilled: ['CONFIRM_IDENTITY'] })).toBe('ADMITTED')
    expect(await device.gate.waiting()).toBe(1)
  })

  it('counts entries on a pass for several, and those that were made with a connection before it went', async () => {
    const pass = await signedPass(org, { ...hour(), passType: 'MULTI' })
    await prisma.visitPass.update({ where: { id: pass.id }, data: { entriesLimit: 3 } })
    await device.sync()
    const nonce = randomUUID()
    await scan(ctx, org, pass.code, { nonce })
    const { moves } = await passOf(pass)
    const asked = { nonce, code: pass.code, gateId: org.gates[0].id, direction: 'ENTRY' as const, fulfilled: [] }
    await device.gate.note(asked, { passId: pass.id, moves, movement: 'IN', at: Date.now() })
    expect([await device.decides(pass.code), await device.decides(pass.code), await device.decides(pass.code)]).toEqual([
      'ADMITTED',
      'ADMITTED',
      'ALREADY_USED',
    ])
    await device.gate.upload()
    expect(await passOf(pass)).toMatchObject({ entriesUsed: 3, status: 'USED' })
  })

  it('knows what was withdrawn, moved or opened anew since, as soon as it hears of it', async () => {
    const [withdrawn, moved] = [await signedPass(org, hour()), await signedPass(org, hour())]
    await device.sync()
    await made(revokeVisitPass(asOperator(org), { visitPassId: withdrawn.id, reason: 'Lost phone' }))
    const visit = await prisma.appointment.findUniqueOrThrow({ where: { id: moved.appointmentId } })
    const endsAt = new Date(visit.endsAt.getTime() + minutes(30))
    await made(updateAppointment(asHost(org), { appointmentId: visit.id, version: visit.version, startsAt: visit.startsAt, endsAt }))
    await device.sync()
    expect(await device.decides(withdrawn.code)).toBe('REVOKED')
    // Nobody has signed the moved pass yet: it is not on the list, and its old code opens nothing.
    expect(await device.decides(moved.code)).toBe('AMBIGUOUS')
    await issueVisitPass({ eventId: randomUUID(), organizationId: org.id }, { visitPassIds: [moved.id] })
    await device.sync()
    expect(await device.decides(moved.code)).toBe('STALE_CODE')
    expect(await device.decides((await passOf(moved)).qrToken ?? '')).toBe('ADMITTED')
  })

  it('knows the rules, the limits and the hours of the server', async () => {
    const [one, other] = [await signedPass(org, hour()), await signedPass(org, hour())]
    await policy(org, { capacity: 1 })
    await device.sync()
    expect([await device.decides(one.code), await device.decides(other.code)]).toEqual(['ADMITTED', 'CAPACITY_REACHED'])
    const never = { weekdays: [1, 2, 3, 4, 5, 6, 7], from: '00:00', to: '24:00', holidays: 'AS_USUAL' as const }
    const content = {
      name: 'Nobody',
      effect: 'REFUSE' as const,
      gateIds: [],
      zoneIds: [],
      visitorTypeIds: [],
      windows: [never],
      needsEscort: false,
    }
    await made(createAccessRule(asOrgAdmin(org), content))
    await device.sync()
    expect(await device.decides(other.code)).toBe('RULE')
  })

  it('lets nobody in whose pass is not on its list, unless the site says so and a document was looked at', async () => {
    await device.sync()
    const late = await signedPass(org, hour())
    expect(await device.decides(late.code)).toBe('AMBIGUOUS')
    await offlinePolicy(240, true)
    // It hears of the policy, not yet of the pass.
    await device.gate.sync()
    expect(await device.decides(late.code)).toBe('CONFIRM_IDENTITY')
    expect(await device.decides(late.code, { fulfilled: ['CONFIRM_IDENTITY'] })).toBe('ADMITTED')
    expect(await device.decides(late.code, { fulfilled: ['CONFIRM_IDENTITY'] })).toBe('ALREADY_USED')
  })

  it('knows nobody else’s passes, forged ones or halves', async () => {
    const stranger = await signedPass(await createOrganization(), hour())
    const pass = await signedPass(org, hour())
    await device.sync()
    const forged = `${pass.code.slice(0, -1)}${pass.code.endsWith('0') ? '1' : '0'}`
    expect(await Promise.all([stranger.code, forged, pass.code.slice(0, 60), '', '🙂'].map((code) => device.decides(code)))).toEqual(
      Array(5).fill('UNKNOWN_CODE'),
    )
    expect(await device.decides(pass.shortCode)).toBe('SHORT_CODE')
  })

  it('decides no longer than the site lets it, whatever its clock is put to; leaving is always allowed', async () => {
    const pass = await signedPass(org, { startsAt: new Date(Date.now() - minutes(30)), endsAt: new Date(Date.now() + minutes(600)) })
    await offlinePolicy(60)
    await device.sync()
    device.passes(minutes(59))
    device.put(-minutes(500))
    expect(await device.decides(pass.code, { direction: 'EXIT' })).toBe('ADMITTED')
    device.passes(minutes(2))
    expect(await device.decides(pass.code)).toBe('TOO_OLD')
    expect(await device.decides(pass.code, { direction: 'EXIT' })).toBe('ADMITTED')
    await device.sync()
    expect(await device.decides(pass.code)).toBe('ADMITTED')
  })

  it('puts its clock right, a day off, and says so', async () => {
    device.put(-minutes(1_440))
    const pass = await signedPass(org, hour())
    await device.sync()
    expect(Math.round(device.gate.clockOffset / minutes(1))).toBe(1_440)
    expect(await device.decides(pass.code)).toBe('ADMITTED')
    await device.gate.upload()
    const [checkin] = await logOf(pass)
    expect(Math.abs(checkin!.occurredAt.getTime() - Date.now())).toBeLessThan(minutes(1))
  })

  it('keeps everything while it is switched off, and nothing but what it could not tell once it may scan no more', async () => {
    const name = randomUUID()
    const before = await openDevice(org, () => ctx, { name })
    const [one, other] = [await signedPass(org, hour()), await signedPass(org, hour())]
    await before.sync()
    expect(await before.decides(one.code)).toBe('ADMITTED')
    before.gate.close()
    const after = await openDevice(org, () => ctx, { name })
    expect([await after.decides(one.code), await after.decides(other.code)]).toEqual(['ALREADY_USED', 'ADMITTED'])
    await after.gate.wipe()
    expect(await after.decides(other.code)).toBe('NO_LIST')
    expect([await after.gate.listed(), await after.gate.waiting()]).toEqual([0, 3])
    expect(await after.gate.upload()).toEqual([])
    expect(await passOf(other)).toMatchObject({ presence: 'INSIDE' })
  })

  it('says what contradicts what happened elsewhere', async () => {
    const pass = await signedPass(org, hour())
    const second = await openDevice(org, () => ctx)
    await device.sync()
    await second.sync()
    expect([await device.decides(pass.code), await second.decides(pass.code)]).toEqual(['ADMITTED', 'ADMITTED'])
    expect(await device.gate.upload()).toEqual([])
    expect(await second.gate.upload()).toMatchObject([{ result: 'CONFLICT', reason: 'ALREADY_USED' }])
  })

  it('does not lose who was let in although the answer that got lost was a denial', async () => {
    const pass = await signedPass(org, hour())
    await device.sync()
    await made(revokeVisitPass(asOperator(org), { visitPassId: pass.id, reason: 'Lost phone' }))
    const nonce = randomUUID()
    expect(await scan(ctx, org, pass.code, { nonce })).toMatchObject({ reason: 'REVOKED' })
    expect(await device.decides(pass.code, { nonce })).toBe('ADMITTED')
    expect(await device.gate.upload()).toMatchObject([{ result: 'CONFLICT', reason: 'REVOKED' }])
    expect((await logOf(pass)).map(({ result }) => result).toSorted()).toEqual(['CONFLICT', 'DENIED'])
  })

  it('says of whoever came by a code that had been replaced that it had been', async () => {
    const pass = await signedPass(org, { ...hour(), passType: 'MULTI' })
    await device.sync()
    expect(await device.decides(pass.code)).toBe('ADMITTED')
    await made(reissueVisitPass(asOperator(org), { visitPassId: pass.id, reason: 'Lost phone' }))
    expect(await device.decides(pass.code, { direction: 'EXIT' })).toBe('ADMITTED')
    device.passes(1_000)
    ahead = 1_000
    expect(await device.decides(pass.code)).toBe('ADMITTED')
    expect(await device.gate.upload()).toMatchObject([{ result: 'CONFLICT', reason: 'STALE_CODE' }])
    expect((await logOf(pass)).map(({ result }) => result)).toEqual(['ADMITTED', 'ADMITTED', 'CONFLICT'])
    await device.sync()
    expect(await device.decides(pass.code)).toBe('STALE_CODE')
  })

  it('withdraws by its nonce what the arm did not let through', async () => {
    const pass = await signedPass(org, hour())
    await device.sync()
    const nonce = randomUUID()
    await device.decide(pass.code, { nonce })
    expect(await device.gate.annul(nonce)).toBe(true)
    expect(await device.decides(pass.code)).toBe('ADMITTED')
    await device.gate.upload()
    expect(await passOf(pass)).toMatchObject({ entriesUsed: 1, presence: 'INSIDE' })
  })
})

describe('a locked device', () => {
  it('gets no list, tells what it has to tell, and goes on once it is unlocked', async () => {
    const pass = await signedPass(org, hour())
    await device.sync()
    expect(await device.decides(pass.code)).toBe('ADMITTED')
    const deviceId = ctx.actor.type === 'device' ? ctx.actor.id : ''
    await made(lockDevice(asOrgAdmin(org), { deviceId, reason: 'Left in a taxi' }))
    const locked = { ...ctx.actor, isLocked: true } as Ctx['actor']
    const unlockedCtx = ctx
    ctx = createCtx({ ...ctx, actor: locked }, ctx)
    expect(await device.gate.report({ batteryPercent: 40, isCharging: false })).toBe(true)
    expect(await device.gate.upload()).toEqual([])
    expect(await device.sync()).toBe(false)
    expect(await passOf(pass)).toMatchObject({ presence: 'INSIDE' })
    await made(unlockDevice(asOrgAdmin(org), { deviceId }))
    ctx = unlockedCtx
    expect([await device.gate.report({ batteryPercent: 40, isCharging: false }), await device.sync()]).toEqual([false, true])
  })
})

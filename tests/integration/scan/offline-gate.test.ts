import { randomUUID } from 'node:crypto'
import { afterAll, describe, expect, it, vi } from 'vitest'
import { stepLength } from '#shared/credentials/live-code'
import { createCtx, type Ctx } from '../../../server/core/ctx'
import { lockDevice, unlockDevice } from '../../../server/domains/access-control/use-cases/lock-device'
import { updateOfflinePolicy } from '../../../server/domains/access-control/use-cases/rules/save-offline-policy'
import { setChangingCodes } from '../../../server/domains/access-control/use-cases/rules/save-changing-codes'
import { createAccessRule } from '../../../server/domains/access-control/use-cases/rules/save-rule'
import { updateAppointment } from '../../../server/domains/appointments/use-cases/update-appointment'
import { liveCodeAt } from '../../../server/domains/credentials/live-key'
import { issueVisitPass } from '../../../server/domains/credentials/use-cases/issue-visit-pass'
import { reissueVisitPass } from '../../../server/domains/credentials/use-cases/reissue-visit-pass'
import { revokeVisitPass } from '../../../server/domains/credentials/use-cases/revoke-visit-pass'
import { prisma } from '../../../server/infra/db'
import { createOrganization } from '../../setup/organization'
import { asHost, asOperator, asOrgAdmin } from '../../setup/principals'
import { eachDevice, hour, minutes, openDevice } from './offline-device'
import { made, policy } from './places'
import { scan, signedPass, type SignedPass } from './signed-pass'

// A server of its own: events of everybody are numbered here.
const own = await vi.hoisted(async () => (await import('../outbox/own-services')).claimServices())
afterAll(own.release, 30_000)

const here = eachDevice()
const passOf = ({ id }: SignedPass) => prisma.visitPass.findUniqueOrThrow({ where: { id } })
const logOf = ({ id }: SignedPass) => prisma.checkin.findMany({ where: { visitPassId: id }, orderBy: { occurredAt: 'asc' } })
const offlinePolicy = (graceMinutes: number, admitsUnlisted = false) =>
  made(updateOfflinePolicy(asOrgAdmin(here.org), { siteId: here.org.site.id, graceMinutes, admitsUnlisted }))

describe('a gate without a connection', () => {
  it('knows whom it admits, admits them once, and tells of it later', async () => {
    const pass = await signedPass(here.org, hour())
    await here.device.sync()
    const verdict = await here.device.decide(pass.code)
    expect(verdict).toMatchObject({
      decision: { verdict: 'admitted' },
      pass: { visitor: { name: 'Anna Petrova' }, visit: { host: expect.any(String) } },
    })
    expect(await here.device.decides(pass.code)).toBe('ALREADY_USED')
    expect(await here.device.decides(pass.code, { direction: 'EXIT' })).toBe('ADMITTED')
    expect(await here.device.gate.waiting()).toBe(3)
    expect(await here.device.gate.upload()).toEqual([])
    expect((await logOf(pass)).map(({ result, direction, isOffline }) => [result, direction, isOffline])).toEqual([
      ['ADMITTED', 'ENTRY', true],
      ['DENIED', 'ENTRY', true],
      ['ADMITTED', 'EXIT', true],
    ])
    expect(await passOf(pass)).toMatchObject({ entriesUsed: 1, presence: 'LEFT', status: 'USED' })
    expect(await here.device.gate.waiting()).toBe(0)
    // Neither before nor after it hears what has come of it.
    expect(await here.device.decides(pass.code)).toBe('ALREADY_USED')
    await here.device.sync()
    expect(await here.device.decides(pass.code)).toBe('ALREADY_USED')
  })

  it('asks what has to be seen to, and settles it by the same scan', async () => {
    await prisma.site.update({ where: { id: here.org.site.id }, data: { identityCheck: true } })
    const pass = await signedPass(here.org, hour())
    await here.device.sync()
    const nonce = randomUUID()
    expect(await here.device.decides(pass.code, { nonce })).toBe('CONFIRM_IDENTITY')
    expect(await here.device.gate.waiting()).toBe(0)
    expect(await here.device.decides(pass.code, { nonce, fulfilled: ['CONFIRM_IDENTITY'] })).toBe('ADMITTED')
    // The same scan again is the same scan.
    expect(await here.device.decides(pass.code, { nonce, fulfilled: ['CONFIRM_IDENTITY'] })).toBe('ADMITTED')
    expect(await here.device.gate.waiting()).toBe(1)
  })

  it('counts entries on a pass for several, and those that were made with a connection before it went', async () => {
    const pass = await signedPass(here.org, { ...hour(), passType: 'MULTI' })
    await prisma.visitPass.update({ where: { id: pass.id }, data: { entriesLimit: 3 } })
    await here.device.sync()
    const nonce = randomUUID()
    await scan(here.ctx, here.org, pass.code, { nonce })
    const { moves } = await passOf(pass)
    const asked = { nonce, code: pass.code, gateId: here.org.gates[0].id, direction: 'ENTRY' as const, fulfilled: [] }
    await here.device.gate.note(asked, { passId: pass.id, moves, movement: 'IN', at: Date.now(), ruleId: null })
    expect([await here.device.decides(pass.code), await here.device.decides(pass.code), await here.device.decides(pass.code)]).toEqual([
      'ADMITTED',
      'ADMITTED',
      'ALREADY_USED',
    ])
    await here.device.gate.upload()
    expect(await passOf(pass)).toMatchObject({ entriesUsed: 3, status: 'USED' })
  })

  it('knows what was withdrawn, moved or opened anew since, as soon as it hears of it', async () => {
    const [withdrawn, moved] = [await signedPass(here.org, hour()), await signedPass(here.org, hour())]
    await here.device.sync()
    await made(revokeVisitPass(asOperator(here.org), { visitPassId: withdrawn.id, reason: 'Lost phone' }))
    const visit = await prisma.appointment.findUniqueOrThrow({ where: { id: moved.appointmentId } })
    const endsAt = new Date(visit.endsAt.getTime() + minutes(30))
    await made(updateAppointment(asHost(here.org), { appointmentId: visit.id, version: visit.version, startsAt: visit.startsAt, endsAt }))
    await here.device.sync()
    expect(await here.device.decides(withdrawn.code)).toBe('REVOKED')
    // Nobody has signed the moved pass yet: it is not on the list, and its old code opens nothing.
    expect(await here.device.decides(moved.code)).toBe('AMBIGUOUS')
    await issueVisitPass({ eventId: randomUUID(), organizationId: here.org.id }, { visitPassIds: [moved.id] })
    await here.device.sync()
    expect(await here.device.decides(moved.code)).toBe('STALE_CODE')
    expect(await here.device.decides((await passOf(moved)).qrToken ?? '')).toBe('ADMITTED')
  })

  it('knows the rules, the limits and the hours of the server', async () => {
    const [one, other] = [await signedPass(here.org, hour()), await signedPass(here.org, hour())]
    await policy(here.org, { capacity: 1 })
    await here.device.sync()
    expect([await here.device.decides(one.code), await here.device.decides(other.code)]).toEqual(['ADMITTED', 'CAPACITY_REACHED'])
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
    await made(createAccessRule(asOrgAdmin(here.org), content))
    await here.device.sync()
    expect(await here.device.decides(other.code)).toBe('RULE')
  })

  it('lets nobody in whose pass is not on its list, unless the site says so and a document was looked at', async () => {
    await here.device.sync()
    const late = await signedPass(here.org, hour())
    expect(await here.device.decides(late.code)).toBe('AMBIGUOUS')
    await offlinePolicy(240, true)
    // It hears of the policy, not yet of the pass.
    await here.device.gate.sync()
    expect(await here.device.decides(late.code)).toBe('CONFIRM_IDENTITY')
    expect(await here.device.decides(late.code, { fulfilled: ['CONFIRM_IDENTITY'] })).toBe('ADMITTED')
    expect(await here.device.decides(late.code, { fulfilled: ['CONFIRM_IDENTITY'] })).toBe('ALREADY_USED')
  })

  it('knows nobody else’s passes, forged ones or halves', async () => {
    const stranger = await signedPass(await createOrganization(), hour())
    const pass = await signedPass(here.org, hour())
    await here.device.sync()
    const forged = `${pass.code.slice(0, -1)}${pass.code.endsWith('0') ? '1' : '0'}`
    expect(await Promise.all([stranger.code, forged, pass.code.slice(0, 60), '', '🙂'].map((code) => here.device.decides(code)))).toEqual(
      Array(5).fill('UNKNOWN_CODE'),
    )
    expect(await here.device.decides(pass.shortCode)).toBe('SHORT_CODE')
  })

  it('tells the page of a pass from a picture of it, where codes change, and lets out by either', async () => {
    await made(setChangingCodes(asOrgAdmin(here.org), { siteId: here.org.site.id, changingCodes: 'REQUIRED' }))
    await offlinePolicy(240, true)
    const pass = await signedPass(here.org, { ...hour(), passType: 'MULTI' })
    await here.device.sync()
    const live = (steps: number) => liveCodeAt(here.org.id, pass.code, here.device.gate.now() + steps * stepLength)
    const stranger = liveCodeAt((await createOrganization()).id, pass.code, here.device.gate.now())
    for (const code of [pass.code, live(-3), live(3), stranger]) expect(await here.device.decides(code)).toBe('STALE_CODE')
    for (const code of [pass.code, live(-9)]) expect(await here.device.decides(code, { direction: 'EXIT' })).toBe('ADMITTED')
    expect(await here.device.decides(live(0))).toBe('ADMITTED')
    // Its own clock is put right by what the server said.
    here.device.passes(minutes(10))
    expect(await here.device.decides(live(0))).toBe('ADMITTED')
    const late = await signedPass(here.org, hour())
    expect(await here.device.decides(liveCodeAt(here.org.id, late.code, here.device.gate.now()))).toBe('AMBIGUOUS')
    expect(await here.device.gate.upload()).toEqual([])
    await made(setChangingCodes(asOrgAdmin(here.org), { siteId: here.org.site.id, changingCodes: 'PREFERRED' }))
    await here.device.sync()
    const shown = await here.device.decide(pass.code)
    expect(shown).toMatchObject({ decision: { verdict: 'admitted', steps: [{ said: 'STILL' }] } })
    expect(await here.device.decides(live(-3))).toBe('STALE_CODE')
  })

  it('decides no longer than the site lets it, whatever its clock is put to; leaving is always allowed', async () => {
    const pass = await signedPass(here.org, { startsAt: new Date(Date.now() - minutes(30)), endsAt: new Date(Date.now() + minutes(600)) })
    await offlinePolicy(60)
    await here.device.sync()
    here.device.passes(minutes(59))
    here.device.put(-minutes(500))
    expect(await here.device.decides(pass.code, { direction: 'EXIT' })).toBe('ADMITTED')
    here.device.passes(minutes(2))
    expect(await here.device.decides(pass.code)).toBe('TOO_OLD')
    expect(await here.device.decides(pass.code, { direction: 'EXIT' })).toBe('ADMITTED')
    await here.device.sync()
    expect(await here.device.decides(pass.code)).toBe('ADMITTED')
  })

  it('puts its clock right, a day off, and says so', async () => {
    here.device.put(-minutes(1_440))
    const pass = await signedPass(here.org, hour())
    await here.device.sync()
    expect(Math.round(here.device.gate.clockOffset / minutes(1))).toBe(1_440)
    expect(await here.device.decides(pass.code)).toBe('ADMITTED')
    await here.device.gate.upload()
    const [checkin] = await logOf(pass)
    expect(Math.abs(checkin!.occurredAt.getTime() - Date.now())).toBeLessThan(minutes(1))
  })

  it('keeps everything while it is switched off, and nothing but what it could not tell once it may scan no more', async () => {
    const name = randomUUID()
    const before = await openDevice(here.org, () => here.ctx, { name })
    const [one, other] = [await signedPass(here.org, hour()), await signedPass(here.org, hour())]
    await before.sync()
    expect(await before.decides(one.code)).toBe('ADMITTED')
    before.gate.close()
    const after = await openDevice(here.org, () => here.ctx, { name })
    expect([await after.decides(one.code), await after.decides(other.code)]).toEqual(['ALREADY_USED', 'ADMITTED'])
    await after.gate.wipe()
    expect(await after.decides(other.code)).toBe('NO_LIST')
    expect([await after.gate.listed(), await after.gate.waiting()]).toEqual([0, 3])
    expect(await after.gate.upload()).toEqual([])
    expect(await passOf(other)).toMatchObject({ presence: 'INSIDE' })
  })

  it('says what contradicts what happened elsewhere', async () => {
    const pass = await signedPass(here.org, hour())
    const second = await openDevice(here.org, () => here.ctx)
    await here.device.sync()
    await second.sync()
    expect([await here.device.decides(pass.code), await second.decides(pass.code)]).toEqual(['ADMITTED', 'ADMITTED'])
    expect(await here.device.gate.upload()).toEqual([])
    expect(await second.gate.upload()).toMatchObject([{ result: 'CONFLICT', reason: 'ALREADY_USED' }])
  })

  it('does not lose who was let in although the answer that got lost was a denial', async () => {
    const pass = await signedPass(here.org, hour())
    await here.device.sync()
    await made(revokeVisitPass(asOperator(here.org), { visitPassId: pass.id, reason: 'Lost phone' }))
    const nonce = randomUUID()
    expect(await scan(here.ctx, here.org, pass.code, { nonce })).toMatchObject({ reason: 'REVOKED' })
    expect(await here.device.decides(pass.code, { nonce })).toBe('ADMITTED')
    expect(await here.device.gate.upload()).toMatchObject([{ result: 'CONFLICT', reason: 'REVOKED' }])
    expect((await logOf(pass)).map(({ result }) => result).toSorted()).toEqual(['CONFLICT', 'DENIED'])
  })

  it('says of whoever came by a code that had been replaced that it had been', async () => {
    const pass = await signedPass(here.org, { ...hour(), passType: 'MULTI' })
    await here.device.sync()
    expect(await here.device.decides(pass.code)).toBe('ADMITTED')
    await made(reissueVisitPass(asOperator(here.org), { visitPassId: pass.id, reason: 'Lost phone' }))
    expect(await here.device.decides(pass.code, { direction: 'EXIT' })).toBe('ADMITTED')
    here.device.passes(1_000)
    here.ahead = 1_000
    expect(await here.device.decides(pass.code)).toBe('ADMITTED')
    expect(await here.device.gate.upload()).toMatchObject([{ result: 'CONFLICT', reason: 'STALE_CODE' }])
    expect((await logOf(pass)).map(({ result }) => result)).toEqual(['ADMITTED', 'ADMITTED', 'CONFLICT'])
    await here.device.sync()
    expect(await here.device.decides(pass.code)).toBe('STALE_CODE')
  })

  it('withdraws by its nonce what the arm did not let through', async () => {
    const pass = await signedPass(here.org, hour())
    await here.device.sync()
    const nonce = randomUUID()
    await here.device.decide(pass.code, { nonce })
    expect(await here.device.gate.annul(nonce)).toBe(true)
    expect(await here.device.decides(pass.code)).toBe('ADMITTED')
    await here.device.gate.upload()
    expect(await passOf(pass)).toMatchObject({ entriesUsed: 1, presence: 'INSIDE' })
  })
})

describe('a locked device', () => {
  it('gets no list, tells what it has to tell, and goes on once it is unlocked', async () => {
    const pass = await signedPass(here.org, hour())
    await here.device.sync()
    expect(await here.device.decides(pass.code)).toBe('ADMITTED')
    const deviceId = here.ctx.actor.type === 'device' ? here.ctx.actor.id : ''
    await made(lockDevice(asOrgAdmin(here.org), { deviceId, reason: 'Left in a taxi' }))
    const locked = { ...here.ctx.actor, isLocked: true } as Ctx['actor']
    const unlockedCtx = here.ctx
    here.ctx = createCtx({ ...here.ctx, actor: locked }, here.ctx)
    expect(await here.device.gate.report({ batteryPercent: 40, isCharging: false })).toBe(true)
    expect(await here.device.gate.upload()).toEqual([])
    expect(await here.device.sync()).toBe(false)
    expect(await passOf(pass)).toMatchObject({ presence: 'INSIDE' })
    await made(unlockDevice(asOrgAdmin(here.org), { deviceId }))
    here.ctx = unlockedCtx
    expect([await here.device.gate.report({ batteryPercent: 40, isCharging: false }), await here.device.sync()]).toEqual([false, true])
  })
})

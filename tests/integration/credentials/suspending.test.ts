import { randomUUID } from 'node:crypto'
import { beforeEach, describe, expect, it } from 'vitest'
import { systemCtx } from '../../../server/core/ctx'
import { uploadScans } from '../../../server/domains/access-control/use-cases/offline/upload-scans'
import { cancelAppointment } from '../../../server/domains/appointments/use-cases/cancel-appointment'
import { restoreAppointment } from '../../../server/domains/appointments/use-cases/restore-appointment'
import { updateAppointment } from '../../../server/domains/appointments/use-cases/update-appointment'
import { expirePasses } from '../../../server/domains/credentials/use-cases/expire-passes'
import { issueVisitPass } from '../../../server/domains/credentials/use-cases/issue-visit-pass'
import { holdPasses, releasePasses } from '../../../server/domains/credentials/use-cases/pass-holds'
import { readVisitActivity } from '../../../server/domains/credentials/use-cases/read-visit-activity.sql'
import { revokeVisitPass } from '../../../server/domains/credentials/use-cases/revoke-visit-pass'
import { eraseOnce } from '../../../server/domains/visitors/use-cases/erase-visitor'
import { prisma } from '../../../server/infra/db'
import { createHost, createOrganization, type TestOrganization } from '../../setup/organization'
import { asDevice, asHost, asOperator, asOrgAdmin } from '../../setup/principals'
import { openedInvite } from '../guests/opened'
import { bookedVisit, signedPass, verdict } from '../scan/signed-pass'
import { invite, list, officer, screen } from '../watchlist/watching'
import { announced, done, passOf, refusal, resume, suspend, traced } from './changing'

let org: TestOrganization
beforeEach(async () => {
  org = await createOrganization()
})

const minute = 60_000
const inMinutes = (minutes: number) => new Date(Date.now() + minutes * minute)
const sign = (id: string) => issueVisitPass({ eventId: randomUUID(), organizationId: org.id }, { visitPassIds: [id] })

async function move(appointmentId: string, startsAt: Date, endsAt: Date) {
  const { version } = await prisma.appointment.findUniqueOrThrow({ where: { id: appointmentId } })
  return done(await updateAppointment(asHost(org), { appointmentId, version, startsAt, endsAt }))
}

describe('a suspended pass', () => {
  it('opens nothing until it is resumed, and the way out all the same', async () => {
    const pass = await signedPass(org, { passType: 'MULTI' })
    const ctx = asOperator(org)
    expect(await verdict(ctx, org, pass.code)).toBe('ScanAdmitted')
    expect(done(await suspend(asHost(org), pass.id, 'Asked by security'))).toMatchObject({
      status: 'SUSPENDED',
      suspendedReason: 'Asked by security',
      suspendedById: org.host.user.id,
      suspendedAt: expect.any(Date) as Date,
    })
    expect(await verdict(ctx, org, pass.code, { direction: 'EXIT' })).toBe('ScanAdmitted')
    expect(await verdict(ctx, org, pass.code)).toBe('BLOCKED')
    expect(await verdict(ctx, org, pass.shortCode)).toBe('BLOCKED')
    expect(done(await resume(ctx, pass.id))).toMatchObject({ status: 'ACTIVE', suspendedReason: null, suspendedAt: null, entriesUsed: 1 })
    expect(await verdict(ctx, org, pass.code)).toBe('ScanAdmitted')
    expect(await traced(pass.id)).toEqual([
      ['pass.suspend', org.host.user.id],
      ['pass.resume', org.operator.id],
    ])
  })

  it('is suspended and resumed once by ten who do it at once; the first reason stays', async () => {
    const { id } = await signedPass(org)
    const ten = <T>(each: (index: number) => Promise<T>) => Promise.all(Array.from({ length: 10 }, (_, index) => each(index)))
    const answers = await ten((index) => suspend(asOperator(org), id, `Reason ${index}`))
    const { suspendedReason } = await passOf(id)
    for (const answer of answers) expect(done(answer)).toMatchObject({ status: 'SUSPENDED', suspendedReason })
    for (const answer of await ten(() => resume(asOperator(org), id))) expect(done(answer)).toMatchObject({ status: 'ACTIVE' })
    for (const type of ['visitpass.suspended', 'visitpass.resumed']) expect(await announced(id, type)).toBe(1)
    expect((await traced(id)).map(([action]) => action)).toEqual(['pass.suspend', 'pass.resume'])
  })

  it('lets nobody in once it is suspended, however many scan meanwhile', async () => {
    const { id, code } = await signedPass(org, { passType: 'MULTI' })
    const scans = () =>
      Array.from({ length: 8 }, (_, index) => verdict(asOperator(org), org, code, { direction: index % 2 ? 'EXIT' : 'ENTRY' }))
    const racing = scans()
    done(await suspend(asOperator(org), id))
    const admitted = await prisma.checkin.count({ where: { visitPassId: id, direction: 'ENTRY', result: 'ADMITTED' } })
    const words = await Promise.all([...racing, ...scans()])
    expect(new Set(words).difference(new Set(['ScanAdmitted', 'BLOCKED', 'CHECKOUT_REQUIRED']))).toEqual(new Set())
    expect(await prisma.checkin.count({ where: { visitPassId: id, direction: 'ENTRY', result: 'ADMITTED' } })).toBe(admitted)
    expect((await passOf(id)).status).toBe('SUSPENDED')
  })

  it('is shown to its guest without a code and without the reason', async () => {
    const { id } = await signedPass(org)
    done(await suspend(asHost(org), id, 'A word between the staff'))
    const invited = await openedInvite(id)
    expect(invited).toMatchObject({ status: 'SUSPENDED', code: null, shortCode: null })
    expect(JSON.stringify(invited.pass)).not.toContain('A word between the staff')
  })

  it('is told to those who watch visits', async () => {
    const { id } = await signedPass(org)
    done(await suspend(asHost(org), id))
    done(await resume(asHost(org), id))
    // Numbers that no sequencer gives: that of other tests goes on where it stands.
    const first = BigInt(Date.now()) * 1_000n
    for (const [after, type] of ['visitpass.suspended', 'visitpass.resumed'].entries())
      await prisma.outboxEvent.updateMany({ where: { entityId: id, type }, data: { sequence: first + BigInt(after) } })
    expect((await readVisitActivity(org.id, 0)).map(({ visitPassId }) => visitPassId)).toEqual([id, id])
  })
})

describe('what cannot be suspended or resumed', () => {
  it.each([
    ['DRAFT', 'The pass is still being issued. Try again in a moment, or withdraw it.', 'The pass is not suspended'],
    ['PENDING_APPROVAL', 'The pass waits for approval', 'The pass is not suspended'],
    ['USED', 'The pass is used up and lets nobody in.', 'The pass is not suspended'],
    ['REVOKED', 'The pass is not valid any more.', 'The pass is not valid any more.'],
    ['EXPIRED', 'The pass is not valid any more.', 'The pass is not valid any more.'],
  ] as const)('is a pass that is %s', async (status, ofSuspending, ofResuming) => {
    const { id } = await signedPass(org)
    await prisma.visitPass.update({ where: { id }, data: { status } })
    expect(refusal(await suspend(asHost(org), id))).toContain(ofSuspending)
    expect(refusal(await resume(asHost(org), id))).toContain(ofResuming)
    expect(await passOf(id)).toMatchObject({ status, suspendedAt: null })
    expect(await traced(id)).toEqual([])
  })

  it('is a pass whose window is over, or no reason', async () => {
    const { id } = await signedPass(org)
    expect(refusal(await suspend(asHost(org), id, ' '))).toBe('Give a reason.')
    const later = asHost(org, { now: () => inMinutes(600) })
    expect(refusal(await suspend(later, id))).toBe('The pass is not valid any more.')
    done(await suspend(asHost(org), id))
    expect(refusal(await resume(later, id))).toBe('The pass is not valid any more.')
  })

  it('is a pass of somebody else', async () => {
    const other = await createOrganization()
    const [foreign, mine] = [await signedPass(other), await signedPass(org)]
    const colleague = asHost(org, {}, await createHost(org.id))
    for (const [ctx, id] of [
      [asOperator(org), foreign.id],
      [colleague, mine.id],
      [asOperator(org), 'nonsense'],
    ] as const) {
      expect(await suspend(ctx, id)).toMatchObject({ code: 'NOT_FOUND' })
      expect(await resume(ctx, id)).toMatchObject({ code: 'NOT_FOUND' })
    }
  })
})

describe('what happens to a pass while it is suspended', () => {
  it('its window ends: it expires as others do, and stays suspended if its visit is moved after all', async () => {
    const { id, appointmentId } = await signedPass(org)
    done(await suspend(asHost(org), id))
    // The clock of everybody stays: passes of other trials are not over by this one.
    await prisma.visitPass.update({ where: { id }, data: { validTo: new Date() } })
    await expirePasses()
    expect(await passOf(id)).toMatchObject({ status: 'EXPIRED', suspendedAt: expect.any(Date) as Date })
    expect(await announced(id, 'visitpass.expired')).toBe(1)
    await move(appointmentId, inMinutes(0), inMinutes(90))
    expect(await passOf(id)).toMatchObject({ status: 'SUSPENDED', qrToken: null })
  })

  it('its visit is moved: it is signed anew once it goes on', async () => {
    const { id, appointmentId, code } = await signedPass(org)
    done(await suspend(asHost(org), id))
    await move(appointmentId, inMinutes(0), inMinutes(90))
    await sign(id)
    expect(await passOf(id)).toMatchObject({ status: 'SUSPENDED', qrToken: null })
    expect(done(await resume(asHost(org), id))).toMatchObject({ status: 'DRAFT' })
    expect(done(await resume(asHost(org), id))).toMatchObject({ status: 'DRAFT' })
    expect(await announced(id, 'visitpass.released')).toBe(1)
    await sign(id)
    const { qrToken, status } = await passOf(id)
    expect([status, qrToken === code]).toEqual(['ACTIVE', false])
    expect(await verdict(asOperator(org), org, qrToken ?? '')).toBe('ScanAdmitted')
  })

  it('its visit is called off and takes place after all: it is suspended still', async () => {
    const { id, appointmentId } = await signedPass(org)
    done(await suspend(asHost(org), id))
    done(await cancelAppointment(asHost(org), { appointmentId, passes: 'REVOKE' }))
    expect((await passOf(id)).status).toBe('REVOKED')
    done(await restoreAppointment(asHost(org), { appointmentId }))
    expect(await passOf(id)).toMatchObject({ status: 'SUSPENDED', suspendedAt: expect.any(Date) as Date })
    done(await resume(asHost(org), id))
    expect((await passOf(id)).status).toBe('ACTIVE')
  })

  it('people have to agree: it waits for them once it goes on, and no longer when they have agreed before', async () => {
    const ctx = systemCtx(org.id)
    const [waiting, agreed] = [await signedPass(org), await signedPass(org)]
    for (const { id } of [waiting, agreed]) done(await suspend(asHost(org), id))
    const held = (id: string) => ({ visitPassIds: [id], kind: 'APPROVAL' as const })
    for (const { id } of [waiting, agreed]) await ctx.transaction((tx) => holdPasses(ctx, tx, held(id), true))
    expect(await ctx.transaction((tx) => releasePasses(ctx, tx, held(agreed.id)))).toEqual([])
    expect([await passOf(waiting.id), await passOf(agreed.id)].map(({ status }) => status)).toEqual(['SUSPENDED', 'SUSPENDED'])
    expect(done(await resume(asHost(org), waiting.id))).toMatchObject({ status: 'PENDING_APPROVAL' })
    expect(done(await resume(asHost(org), agreed.id))).toMatchObject({ status: 'DRAFT' })
    expect(await ctx.transaction((tx) => releasePasses(ctx, tx, held(waiting.id)))).toEqual([waiting.id])
  })

  it('its guest turns out to be on the watchlist: it waits for security once it goes on', async () => {
    const { id } = await invite(org, { name: 'Pyotr Tchaikovsky' })
    done(await suspend(asHost(org), id))
    await list(await officer(org), 'Чайковский Пётр Ильич')
    await screen(org)
    expect(await passOf(id)).toMatchObject({ status: 'SUSPENDED', qrToken: null })
    expect(done(await resume(asHost(org), id))).toMatchObject({ status: 'PENDING_APPROVAL' })
  })

  it('somebody withdraws it, or its guest is erased: it stays withdrawn', async () => {
    const [withdrawn, erased] = [await signedPass(org), await signedPass(org)]
    for (const { id } of [withdrawn, erased]) done(await suspend(asHost(org), id))
    done(await revokeVisitPass(asHost(org), { visitPassId: withdrawn.id, reason: 'Not today' }))
    await eraseOnce(asOrgAdmin(org), (await passOf(erased.id)).visitorId, { reason: 'At request' })
    for (const { id } of [withdrawn, erased]) {
      expect((await passOf(id)).status).toBe('REVOKED')
      expect(refusal(await resume(asHost(org), id))).toBe('The pass is not valid any more.')
    }
  })

  it('its last entry is taken by an override: it is used up once it goes on', async () => {
    const { id } = await signedPass(org)
    done(await suspend(asHost(org), id))
    await prisma.visitPass.update({ where: { id }, data: { entriesUsed: 1 } })
    expect(done(await resume(asHost(org), id))).toMatchObject({ status: 'USED' })
  })

  it('a gate without a connection lets its guest in: a conflict while it was suspended, also once it goes on', async () => {
    const pass = await signedPass(org, { passType: 'MULTI', startsAt: inMinutes(-30), endsAt: inMinutes(30) })
    const device = await asDevice(org)
    done(await suspend(asHost(org, { now: () => inMinutes(-10) }), pass.id))
    const told = async (minutes: number) => {
      const at = { gateId: org.gates[0].id, direction: 'ENTRY' as const, nonce: randomUUID(), occurredAt: inMinutes(-minutes) }
      const [checkin] = done(await uploadScans(device, { scans: [{ ...at, code: pass.code, admitted: true }] }))
      return checkin?.reason ?? checkin?.result
    }
    expect([await told(12), await told(8)]).toEqual(['ADMITTED', 'BLOCKED'])
    done(await resume(asHost(org, { now: () => inMinutes(-4) }), pass.id))
    expect([await told(6), await told(2)]).toEqual(['BLOCKED', 'ADMITTED'])
    expect(await passOf(pass.id)).toMatchObject({ status: 'ACTIVE', entriesUsed: 2 })
  })

  it('nobody has signed it yet: there is nothing to suspend', async () => {
    const { passId } = await bookedVisit(org)
    expect(refusal(await suspend(asHost(org), passId))).toContain('still being issued')
  })
})

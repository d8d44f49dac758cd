import { randomUUID } from 'node:crypto'
import { beforeAll, describe, expect, it } from 'vitest'
import type { Ctx } from '../../../server/core/ctx'
import { createCtx } from '../../../server/core/ctx'
import { isFailure, type Failure } from '../../../server/core/errors'
import { uploadScans } from '../../../server/domains/access-control/use-cases/offline/upload-scans'
import { lockDevice, unlockDevice } from '../../../server/domains/access-control/use-cases/lock-device'
import { reportDevice } from '../../../server/domains/access-control/use-cases/report-device'
import { authenticate } from '../../../server/domains/security/use-cases/authenticate'
import { prisma } from '../../../server/infra/db'
import { createOrganization, type TestOrganization } from '../../setup/organization'
import { asApiKey, asDevice, asHost, asOperator, asOrgAdmin, asSecurityOfficer } from '../../setup/principals'
import { call, gid } from '../api/graphql-call'
import { scan, signedPass, verdict } from '../scan/signed-pass'
import { createDevice } from '../tenancy/programs'

let org: TestOrganization
beforeAll(async () => {
  org = await createOrganization()
})

function done<T extends object>(outcome: T | Failure): T {
  if (isFailure(outcome)) throw new Error(JSON.stringify(outcome))
  return outcome
}

const idOf = ({ actor }: Ctx) => ('id' in actor ? actor.id : '')
const deviceOf = (id: string) => prisma.device.findUniqueOrThrow({ where: { id } })
const traces = (entityId: string) => prisma.auditLog.findMany({ where: { entityId }, orderBy: { id: 'asc' } })
const lock = (ctx: Ctx, deviceId: string, reason = 'Left in a taxi') => lockDevice(ctx, { deviceId, reason })

describe('what a device says of itself', () => {
  it('is kept, and what it leaves out stays as it said it last', async () => {
    const device = await asDevice(org)
    const rosterAt = new Date(Date.now() - 60_000)
    const first = done(
      await reportDevice(device, { batteryPercent: 80, isCharging: false, appVersion: ' 1.2.3 ', pendingScans: 4, rosterAt }),
    )
    expect(first.isLocked).toBe(false)
    done(await reportDevice(device, { batteryPercent: 79, pendingScans: 0, isCharging: null }))
    expect(await deviceOf(idOf(device))).toMatchObject({
      batteryPercent: 79,
      isCharging: false,
      appVersion: '1.2.3',
      pendingScans: 0,
      rosterAt,
    })
    const { reportedAt } = await deviceOf(idOf(device))
    expect(reportedAt!.getTime()).toBeGreaterThanOrEqual(first.reportedAt.getTime())
    expect(await traces(idOf(device))).toEqual([])
  })

  it('is no newer than it can be, whatever its clock says', async () => {
    const now = new Date()
    const device = await asDevice(org, { now: () => now })
    done(await reportDevice(device, { rosterAt: new Date(now.getTime() + 86_400_000) }))
    expect((await deviceOf(idOf(device))).rosterAt).toEqual(now)
  })

  it.each([
    [{ batteryPercent: 101 }, 'A battery has 0 to 100 percent.'],
    [{ batteryPercent: -1 }, 'A battery has 0 to 100 percent.'],
    [{ pendingScans: -1 }, 'Between 0 and 1,000,000 scans.'],
    [{ appVersion: ' ' }, 'Give the version.'],
    [{ appVersion: 'x'.repeat(41) }, ''],
  ])('is refused where it cannot be: %j', async (input, words) => {
    const device = await asDevice(org)
    const refused = await reportDevice(device, input)
    expect(refused).toMatchObject({ code: 'VALIDATION_FAILED' })
    expect(JSON.stringify(refused)).toContain(words)
    expect((await deviceOf(idOf(device))).reportedAt).toBeNull()
  })

  it('is taken from devices alone, and from none that was revoked', async () => {
    for (const ctx of [asOrgAdmin(org), asOperator(org), asHost(org), await asApiKey(org)])
      await expect(reportDevice(ctx, { batteryPercent: 1 })).rejects.toMatchObject({ code: 'FORBIDDEN' })
    const device = await asDevice(org)
    await prisma.device.update({ where: { id: idOf(device) }, data: { revokedAt: new Date() } })
    await expect(reportDevice(device, { batteryPercent: 1 })).rejects.toMatchObject({ code: 'FORBIDDEN' })
  })

  it('is shown to whoever manages the organization', async () => {
    const device = await asDevice(org)
    done(await reportDevice(device, { batteryPercent: 7, isCharging: true, appVersion: '2', pendingScans: 3 }))
    const document = `query ($id: ID!) { node(id: $id) { ... on Device { batteryPercent isCharging appVersion pendingScans isLocked reportedAt } } }`
    const { data } = await call(asOrgAdmin(org), document, { id: gid('Device', idOf(device)) })
    expect(data).toMatchObject({ node: { batteryPercent: 7, isCharging: true, appVersion: '2', pendingScans: 3, isLocked: false } })
  })
})

describe('a locked device', () => {
  it('is known as locked from the next look at its token on, until it is unlocked', async () => {
    const { id, token } = await createDevice(org)
    const actor = async () => (await authenticate({ authorization: `Bearer ${token}` })).actor
    expect(await actor()).toMatchObject({ type: 'device', isLocked: false })
    done(await lock(asOrgAdmin(org), id))
    expect(await actor()).toMatchObject({ type: 'device', isLocked: true })
    done(await unlockDevice(asOrgAdmin(org), { deviceId: id }))
    expect(await actor()).toMatchObject({ type: 'device', isLocked: false })
  })

  it('scans neither way, is told so, and loses nothing of what it decided without a connection', async () => {
    const { id, token } = await createDevice(org)
    done(await lock(asOrgAdmin(org), id))
    const device = createCtx(await authenticate({ authorization: `Bearer ${token}` }), { language: 'en' })
    const pass = await signedPass(org)
    for (const direction of ['ENTRY', 'EXIT'] as const) {
      const refused = await scan(device, org, pass.code, { direction })
      expect(refused).toMatchObject({ code: 'VALIDATION_FAILED', path: ['input', 'gateId'] })
      expect(JSON.stringify(refused)).toContain('This scanner is locked.')
    }
    expect(await prisma.checkin.count({ where: { visitPassId: pass.id } })).toBe(0)
    expect(done(await reportDevice(device, { pendingScans: 1 })).isLocked).toBe(true)
    const offline = { code: pass.code, gateId: org.gates[0].id, direction: 'ENTRY' as const, nonce: randomUUID(), admitted: true }
    expect(done(await uploadScans(device, { scans: [{ ...offline, occurredAt: new Date() }] }))).toMatchObject([{ result: 'ADMITTED' }])
    const other = await signedPass(org)
    expect(await verdict(await asDevice(org), org, other.code)).toBe('ScanAdmitted')
  })

  it('is locked and unlocked once by ten who do it at once; the first reason stays', async () => {
    const id = idOf(await asDevice(org))
    const ten = <T>(each: (index: number) => Promise<T>) => Promise.all(Array.from({ length: 10 }, (_, index) => each(index)))
    const locked = await ten((index) => lock(asOrgAdmin(org), id, `Reason ${index}`))
    const { lockReason } = await deviceOf(id)
    for (const answer of locked) expect(done(answer)).toMatchObject({ lockReason })
    for (const answer of await ten(() => unlockDevice(asOrgAdmin(org), { deviceId: id }))) expect(done(answer).lockedAt).toBeNull()
    expect((await traces(id)).map(({ action }) => action)).toEqual(['device.lock', 'device.unlock'])
  })

  it('is locked with a reason, by whoever manages the organization, in their own', async () => {
    const id = idOf(await asDevice(org))
    expect(await lock(asOrgAdmin(org), id, ' ')).toMatchObject({ code: 'VALIDATION_FAILED' })
    for (const ctx of [asOperator(org), asSecurityOfficer(org), await asDevice(org)]) {
      await expect(lock(ctx, id)).rejects.toMatchObject({ code: 'FORBIDDEN' })
      await expect(unlockDevice(ctx, { deviceId: id })).rejects.toMatchObject({ code: 'FORBIDDEN' })
    }
    const stranger = asOrgAdmin(await createOrganization())
    for (const outcome of [
      await lock(stranger, id),
      await lock(asOrgAdmin(org), 'nonsense'),
      await unlockDevice(stranger, { deviceId: id }),
    ])
      expect(outcome).toMatchObject({ code: 'NOT_FOUND' })
    expect((await deviceOf(id)).lockedAt).toBeNull()
  })
})

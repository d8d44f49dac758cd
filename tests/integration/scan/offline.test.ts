import { randomUUID } from 'node:crypto'
import { beforeEach, describe, expect, it } from 'vitest'
import type { Ctx } from '../../../server/core/ctx'
import { isFailure } from '../../../server/core/errors'
import { newId } from '../../../server/core/ids'
import { annulScan } from '../../../server/domains/access-control/use-cases/annul-scan'
import { historyOf, standingOf } from '../../../server/domains/access-control/use-cases/offline/record-scans'
import { uploadScans } from '../../../server/domains/access-control/use-cases/offline/upload-scans'
import { overrideScan } from '../../../server/domains/access-control/use-cases/override-scan'
import { revokeVisitPass } from '../../../server/domains/credentials/use-cases/revoke-visit-pass'
import { prisma } from '../../../server/infra/db'
import { createOrganization, type TestOrganization } from '../../setup/organization'
import { asDevice, asHost, asOperator, asSecurityOfficer } from '../../setup/principals'
import { innerGate, made, zoneOf } from './places'
import { scan, signedPass, verdict, type SignedPass } from './signed-pass'
import { dice } from '../../setup/repeatable'

type Upload = Parameters<typeof uploadScans>[1]
type Offline = Upload['scans'][number]

let org: TestOrganization
let device: Ctx
beforeEach(async () => {
  org = await createOrganization()
  device = await asDevice(org)
})

const minutesAgo = (minutes: number) => new Date(Date.now() - minutes * 60_000)
const hour = () => ({ startsAt: minutesAgo(30), endsAt: minutesAgo(-30) })

const entry = (code: string, more: Partial<Offline> = {}): Offline => ({
  code,
  gateId: org.gates[0].id,
  direction: 'ENTRY',
  nonce: randomUUID(),
  occurredAt: minutesAgo(5),
  admitted: true,
  ...more,
})

async function uploaded(ctx: Ctx, ...scans: Offline[]) {
  const checkins = await uploadScans(ctx, { scans })
  if (isFailure(checkins)) throw new Error(JSON.stringify(checkins))
  return checkins
}

const outcome = async (ctx: Ctx, ...scans: Offline[]) => (await uploaded(ctx, ...scans)).map(({ result, reason }) => reason ?? result)
const passOf = ({ id }: SignedPass) => prisma.visitPass.findUniqueOrThrow({ where: { id } })
const logOf = async ({ id }: SignedPass) =>
  (await prisma.checkin.findMany({ where: { visitPassId: id }, orderBy: [{ occurredAt: 'asc' }, { nonce: 'asc' }] })).map(
    ({ result, reason }) => reason ?? result,
  )
const eventsOf = async (type: string) => prisma.outboxEvent.count({ where: { organizationId: org.id, type } })

describe('what a gate decided without a connection', () => {
  it('moves the guest and takes the entry, at the time when it happened', async () => {
    const pass = await signedPass(org, hour())
    const [checkin] = await uploaded(device, entry(pass.code, { occurredAt: minutesAgo(7) }))
    expect(checkin).toMatchObject({ result: 'ADMITTED', movement: 'IN', isOffline: true, source: 'DEVICE' })
    expect(Date.now() - checkin!.occurredAt.getTime()).toBeGreaterThan(6 * 60_000)
    expect(await passOf(pass)).toMatchObject({ status: 'USED', entriesUsed: 1, presence: 'INSIDE', peopleInside: 1 })
    expect(await eventsOf('visitpass.checked_in')).toBe(1)
    expect(await verdict(asOperator(org), org, pass.code)).toBe('ALREADY_USED')
    await uploaded(device, entry(pass.code, { direction: 'EXIT', occurredAt: minutesAgo(2) }))
    expect(await passOf(pass)).toMatchObject({ presence: 'LEFT', peopleInside: 0, insideSince: null })
  })

  it('is one record however often it is sent, by itself or with others, at once or later', async () => {
    const [one, other] = [await signedPass(org, hour()), await signedPass(org, hour())]
    const scans = [entry(one.code), entry(other.code)]
    const answers = await Promise.all([uploaded(device, ...scans), uploaded(device, scans[1]!), uploaded(device, ...scans.toReversed())])
    const again = await uploaded(device, ...scans)
    expect(again.map(({ id }) => id)).toEqual(answers[0]!.map(({ id }) => id))
    expect(answers[2]!.map(({ id }) => id)).toEqual(again.map(({ id }) => id).toReversed())
    expect(await prisma.checkin.count({ where: { organizationId: org.id } })).toBe(2)
    expect(await passOf(one)).toMatchObject({ entriesUsed: 1 })
  })

  it('that shares its nonce with another scan is kept all the same', async () => {
    const [one, other] = [await signedPass(org, hour()), await signedPass(org, hour())]
    const nonce = randomUUID()
    await uploaded(device, entry(one.code, { nonce }))
    for (const _ of [1, 2]) expect(await uploaded(device, entry(other.code, { nonce }))).toMatchObject([{ visitPassId: other.id, nonce }])
    expect(await prisma.checkin.count({ where: { organizationId: org.id } })).toBe(2)
    expect(await passOf(other)).toMatchObject({ entriesUsed: 1 })
  })

  it('and that was denied moves nobody and says why', async () => {
    const pass = await signedPass(org, hour())
    expect(await outcome(device, entry(pass.code, { admitted: false, reason: 'OUTSIDE_WINDOW' }))).toEqual(['OUTSIDE_WINDOW'])
    expect(await outcome(device, entry(pass.code, { admitted: false }))).toEqual(['INTERNAL'])
    expect(await passOf(pass)).toMatchObject({ status: 'ACTIVE', entriesUsed: 0, presence: 'EXPECTED' })
    expect(await eventsOf('visitpass.denied')).toBe(2)
  })

  it('knows zones: an inner gate moves, an outer one lets in', async () => {
    const zone = await zoneOf(org, 'Laboratory')
    await innerGate(org, zone.id)
    const pass = await signedPass(org, hour())
    await uploaded(
      device,
      entry(pass.code, { gateId: org.gates[1].id, occurredAt: minutesAgo(3) }),
      entry(pass.code, { occurredAt: minutesAgo(4) }),
    )
    expect(await passOf(pass)).toMatchObject({ entriesUsed: 1, peopleInside: 1, zones: { [zone.id]: 1 } })
  })
})

describe('what contradicts what else is known', () => {
  it('is a conflict: two gates let somebody in by one entry, whichever tells of it first', async () => {
    for (const first of [0, 1]) {
      const pass = await signedPass(org, hour())
      const [one, other] = [device, await asDevice(org)]
      const scans = [entry(pass.code, { occurredAt: minutesAgo(9) }), entry(pass.code, { occurredAt: minutesAgo(8) })]
      await uploaded(first === 0 ? one : other, scans[first]!)
      await uploaded(first === 0 ? other : one, scans[1 - first]!)
      expect(await logOf(pass)).toEqual(['ADMITTED', 'ALREADY_USED'])
      expect(await passOf(pass)).toMatchObject({ entriesUsed: 1, status: 'USED', presence: 'INSIDE', peopleInside: 1 })
    }
    expect(await prisma.checkin.count({ where: { organizationId: org.id, result: 'CONFLICT' } })).toBe(2)
    expect(await eventsOf('visitpass.conflict')).toBe(2)
    expect(await eventsOf('checkin.reconciled')).toBe(0)
    expect(await prisma.auditLog.count({ where: { organizationId: org.id, action: 'scan.conflict' } })).toBe(2)
  })

  it('is told of a check-in that was thought good until an earlier one came', async () => {
    const pass = await signedPass(org, hour())
    const [late] = await uploaded(device, entry(pass.code, { occurredAt: minutesAgo(2) }))
    expect(late).toMatchObject({ result: 'ADMITTED' })
    await uploaded(await asDevice(org), entry(pass.code, { occurredAt: minutesAgo(6) }))
    expect(await prisma.checkin.findUniqueOrThrow({ where: { id: late!.id } })).toMatchObject({
      result: 'CONFLICT',
      reason: 'ALREADY_USED',
    })
    const [event] = await prisma.outboxEvent.findMany({ where: { organizationId: org.id, type: 'visitpass.conflict' } })
    expect(event?.payload).toMatchObject({ checkinId: late!.id, reason: 'ALREADY_USED' })
  })

  it('gives way to what was decided with a connection', async () => {
    const pass = await signedPass(org, hour())
    expect(await verdict(asOperator(org), org, pass.code)).toBe('ScanAdmitted')
    expect(await outcome(device, entry(pass.code, { occurredAt: minutesAgo(10) }))).toEqual(['ALREADY_USED'])
    expect(await passOf(pass)).toMatchObject({ entriesUsed: 1, presence: 'INSIDE' })
  })

  it('is an entry after the pass was withdrawn, and none before', async () => {
    const pass = await signedPass(org, { ...hour(), passType: 'MULTI' })
    await revokeVisitPass(asHost(org), { visitPassId: pass.id, reason: 'Mixed up' })
    await prisma.visitPass.update({ where: { id: pass.id }, data: { revokedAt: minutesAgo(6) } })
    const at = (minutes: number) => entry(pass.code, { occurredAt: minutesAgo(minutes) })
    expect(await outcome(device, at(7), at(5))).toEqual(['ADMITTED', 'REVOKED'])
    expect(await passOf(pass)).toMatchObject({ status: 'REVOKED', entriesUsed: 1, presence: 'INSIDE' })
  })

  it.each([
    ['before its time', () => ({ occurredAt: minutesAgo(300) }), 'NOT_YET_VALID'],
    ['of a code that is no pass', () => ({ code: 'GC1:NOTHING' }), 'UNKNOWN_CODE'],
  ])('is an entry %s', async (_, more, reason) => {
    const pass = await signedPass(org, hour())
    const [checkin] = await uploaded(device, entry(pass.code, more()))
    expect(checkin).toMatchObject({ result: 'CONFLICT', reason })
  })

  it('is an entry after the pass was over, and by a short code, which no gate can know by itself', async () => {
    const pass = await signedPass(org, hour())
    await prisma.visitPass.update({ where: { id: pass.id }, data: { validTo: minutesAgo(10) } })
    expect(await outcome(device, entry(pass.code), entry(pass.shortCode))).toEqual(['EXPIRED', 'UNKNOWN_CODE'])
  })

  it('is the pass of another organization, as unknown as a made-up one', async () => {
    const other = await createOrganization()
    const pass = await signedPass(other, hour())
    expect(await uploaded(device, entry(pass.code))).toMatchObject([{ result: 'CONFLICT', reason: 'UNKNOWN_CODE', visitPassId: null }])
    expect(await prisma.visitPass.findUniqueOrThrow({ where: { id: pass.id } })).toMatchObject({ entriesUsed: 0 })
  })
})

describe('a gate whose clock is wrong', () => {
  it('by a day is put right by what it says the time is', async () => {
    const pass = await signedPass(org, hour())
    const ahead = 24 * 3_600_000
    const claimed = new Date(minutesAgo(5).getTime() + ahead)
    const checkins = await uploadScans(device, {
      deviceTime: new Date(Date.now() + ahead),
      scans: [entry(pass.code, { occurredAt: claimed })],
    })
    if (isFailure(checkins)) throw new Error('refused')
    expect(checkins).toMatchObject([{ result: 'ADMITTED' }])
    expect(Math.abs(checkins[0]!.occurredAt.getTime() - minutesAgo(5).getTime())).toBeLessThan(5_000)
    expect(Math.abs(checkins[0]!.clockOffset + ahead)).toBeLessThan(5_000)
  })

  it('by years loses nothing: it says that it is off by as much as can be said', async () => {
    const pass = await signedPass(org, hour())
    const behind = 40 * 365 * 24 * 3_600_000
    const claimed = new Date(minutesAgo(5).getTime() - behind)
    const told = { deviceTime: new Date(Date.now() - behind), scans: [entry(pass.code, { occurredAt: claimed })] }
    const [checkin] = await made(uploadScans(device, told))
    expect(checkin).toMatchObject({ result: 'ADMITTED', clockOffset: 2_147_483_647 })
    expect(Math.abs(checkin!.occurredAt.getTime() - minutesAgo(5).getTime())).toBeLessThan(5_000)
  })

  it('and that does not say so has nothing happen in the time to come', async () => {
    const pass = await signedPass(org, hour())
    const [checkin] = await uploaded(device, entry(pass.code, { occurredAt: minutesAgo(-600) }))
    expect(checkin!.occurredAt.getTime()).toBeLessThanOrEqual(Date.now())
    expect(checkin).toMatchObject({ result: 'ADMITTED', clockOffset: 0 })
  })
})

describe('an upload', () => {
  it('is for whoever may scan, at gates that are theirs', async () => {
    const pass = await signedPass(org, hour())
    await expect(uploadScans(asHost(org), { scans: [entry(pass.code)] })).rejects.toMatchObject({ code: 'FORBIDDEN' })
    const other = await createOrganization()
    const at = (gateId: string) => uploadScans(device, { scans: [entry(pass.code), entry(pass.code, { gateId })] })
    const foreign = await at(other.gates[0].id)
    expect(foreign).toMatchObject({ failure: 'ValidationFailed', path: ['input', 'scans', '1', 'gateId'] })
    expect(foreign).toEqual(await at(newId()))
    expect(await prisma.checkin.count({ where: { organizationId: { in: [org.id, other.id] } } })).toBe(0)
  })

  it('holds 200 scans at most', async () => {
    const many = (count: number) => Array.from({ length: count }, () => entry('GC1:NOTHING'))
    expect(await uploadScans(device, { scans: many(201) })).toMatchObject({ failure: 'ValidationFailed', path: ['input', 'scans'] })
    expect(await uploaded(device, ...many(200))).toHaveLength(200)
    expect(await uploaded(device)).toEqual([])
  })
})

describe('whatever is scanned with a connection', () => {
  it('goes through all of it anew to the same counts: 40 passes, 600 scans', async () => {
    await innerGate(org, (await zoneOf(org, 'Laboratory')).id)
    const ctx = asOperator(org)
    for (let seed = 1; seed <= 40; seed++) {
      const next = dice(seed)
      const pass = await signedPass(org, { ...hour(), passType: next(2) === 1 ? 'MULTI' : 'SINGLE' })
      for (let step = 0; step < 15; step++) {
        const place = { gateId: org.gates[next(2)]!.id, direction: next(2) === 1 ? ('ENTRY' as const) : ('EXIT' as const), nonce: newId() }
        if (next(6) === 0) await overrideScan(asSecurityOfficer(org), { ...place, code: pass.code, reason: 'x' })
        else await scan(ctx, org, pass.code, place)
      }
      const { row, standing } = await ctx.transaction(async (tx) => {
        const found = await tx.visitPass.findUniqueOrThrow({ where: { id: pass.id } })
        const { state } = await historyOf(tx, found)
        return { row: found, standing: standingOf(found, state) }
      })
      const { entriesUsed, status, presence, peopleInside, insideSince, movedAt } = standing
      expect({ seed, entriesUsed, status, presence, peopleInside, insideSince, movedAt }).toEqual({
        seed,
        entriesUsed: row.entriesUsed,
        status: row.status,
        presence: row.presence,
        peopleInside: row.peopleInside,
        insideSince: row.insideSince,
        movedAt: row.movedAt,
      })
    }
  })

  it('leaves room for what did not turn', async () => {
    const pass = await signedPass(org, hour())
    const nonce = newId()
    await verdict(asOperator(org), org, pass.code, { nonce })
    await annulScan(asOperator(org), { nonce })
    expect(await outcome(device, entry(pass.code))).toEqual(['ADMITTED'])
  })
})

import { afterAll, beforeEach, describe, expect, it, vi } from 'vitest'
import { annulScan } from '../../../server/domains/access-control/use-cases/annul-scan'
import { uploadScans } from '../../../server/domains/access-control/use-cases/offline/upload-scans'
import { updateAppointment } from '../../../server/domains/appointments/use-cases/update-appointment'
import { updateSite } from '../../../server/domains/organizations/use-cases/update-site'
import { followAllEvents, followEvents } from '../../../server/domains/statistics/use-cases/follow-events'
import { keepStatistics } from '../../../server/domains/statistics/use-cases/keep-statistics'
import { mendStatistics } from '../../../server/domains/statistics/use-cases/mend-statistics'
import { recountStaleDays } from '../../../server/domains/statistics/use-cases/recount-days'
import { eraseOnce } from '../../../server/domains/visitors/use-cases/erase-visitor'
import { prisma } from '../../../server/infra/db'
import { batchSize, sequenceEvents } from '../../../server/worker/sequence.sql'
import { createHost, createOrganization, type TestOrganization } from '../../setup/organization'
import { asDevice, asOrgAdmin } from '../../setup/principals'
import { innerGate, zoneOf } from '../scan/places'
import { scan, signedPass, type PassOptions } from '../scan/signed-pass'
import { countAll, counters, deliverAll, expireOwn, nonce } from './ledger'

// A server of its own: what is counted here for every organization is not to change those of other tests.
const own = await vi.hoisted(async () => (await import('../outbox/own-services')).claimServices())
afterAll(own.release, 30_000)

const hour = 3_600_000
const day = (text: string) => new Date(`${text}T00:00Z`)

let org: TestOrganization
beforeEach(async () => {
  org = await createOrganization()
})

/** Lets a guest through at some time. */
async function pass(code: string, direction: 'ENTRY' | 'EXIT', at: string): Promise<string> {
  const own = nonce()
  await scan(await asDevice(org, { now: () => new Date(at) }), org, code, { direction, nonce: own })
  return own
}

/** A visit in Berlin, by the clock of UTC. */
const visit = (startsAt: string, hours: number, more: PassOptions = {}) =>
  signedPass(org, {
    startsAt: new Date(startsAt),
    endsAt: new Date(Date.parse(startsAt) + hours * hour),
    now: () => new Date(Date.parse(startsAt) - hour),
    ...more,
  })

const version = async (id: string) => (await prisma.appointment.findUniqueOrThrow({ where: { id } })).version
const stale = () => prisma.staleStatisticDay.count({ where: { organizationId: org.id } })

describe('the counters of a day', () => {
  it('say who was expected, who came and when, how long they stayed, and what was denied', async () => {
    const [came, missed] = [await visit('2027-05-04T08:00Z', 2), await visit('2027-05-04T12:00Z', 1)]
    await pass(came.code, 'ENTRY', '2027-05-04T07:50Z')
    await pass(came.code, 'ENTRY', '2027-05-04T08:00Z')
    await pass('nothing', 'ENTRY', '2027-05-04T08:05Z')
    await pass(came.code, 'EXIT', '2027-05-04T09:02Z')
    await expireOwn(org.id, new Date('2027-05-04T13:00Z'))
    await deliverAll(org.id)
    expect(await counters(org.id, { day: day('2027-05-04'), hostId: org.host.id })).toEqual({
      EXPECTED: 2,
      CAME: 1,
      NO_SHOW: 1,
      'ENTRY 09': 1,
      PEOPLE: 1,
      'STAY 75': 1,
      STAY_MINUTES: 72,
      'DENIAL ALREADY_USED': 1,
    })
    expect(await counters(org.id, { day: day('2027-05-04'), hostId: null })).toEqual({ 'DENIAL UNKNOWN_CODE': 1, MOST_INSIDE: 1 })
    expect(missed.id).not.toBe(came.id)
  })

  it('do not count whoever only goes through an inner gate, and count anew what turned out to be a conflict', async () => {
    await innerGate(org, (await zoneOf(org, 'Laboratory')).id)
    const guest = await visit('2027-05-04T08:00Z', 2)
    const device = await asDevice(org, { now: () => new Date('2027-05-04T10:00Z') })
    const told = (gateId: string, at: string) =>
      uploadScans(device, {
        scans: [{ code: guest.code, gateId, direction: 'ENTRY', nonce: nonce(), occurredAt: new Date(at), admitted: true }],
      })
    await told(org.gates[0].id, '2027-05-04T09:05Z')
    await told(org.gates[1].id, '2027-05-04T09:10Z')
    await deliverAll(org.id)
    expect(await counters(org.id, { day: day('2027-05-04') })).toMatchObject({ 'ENTRY 11': 1, PEOPLE: 1, MOST_INSIDE: 1 })
    await told(org.gates[0].id, '2027-05-04T08:30Z')
    await deliverAll(org.id)
    const counted = await counters(org.id, { day: day('2027-05-04') })
    expect(counted).toMatchObject({ 'ENTRY 10': 1, PEOPLE: 1 })
    expect(counted).not.toHaveProperty('ENTRY 11')
  })

  it('belong to the day of the site: what happens shortly before its midnight is of the day before', async () => {
    const guest = await visit('2027-05-04T21:00Z', 3, { passType: 'MULTI' })
    await pass(guest.code, 'ENTRY', '2027-05-04T21:59Z')
    await pass(guest.code, 'EXIT', '2027-05-04T22:01Z')
    await pass(guest.code, 'ENTRY', '2027-05-04T22:02Z')
    await deliverAll(org.id)
    expect(await counters(org.id, { day: day('2027-05-04') })).toMatchObject({ 'ENTRY 23': 1, 'STAY 5': 1, MOST_INSIDE: 1, CAME: 1 })
    expect(await counters(org.id, { day: day('2027-05-05') })).toEqual({ 'ENTRY 00': 1, PEOPLE: 1, MOST_INSIDE: 1 })
  })

  it('change days after the visit began: a stay is known when it ends, on the day on which it began', async () => {
    const guest = await visit('2027-05-04T08:00Z', 72, { passType: 'MULTI' })
    await pass(guest.code, 'ENTRY', '2027-05-05T20:00Z')
    await deliverAll(org.id)
    expect(await counters(org.id, { day: day('2027-05-05') })).not.toHaveProperty('STAY_MINUTES')
    const seen = await prisma.outboxEvent.count({ where: { organizationId: org.id } })
    await pass(guest.code, 'EXIT', '2027-05-06T02:00Z')
    expect(await prisma.outboxEvent.count({ where: { organizationId: org.id } })).toBe(seen + 1)
    await deliverAll(org.id)
    expect(await counters(org.id, { day: day('2027-05-05') })).toMatchObject({ STAY_MINUTES: 360 })
    expect(await counters(org.id, { day: day('2027-05-06') })).toEqual({ MOST_INSIDE: 1 })
  })

  it('forget an entry that was annulled', async () => {
    const guest = await visit('2027-05-04T08:00Z', 2)
    const own = await pass(guest.code, 'ENTRY', '2027-05-04T08:00Z')
    await deliverAll(org.id)
    const device = await prisma.checkin.findFirstOrThrow({ where: { nonce: own } })
    const ctx = Object.assign(await asDevice(org, { now: () => new Date('2027-05-04T08:01Z') }), {
      actor: { type: 'device', id: device.scannerId, gates: new Map([[org.gates[0].id, { mayAdmit: true, mayCheckOut: true }]]) },
    })
    expect(await annulScan(ctx, { nonce: own })).toMatchObject({ result: 'ANNULLED' })
    await deliverAll(org.id)
    expect(await counters(org.id)).toEqual({ EXPECTED: 1 })
  })

  it('follow a visit to another day, another host and another clock of its site', async () => {
    const guest = await visit('2027-05-04T08:00Z', 2)
    const ctx = asOrgAdmin(org, { now: () => new Date('2027-05-04T07:00Z') })
    await deliverAll(org.id)
    const moved = { startsAt: new Date('2027-05-07T22:30Z'), endsAt: new Date('2027-05-07T23:30Z') }
    await updateAppointment(ctx, { appointmentId: guest.appointmentId, version: await version(guest.appointmentId), ...moved })
    await deliverAll(org.id)
    expect(await counters(org.id, { day: day('2027-05-04') })).toEqual({})
    expect(await counters(org.id, { day: day('2027-05-08'), hostId: org.host.id })).toEqual({ EXPECTED: 1 })
    const other = await createHost(org.id)
    await updateAppointment(ctx, {
      appointmentId: guest.appointmentId,
      version: await version(guest.appointmentId),
      hostId: other.id,
    })
    await deliverAll(org.id)
    expect(await counters(org.id, { hostId: other.id })).toEqual({ EXPECTED: 1 })
    const site = await prisma.site.findUniqueOrThrow({ where: { id: org.site.id } })
    await updateSite(ctx, { siteId: site.id, name: site.name, timeZone: 'UTC', identityCheck: false })
    expect(await stale()).toBeGreaterThan(0)
    await countAll(org.id)
    expect(await counters(org.id, { day: day('2027-05-07') })).toEqual({ EXPECTED: 1 })
    expect(await counters(org.id, { day: day('2027-05-08') })).toEqual({})
  })

  it('stay what they are when the guest is erased, and name nobody', async () => {
    const guest = await visit('2027-05-04T08:00Z', 2)
    await pass(guest.code, 'ENTRY', '2027-05-04T08:00Z')
    await deliverAll(org.id)
    const before = await counters(org.id)
    const { visitorId } = await prisma.visitPass.findUniqueOrThrow({ where: { id: guest.id } })
    await eraseOnce(asOrgAdmin(org), visitorId, { reason: 'asked' })
    await deliverAll(org.id)
    expect(await counters(org.id)).toEqual(before)
    expect(JSON.stringify(await prisma.statisticCount.findMany({ where: { organizationId: org.id } }))).not.toContain(visitorId)
  })
})

describe('the worker', () => {
  const relay = async () => {
    while ((await sequenceEvents(() => [], new Date())).length === batchSize);
  }
  const keep = async () => {
    while ((await keepStatistics()) > 0);
  }

  it('takes up what the relay has numbered, once, and leaves nothing stale', async () => {
    const guest = await visit('2027-05-04T08:00Z', 2)
    await relay()
    await keep()
    expect(await counters(org.id)).toEqual({ EXPECTED: 1 })
    expect(await stale()).toBe(0)
    await pass(guest.code, 'ENTRY', '2027-05-04T08:00Z')
    await relay()
    await Promise.all([followEvents(org.id), followEvents(org.id), followAllEvents()])
    expect(await stale()).toBe(3)
    await Promise.all([recountStaleDays(org.id), recountStaleDays(org.id)])
    expect(await counters(org.id)).toMatchObject({ CAME: 1, 'ENTRY 10': 1 })
    const { sequence } = await prisma.statisticCursor.findUniqueOrThrow({ where: { organizationId: org.id } })
    const newest = await prisma.outboxEvent.findFirstOrThrow({ where: { organizationId: org.id }, orderBy: { sequence: 'desc' } })
    expect(sequence).toBe(newest.sequence)
  })

  it('is not held up by an event that it cannot read', async () => {
    await prisma.outboxEvent.create({
      data: {
        id: nonce(),
        organizationId: org.id,
        type: 'visitpass.checked_in',
        entityId: nonce(),
        payload: { x: 1 },
        occurredAt: new Date(),
      },
    })
    await visit('2027-05-04T08:00Z', 2)
    await relay()
    await keep()
    expect(await counters(org.id)).toEqual({ EXPECTED: 1 })
  })

  it('finds counters that differ from the ledger, says where, and mends them', async () => {
    await visit('2027-05-04T08:00Z', 2)
    await deliverAll(org.id)
    const period = { from: '2027-05-01', to: '2027-05-07' }
    expect(await mendStatistics(org.id, period)).toEqual({ days: 7, mended: [] })
    await prisma.statisticCount.updateMany({ where: { organizationId: org.id, measure: 'EXPECTED' }, data: { value: 7 } })
    expect(await mendStatistics(org.id, period)).toEqual({ days: 7, mended: [{ siteId: org.site.id, day: '2027-05-04' }] })
    expect(await counters(org.id)).toEqual({ EXPECTED: 1 })
  })
})

import { beforeAll, describe, expect, it } from 'vitest'
import { addDays, instantAt, wallClockAt } from '#shared/wall-clock'
import { isFailure } from '../../../server/core/errors'
import { newId } from '../../../server/core/ids'
import { cancelAppointment } from '../../../server/domains/appointments/use-cases/cancel-appointment'
import { inviteGuest } from '../../../server/domains/appointments/use-cases/invite-guest'
import { extendSeries } from '../../../server/domains/appointments/use-cases/series/extend-series'
import { updateAppointment } from '../../../server/domains/appointments/use-cases/update-appointment'
import { prisma } from '../../../server/infra/db'
import { createOrganization, type TestOrganization } from '../../setup/organization'
import { asHost } from '../../setup/principals'

const zone = 'Europe/Berlin'
let org: TestOrganization
beforeAll(async () => {
  org = await createOrganization({ timeZone: zone })
})

/** A Monday weeks ahead, so that nothing has begun. */
const monday = (() => {
  const day = wallClockAt(Date.now() + 30 * 86_400_000, zone).day
  return addDays(day, (8 - new Date(`${day}T00:00Z`).getUTCDay()) % 7)
})()
const at = (day: string, time = '10:00') => instantAt({ day, time }, zone)

async function book(recurrence: string, more: { roomId?: string; day?: string } = {}) {
  const startsAt = at(more.day ?? monday)
  const place = { siteId: org.site.id, roomId: more.roomId ?? null }
  const input = { visitor: { name: 'Anna Petrova' }, ...place, startsAt, endsAt: new Date(+startsAt + 3_600_000), recurrence }
  return inviteGuest(asHost(org), input)
}
async function seriesOf(recurrence: string, more: { roomId?: string } = {}): Promise<string> {
  const booked = await book(recurrence, more)
  if (isFailure(booked)) throw new Error(JSON.stringify(booked))
  return booked.seriesId ?? ''
}
const rowsOf = (seriesId: string) =>
  prisma.appointment.findMany({ where: { organizationId: org.id, seriesId }, include: { visitPasses: true }, orderBy: { startsAt: 'asc' } })
const taking = async (seriesId: string) => (await rowsOf(seriesId)).filter(({ status }) => status === 'SCHEDULED')
const clocks = async (seriesId: string) =>
  (await taking(seriesId)).map(({ startsAt }) => {
    const { day, time } = wallClockAt(startsAt, zone)
    return `${day} ${time}`
  })
/** Changes the visit at a place of a series. */
async function change(seriesId: string, place: number, wanted: object) {
  const { id, version } = (await taking(seriesId))[place]!
  return updateAppointment(asHost(org), { appointmentId: id, version, ...wanted })
}

describe('a rule', () => {
  it.each([
    ['FREQ=HOURLY', 'once a day at most'],
    ['FREQ=WEEKLY;BYDAY=TU', 'not on a day of the rule'],
    ['every monday', 'cannot be read'],
    ['FREQ=DAILY;COUNT=100000', '1 to 730'],
  ])('that is %s books nothing and says why', async (rule, words) => {
    const before = await prisma.appointment.count({ where: { organizationId: org.id } })
    expect(await book(rule)).toMatchObject({
      fields: [{ path: ['input', 'recurrence'], message: expect.stringContaining(words) as string }],
    })
    expect(await prisma.appointment.count({ where: { organizationId: org.id } })).toBe(before)
  })

  it('that never ends is booked for a year, and goes on as time does', async () => {
    const seriesId = await seriesOf('FREQ=DAILY')
    const booked = await taking(seriesId)
    expect(booked.length).toBeGreaterThan(330)
    expect(booked.length).toBeLessThanOrEqual(367)
    await extendSeries(new Date(Date.now() + 30 * 86_400_000), { organizationId: org.id })
    const later = await taking(seriesId)
    expect(later).toHaveLength(booked.length + 30)
    expect(later.every(({ visitPasses }) => visitPasses.length === 1)).toBe(true)
    const added = later.slice(booked.length).map(({ id }) => id)
    const events = await prisma.outboxEvent.findMany({ where: { entityId: { in: added }, type: 'appointment.created' } })
    expect(events.map(({ payload }) => (payload as { tellsGuests?: boolean }).tellsGuests)).toEqual(added.map(() => false))
  }, 60_000)

  it('changed for all calls off what it names no more, keeps what it still names, and books what is new', async () => {
    const seriesId = await seriesOf('FREQ=WEEKLY;BYDAY=MO,WE;COUNT=6')
    const before = new Map((await taking(seriesId)).map(({ id, startsAt }) => [startsAt.toISOString(), id]))
    expect(await change(seriesId, 0, { scope: 'ALL', recurrence: 'FREQ=WEEKLY;BYDAY=MO,FR;COUNT=4' })).not.toHaveProperty('failure')
    const days = [0, 4, 7, 11].map((days) => `${addDays(monday, days)} 10:00`)
    expect(await clocks(seriesId)).toEqual(days)
    for (const row of await taking(seriesId)) {
      const known = before.get(row.startsAt.toISOString())
      if (known) expect(row.id).toBe(known)
      expect(row.visitPasses.map(({ status }) => status)).toEqual(['DRAFT'])
    }
    const off = (await rowsOf(seriesId)).filter(({ status }) => status === 'CANCELED')
    expect(off.flatMap(({ visitPasses }) => visitPasses).every(({ status }) => status === 'REVOKED')).toBe(true)
  })

  it('of a month keeps its days unless it is given anew', async () => {
    const seriesId = await seriesOf('FREQ=MONTHLY;COUNT=3')
    const startsAt = at(addDays(monday, 1))
    const moved = { startsAt, endsAt: new Date(+startsAt + 3_600_000) }
    expect(await change(seriesId, 0, { scope: 'ALL', ...moved })).toMatchObject({ fields: [{ path: ['input', 'startsAt'] }] })
    expect(await change(seriesId, 0, { scope: 'ALL', ...moved, recurrence: 'FREQ=MONTHLY;COUNT=3' })).not.toHaveProperty('failure')
    expect((await clocks(seriesId))[0]).toBe(`${addDays(monday, 1)} 10:00`)
  })
})

describe('visits of a series', () => {
  it('of several hosts at one site are cut in two at once, and nobody fails', async () => {
    const all = await Promise.all(Array.from({ length: 8 }, () => seriesOf('FREQ=DAILY;COUNT=6')))
    const startsAt = at(addDays(monday, 3), '16:00')
    const hours = { startsAt, endsAt: new Date(+startsAt + 3_600_000) }
    const changed = await Promise.all(all.map((seriesId) => change(seriesId, 3, { scope: 'FOLLOWING', ...hours })))
    expect(changed.filter(isFailure)).toEqual([])
    for (const seriesId of all) expect(await taking(seriesId)).toHaveLength(3)
  })

  it('keep their clock when the site moves to another zone, and follow another zone of their own', async () => {
    const seriesId = await seriesOf('FREQ=DAILY;COUNT=3')
    await prisma.site.update({ where: { id: org.site.id }, data: { timeZone: 'Europe/Moscow' } })
    expect(await change(seriesId, 1, { scope: 'ALL', title: 'Audit' })).not.toHaveProperty('failure')
    expect(await clocks(seriesId)).toEqual([0, 1, 2].map((days) => `${addDays(monday, days)} 10:00`))
    expect(await change(seriesId, 0, { scope: 'ALL', timeZone: 'Europe/Moscow' })).not.toHaveProperty('failure')
    const [first] = await taking(seriesId)
    expect(wallClockAt(first!.startsAt, 'Europe/Moscow')).toEqual({ day: monday, time: '10:00' })
    expect(first!.timeZone).toBe('Europe/Moscow')
    await prisma.site.update({ where: { id: org.site.id }, data: { timeZone: zone } })
  })

  it('that have begun are left alone', async () => {
    const seriesId = await seriesOf('FREQ=DAILY;COUNT=4')
    const [first] = await taking(seriesId)
    const past = { startsAt: new Date(Date.now() - 1_800_000), endsAt: new Date(Date.now() + 1_800_000) }
    await prisma.appointment.update({ where: { id: first!.id }, data: past })
    const startsAt = at(addDays(monday, 1), '15:00')
    await change(seriesId, 1, { scope: 'ALL', startsAt, endsAt: new Date(+startsAt + 3_600_000) })
    const rows = await taking(seriesId)
    expect(rows[0]).toMatchObject({ id: first!.id, ...past, version: 0 })
    expect((await clocks(seriesId)).slice(1)).toEqual([1, 2, 3].map((days) => `${addDays(monday, days)} 15:00`))
  })

  it('called off from one on do not come back, nor does the series go on', async () => {
    const seriesId = await seriesOf('FREQ=DAILY')
    const { id } = (await taking(seriesId))[3]!
    await cancelAppointment(asHost(org), { appointmentId: id, passes: 'REVOKE', scope: 'FOLLOWING' })
    expect(await clocks(seriesId)).toEqual([0, 1, 2].map((days) => `${addDays(monday, days)} 10:00`))
    await extendSeries(new Date(Date.now() + 60 * 86_400_000), { organizationId: org.id })
    expect(await taking(seriesId)).toHaveLength(3)
    const [first] = await taking(seriesId)
    await cancelAppointment(asHost(org), { appointmentId: first!.id, passes: 'REVOKE', scope: 'ALL' })
    expect(await taking(seriesId)).toEqual([])
    expect(await prisma.appointmentSeries.findUniqueOrThrow({ where: { id: seriesId } })).toMatchObject({
      endedAt: expect.any(Date) as Date,
    })
  }, 60_000)

  it('far ahead give way to who has the room by then', async () => {
    const roomId = newId()
    await prisma.room.create({ data: { id: roomId, organizationId: org.id, siteId: org.site.id, name: 'Far', capacity: 4 } })
    const seriesId = await seriesOf('FREQ=WEEKLY', { roomId })
    const last = (await taking(seriesId)).at(-1)!
    const startsAt = new Date(+last.startsAt + 7 * 86_400_000)
    const other = { siteId: org.site.id, roomId, startsAt, endsAt: new Date(+startsAt + 3_600_000) }
    expect(await inviteGuest(asHost(org), { visitor: { name: 'Bob' }, ...other })).not.toHaveProperty('failure')
    await extendSeries(new Date(Date.now() + 10 * 86_400_000), { organizationId: org.id })
    const added = (await taking(seriesId)).at(-1)!
    expect(+added.startsAt).toBe(+startsAt)
    expect([added.roomId, added.visitPasses.length]).toEqual([null, 1])
  })
})

import { beforeAll, describe, expect, it } from 'vitest'
import { isFailure } from '../../../server/core/errors'
import { newId } from '../../../server/core/ids'
import { cancelAppointment } from '../../../server/domains/appointments/use-cases/cancel-appointment'
import { inviteGuest } from '../../../server/domains/appointments/use-cases/invite-guest'
import { updateAppointment } from '../../../server/domains/appointments/use-cases/update-appointment'
import { prisma } from '../../../server/infra/db'
import { createOrganization, type TestOrganization } from '../../setup/organization'
import { asHost } from '../../setup/principals'

let org: TestOrganization
beforeAll(async () => {
  org = await createOrganization()
})

const hour = 3_600_000
const soon = Math.ceil(Date.now() / hour) * hour + 24 * hour
const hours = (from: number, length = 1) => ({ startsAt: new Date(soon + from * hour), endsAt: new Date(soon + (from + length) * hour) })

async function newRoom(capacity = 4): Promise<string> {
  const id = newId()
  await prisma.room.create({ data: { id, organizationId: org.id, siteId: org.site.id, name: `Room ${id}`, capacity } })
  return id
}

const invite = (roomId: string, from: number, more: object = {}) =>
  inviteGuest(asHost(org), { visitor: { name: 'Anna Petrova' }, siteId: org.site.id, roomId, ...hours(from), ...more })

async function booked(roomId: string, from: number, more: object = {}): Promise<{ appointmentId: string; version: number }> {
  const visit = await invite(roomId, from, more)
  if (isFailure(visit)) throw new Error(JSON.stringify(visit))
  return { appointmentId: visit.id, version: visit.version }
}

const isTaken = (result: unknown): boolean =>
  isFailure(result) && result.failure === 'ValidationFailed' && result.fields?.[0]?.path[1] === 'roomId'

describe('a room', () => {
  it('is booked by one of a hundred who want it at once', async () => {
    const roomId = await newRoom()
    const results = await Promise.all(Array.from({ length: 100 }, (_, place) => invite(roomId, (place % 2) / 2)))
    expect(results.filter((result) => !isFailure(result))).toHaveLength(1)
    expect(results.filter(isTaken)).toHaveLength(99)
    expect(await prisma.appointment.count({ where: { roomId } })).toBe(1)
    // Nothing stays of those who came too late, not even the guest.
    expect(await prisma.visitPass.count({ where: { organizationId: org.id, appointment: { roomId } } })).toBe(1)
  }, 60_000)

  it('is never double-booked by visits that are moved into each other at once', async () => {
    const roomId = await newRoom()
    const visits = await Promise.all([0, 2, 4, 6, 8, 10].map((from) => booked(roomId, from)))
    await Promise.all(visits.map((visit, place) => updateAppointment(asHost(org), { ...visit, ...hours(20 + (place % 2) / 2) })))
    const rows = await prisma.appointment.findMany({ where: { roomId, status: 'SCHEDULED' }, orderBy: { startsAt: 'asc' } })
    expect(rows).toHaveLength(6)
    for (const [place, row] of rows.entries()) expect(+(rows[place - 1]?.endsAt ?? 0)).toBeLessThanOrEqual(+row.startsAt)
    expect(rows.filter(({ startsAt }) => +startsAt >= soon + 20 * hour)).toHaveLength(1)
  }, 60_000)

  it('is free for who comes after, and once a visit was called off', async () => {
    const roomId = await newRoom()
    const { appointmentId } = await booked(roomId, 0)
    expect(isFailure(await invite(roomId, 1))).toBe(false)
    expect(isTaken(await invite(roomId, 0.5))).toBe(true)
    await cancelAppointment(asHost(org), { appointmentId, passes: 'REVOKE' })
    expect(isFailure(await invite(roomId, 0))).toBe(false)
  })

  it('says when it is taken by the clock of the site, and that it is too small', async () => {
    const roomId = await newRoom(1)
    const tooSmall = await invite(roomId, 0)
    expect(tooSmall).toMatchObject({ fields: [{ message: expect.stringContaining('room: 1, and you are 2') }] })
    await prisma.room.update({ where: { id: roomId }, data: { capacity: 2 } })
    await booked(roomId, 0)
    const taken = await invite(roomId, 0)
    expect(taken).toMatchObject({ fields: [{ message: expect.stringMatching(/is taken: \d+ \w+, \d\d:\d\d–\d\d:\d\d/) }] })
  })

  it('is booked for each visit of a series, or for none', async () => {
    const roomId = await newRoom()
    await booked(roomId, 48)
    expect(isTaken(await invite(roomId, 0, { recurrence: 'FREQ=DAILY;COUNT=5' }))).toBe(true)
    expect(await prisma.appointment.count({ where: { roomId } })).toBe(1)
    await booked(roomId, 1, { recurrence: 'FREQ=DAILY;COUNT=5' })
    expect(isTaken(await invite(roomId, 25))).toBe(true)
    expect(await prisma.appointment.count({ where: { roomId } })).toBe(6)
  })

  it('lets a visit be longer, but not into the next', async () => {
    const roomId = await newRoom()
    const visit = await booked(roomId, 0)
    await booked(roomId, 2)
    const longer = await updateAppointment(asHost(org), { ...visit, ...hours(0, 2) })
    expect(longer).toMatchObject({ version: 1, revision: 1 })
    expect(isTaken(await updateAppointment(asHost(org), { ...visit, version: 1, ...hours(0, 3) }))).toBe(true)
  })
})

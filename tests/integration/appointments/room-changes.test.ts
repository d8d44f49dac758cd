import { randomUUID } from 'node:crypto'
import { beforeAll, describe, expect, it } from 'vitest'
import { isFailure } from '../../../server/core/errors'
import { newId } from '../../../server/core/ids'
import { inviteGuest } from '../../../server/domains/appointments/use-cases/invite-guest'
import { changeRoom } from '../../../server/domains/appointments/use-cases/rooms/change-room'
import { closeRoom, reopenRoom } from '../../../server/domains/appointments/use-cases/rooms/close-room'
import { createRoom } from '../../../server/domains/appointments/use-cases/rooms/create-room'
import { updateAppointment } from '../../../server/domains/appointments/use-cases/update-appointment'
import type { Room } from '../../../server/generated/prisma/client'
import { prisma } from '../../../server/infra/db'
import { createOrganization, type TestOrganization } from '../../setup/organization'
import { asHost, asOperator, asOrgAdmin } from '../../setup/principals'

let org: TestOrganization
beforeAll(async () => {
  org = await createOrganization()
})

async function room(capacity = 4): Promise<Room> {
  const made = await createRoom(asOrgAdmin(org), { siteId: org.site.id, name: `Room ${randomUUID().slice(0, 6)}`, capacity })
  if (isFailure(made)) throw new Error(JSON.stringify(made))
  return made
}
let day = 1
const book = (roomId: string, more: object = {}) => {
  const startsAt = new Date(Date.now() + day++ * 86_400_000)
  const hours = { startsAt, endsAt: new Date(+startsAt + 3_600_000) }
  return inviteGuest(asHost(org), { visitor: { name: 'Anna Petrova' }, siteId: org.site.id, roomId, ...hours, ...more })
}
async function booked(roomId: string, more: object = {}) {
  const visit = await book(roomId, more)
  if (isFailure(visit)) throw new Error(JSON.stringify(visit))
  return visit
}
const roomOf = async (id: string) => (await prisma.appointment.findUniqueOrThrow({ where: { id } })).roomId

describe('a meeting room', () => {
  it('is made once for one key, changed, and noted in the log', async () => {
    const input = { siteId: org.site.id, name: 'Aquarium', capacity: 8, idempotencyKey: randomUUID() }
    const [one, two] = [await createRoom(asOrgAdmin(org), input), await createRoom(asOrgAdmin(org), input)]
    expect(one).toMatchObject({ name: 'Aquarium', capacity: 8, closedAt: null })
    expect(two).toMatchObject({ id: (one as Room).id })
    expect(await changeRoom(asOrgAdmin(org), { roomId: (one as Room).id, name: 'Atrium', capacity: 2 })).toMatchObject({ name: 'Atrium' })
    expect(await book((one as Room).id, { others: [{ name: 'Bob' }] })).toMatchObject({ fields: [{ path: ['input', 'roomId'] }] })
    const actions = await prisma.auditLog.findMany({ where: { entityId: (one as Room).id }, orderBy: { id: 'asc' } })
    expect(actions.map(({ action }) => action)).toEqual(['room.create', 'room.change'])
  })

  it('belongs to whoever manages the organization', async () => {
    await expect(createRoom(asOperator(org), { siteId: org.site.id, name: 'Den', capacity: 2 })).rejects.toThrow()
    const other = await createOrganization()
    const theirs = { roomId: other.room.id }
    expect(await changeRoom(asOrgAdmin(org), { ...theirs, name: 'Ours', capacity: 3 })).toMatchObject({ code: 'NOT_FOUND' })
    expect(await closeRoom(asOrgAdmin(org), { ...theirs, bookings: 'RELEASE' })).toMatchObject({ code: 'NOT_FOUND' })
    expect(await createRoom(asOrgAdmin(org), { siteId: other.site.id, name: 'Ours', capacity: 3 })).toMatchObject({ code: 'NOT_FOUND' })
    expect(await createRoom(asOrgAdmin(org), { siteId: newId(), name: ' ', capacity: 0 })).toMatchObject({ code: 'VALIDATION_FAILED' })
  })

  it('that is closed is booked by nobody; visits that have it keep it and may move', async () => {
    const { id } = await room()
    const visit = await booked(id)
    await closeRoom(asOrgAdmin(org), { roomId: id, bookings: 'KEEP' })
    expect(await roomOf(visit.id)).toBe(id)
    expect(await book(id)).toMatchObject({ fields: [{ path: ['input', 'roomId'] }] })
    const later = { startsAt: new Date(+visit.startsAt + 3_600_000), endsAt: new Date(+visit.endsAt + 3_600_000) }
    expect(isFailure(await updateAppointment(asHost(org), { appointmentId: visit.id, version: visit.version, ...later }))).toBe(false)
    await reopenRoom(asOrgAdmin(org), { roomId: id })
    expect(isFailure(await book(id))).toBe(false)
  })

  it('that is closed for its visits too leaves them without a room, and tells guests of a series once', async () => {
    const { id } = await room()
    const single = await booked(id)
    const series = await booked(id, { recurrence: 'FREQ=WEEKLY;COUNT=3' })
    await closeRoom(asOrgAdmin(org), { roomId: id, bookings: 'RELEASE' })
    expect(await prisma.appointment.count({ where: { roomId: id } })).toBe(0)
    expect(await prisma.appointmentSeries.findUniqueOrThrow({ where: { id: series.seriesId! } })).toMatchObject({ roomId: null })
    expect(await prisma.appointment.findUniqueOrThrow({ where: { id: single.id } })).toMatchObject({ version: single.version + 1 })
    const ids = (await prisma.appointment.findMany({ where: { seriesId: series.seriesId } })).map((visit) => visit.id)
    const events = await prisma.outboxEvent.findMany({ where: { entityId: { in: [single.id, ...ids] }, type: 'appointment.updated' } })
    expect(events).toHaveLength(4)
    expect(events.filter(({ payload }) => (payload as { tellsGuests?: boolean }).tellsGuests !== false)).toHaveLength(2)
  })

  it('is not booked by somebody while it is being closed', async () => {
    const { id } = await room()
    const startsAt = new Date(Date.now() + 40 * 86_400_000)
    const hours = { startsAt, endsAt: new Date(+startsAt + 3_600_000) }
    await Promise.all([
      closeRoom(asOrgAdmin(org), { roomId: id, bookings: 'RELEASE' }),
      ...Array.from({ length: 10 }, () => book(id, hours)),
    ])
    // Whoever came first was booked and then released; nobody came after.
    expect(await prisma.appointment.count({ where: { roomId: id } })).toBe(0)
  })
})

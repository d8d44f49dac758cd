import { randomUUID } from 'node:crypto'
import { beforeAll, expect, it } from 'vitest'
import { isFailure } from '../../../server/core/errors'
import { inviteGuest } from '../../../server/domains/appointments/use-cases/invite-guest'
import { prisma } from '../../../server/infra/db'
import { createOrganization, type TestOrganization } from '../../setup/organization'
import { asHost } from '../../setup/principals'

let org: TestOrganization
beforeAll(async () => {
  org = await createOrganization()
})

const someone = (name = 'Anna Petrova') => ({ name, email: `${randomUUID()}@guest.example` })
const invite = (more: object) => {
  const startsAt = new Date(Date.now() + 3_600_000)
  return inviteGuest(asHost(org), { visitor: someone(), siteId: org.site.id, startsAt, endsAt: new Date(+startsAt + 3_600_000), ...more })
}

it('a visit of several has a pass for each, and one announcement', async () => {
  const twice = someone('Bob')
  const visit = await invite({ others: [someone('Carl'), twice, twice] })
  if (isFailure(visit)) throw new Error(JSON.stringify(visit))
  const passes = await prisma.visitPass.findMany({ where: { appointmentId: visit.id } })
  expect(new Set(passes.map(({ visitorId }) => visitorId)).size).toBe(3)
  const [event, ...more] = await prisma.outboxEvent.findMany({ where: { entityId: visit.id, type: 'appointment.created' } })
  expect(more).toEqual([])
  expect((event?.payload as { visitPassIds: string[] } | undefined)?.visitPassIds.toSorted()).toEqual(passes.map(({ id }) => id).toSorted())
})

it('a visit of several that repeats has a pass for each every time', async () => {
  const visit = await invite({ others: [someone()], recurrence: 'FREQ=WEEKLY;COUNT=3' })
  if (isFailure(visit)) throw new Error(JSON.stringify(visit))
  const { seriesId } = await prisma.appointment.findUniqueOrThrow({ where: { id: visit.id } })
  expect(await prisma.visitPass.count({ where: { organizationId: org.id, appointment: { seriesId } } })).toBe(6)
})

it('all come or none: one who cannot be invited keeps the others out, and a room counts everybody', async () => {
  const before = await prisma.visitor.count({ where: { organizationId: org.id } })
  expect(await invite({ others: [someone(), { name: 'Carl', phone: '+1 000' }] })).toMatchObject({ code: 'VALIDATION_FAILED' })
  expect(await invite({ others: Array.from({ length: 50 }, () => someone()) })).toMatchObject({ code: 'VALIDATION_FAILED' })
  expect(await invite({ others: Array.from({ length: 6 }, () => someone()), roomId: org.room.id })).toMatchObject({
    fields: [{ path: ['input', 'roomId'] }],
  })
  expect(await prisma.visitor.count({ where: { organizationId: org.id } })).toBe(before)
})

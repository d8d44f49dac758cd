import { randomUUID } from 'node:crypto'
import { beforeAll, describe, expect, it } from 'vitest'
import { isFailure } from '../../../server/core/errors'
import { newId } from '../../../server/core/ids'
import { inviteGuest } from '../../../server/domains/appointments/use-cases/invite-guest'
import { listCalendar } from '../../../server/domains/appointments/use-cases/list-calendar.sql'
import { prisma } from '../../../server/infra/db'
import { createOrganization, type TestOrganization } from '../../setup/organization'
import { asHost } from '../../setup/principals'

let org: TestOrganization
let other: TestOrganization
beforeAll(async () => {
  ;[org, other] = [await createOrganization(), await createOrganization()]
})

const day = (count: number) => new Date(Date.UTC(2027, 0, 4) + count * 86_400_000)
async function booked(of: TestOrganization, startsAt: Date, more: object = {}) {
  const endsAt = new Date(startsAt.getTime() + 3_600_000)
  const visit = await inviteGuest(asHost(of), { visitor: { name: `Guest ${randomUUID()}` }, siteId: of.site.id, startsAt, endsAt, ...more })
  if (isFailure(visit)) throw new Error(JSON.stringify(visit))
  return visit
}
const week = (more: object = {}) =>
  listCalendar(org.id, { from: day(0), to: day(7), siteId: org.site.id, hostId: null, within: null, ...more })

describe('the visits of a calendar', () => {
  it('are those of the days with their room, their series and how far invites came, and nobody else’s', async () => {
    await booked(other, day(1))
    await booked(org, day(9))
    const visit = await booked(org, day(1), { roomId: org.room.id, recurrence: 'FREQ=DAILY;COUNT=2' })
    const [pass] = await prisma.visitPass.findMany({ where: { appointmentId: visit.id } })
    for (const [status, minute] of [
      ['FAILED', 1],
      ['SENT', 2],
    ] as const)
      await prisma.notification.create({
        data: {
          id: newId(),
          organizationId: org.id,
          channel: 'EMAIL',
          template: 'invite',
          visitPassId: pass!.id,
          eventId: newId(),
          status,
          createdAt: new Date(2026, 0, 1, 0, minute),
        },
      })
    const { visits, isCut } = await week()
    expect(isCut).toBe(false)
    expect(visits.map(({ startsAt }) => startsAt)).toEqual([day(1), day(2)])
    expect(visits[0]).toMatchObject({
      room: { id: org.room.id, name: 'Room 1' },
      series: { rule: 'FREQ=DAILY;COUNT=2' },
      host: { id: org.host.id },
    })
    expect(visits.map(({ visitPasses }) => visitPasses?.map(({ inviteStatus }) => inviteStatus))).toEqual([['SENT'], [null]])
    expect((await week({ hostId: other.host.id })).visits).toEqual([])
    expect((await week({ within: { hostIds: [], siteIds: [] } })).visits).toEqual([])
  })

  it('of many guests bring the first ones along and say that there are more', async () => {
    const others = Array.from({ length: 20 }, (_, place) => ({ name: `Guest ${place}` }))
    const visit = await booked(org, day(4), { others })
    const found = (await week()).visits.find(({ id }) => id === visit.id)
    expect(found).toMatchObject({ hasMorePasses: true })
    expect(found?.visitPasses).toHaveLength(16)
  })

  it('end with 62 days, whatever was asked for', async () => {
    const late = await booked(org, day(70))
    const { visits } = await week({ to: day(400) })
    expect(visits.map(({ id }) => id)).not.toContain(late.id)
  })
})

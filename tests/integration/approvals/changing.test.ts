import { beforeEach, describe, expect, it } from 'vitest'
import { systemCtx } from '../../../server/core/ctx'
import { newId } from '../../../server/core/ids'
import { cancelAppointment } from '../../../server/domains/appointments/use-cases/cancel-appointment'
import { extendSeries } from '../../../server/domains/appointments/use-cases/series/extend-series'
import { updateAppointment } from '../../../server/domains/appointments/use-cases/update-appointment'
import { fillSeats } from '../../../server/domains/approvals/use-cases/fill-seats'
import { lapseVisits } from '../../../server/domains/approvals/use-cases/lapse-visits'
import { runDeadlines } from '../../../server/domains/approvals/use-cases/run-deadlines'
import { callApprovers } from '../../../server/domains/notifications/use-cases/call-approvers'
import { prisma } from '../../../server/infra/db'
import { createOrganization, createUser, type TestOrganization, type TestUser } from '../../setup/organization'
import { asHost } from '../../setup/principals'
import { book, createChain, decide, done, issueAll, person, requestOf, standing, step } from './chains'

let org: TestOrganization
let people: TestUser[]
const who = (place: number): TestUser => people[place] ?? org.orgAdmin
beforeEach(async () => {
  org = await createOrganization()
  people = await Promise.all([1, 2, 3].map(() => createUser(org.id, 'Developer')))
})

const visitNow = (id: string) => prisma.appointment.findUniqueOrThrow({ where: { id } })
async function change(id: string, more: Partial<Parameters<typeof updateAppointment>[1]>) {
  const { version } = await visitNow(id)
  const changed = done(await updateAppointment(asHost(org), { appointmentId: id, version, ...more }))
  await issueAll(org)
  return changed
}
const requestsOf = (id: string) =>
  prisma.approvalRequest.findMany({ where: { visits: { some: { appointmentId: id } } }, orderBy: { id: 'asc' } })
const hours = async (id: string, from: number, to: number) => {
  const { startsAt, endsAt } = await visitNow(id)
  return { startsAt: new Date(+startsAt + from * 60_000), endsAt: new Date(+endsAt + to * 60_000) }
}

describe('a visit that changes', () => {
  it('while it waits is asked for from the first step, and says what changed', async () => {
    await createChain(org, [step([person(who(0).id)]), step([person(who(1).id)])])
    const id = await book(org)
    done(await decide(org, who(0), id))
    const before = await requestOf(id)
    await change(id, await hours(id, 180, 180))
    expect(await requestOf(id)).toMatchObject({ id: before.id, status: 'PENDING', round: 2, step: 0, changed: ['TIME'] })
    expect(await decide(org, who(1), id)).toMatchObject({ code: 'VALIDATION_FAILED' })
    for (const place of [0, 1]) done(await decide(org, who(place), id))
    await issueAll(org)
    expect(await standing(id)).toEqual({ visit: 'SCHEDULED', passes: ['ACTIVE'] })
  })

  it('within what was agreed to needs nobody’s word; beyond it is asked for anew, and the code counts no more', async () => {
    await createChain(org, [step([person(who(0).id)])])
    const id = await book(org)
    done(await decide(org, who(0), id))
    await issueAll(org)
    await change(id, await hours(id, 10, -10))
    await change(id, { title: 'Another' })
    expect(await standing(id)).toEqual({ visit: 'SCHEDULED', passes: ['ACTIVE'] })
    await change(id, await hours(id, -10, 10))
    expect((await requestsOf(id)).map(({ status }) => status)).toEqual(['APPROVED'])
    await change(id, await hours(id, 0, 60))
    expect(await standing(id)).toEqual({ visit: 'PENDING_APPROVAL', passes: ['PENDING_APPROVAL'] })
    const [, anew] = await requestsOf(id)
    expect(anew).toMatchObject({ status: 'PENDING', changed: ['TIME'], requesterId: org.host.user.id })
    expect(anew?.earlier).toMatchObject({ siteId: org.site.id })
    done(await decide(org, who(0), id))
    await issueAll(org)
    expect(await standing(id)).toEqual({ visit: 'SCHEDULED', passes: ['ACTIVE'] })
  })

  it('and moves where nobody has to agree, or to where others have to, follows the place', async () => {
    const free = { id: newId(), organizationId: org.id, name: 'Elsewhere', timeZone: 'Europe/Berlin' }
    await prisma.site.create({ data: free })
    await createChain(org, [step([person(who(0).id)])], { siteId: org.site.id })
    const id = await book(org)
    await change(id, { siteId: free.id })
    expect(await standing(id)).toEqual({ visit: 'SCHEDULED', passes: ['ACTIVE'] })
    expect((await requestOf(id)).status).toBe('WITHDRAWN')
    await change(id, { siteId: org.site.id })
    expect(await standing(id)).toEqual({ visit: 'PENDING_APPROVAL', passes: ['PENDING_APPROVAL'] })
    done(await decide(org, who(0), id))
  })

  it('a chain that is edited or deleted changes no request that waits', async () => {
    const chainId = await createChain(org, [step([person(who(0).id)])])
    const id = await book(org)
    await prisma.approvalChain.update({
      where: { id: chainId },
      data: { steps: [step([person(who(1).id)])] as never, deletedAt: new Date(), holdsFor: null },
    })
    expect(await decide(org, who(1), id)).toMatchObject({ code: 'NOT_FOUND' })
    done(await decide(org, who(0), id))
    await issueAll(org)
    expect((await standing(id)).visit).toBe('SCHEDULED')
    expect((await standing(await book(org))).visit).toBe('SCHEDULED')
  })
})

describe('a series', () => {
  const daily = { recurrence: 'FREQ=DAILY;COUNT=4' }
  const visitsOf = async (id: string) => {
    const { seriesId } = await visitNow(id)
    return prisma.appointment.findMany({ where: { seriesId }, orderBy: { startsAt: 'asc' }, include: { visitPasses: true } })
  }
  const states = async (id: string) => (await visitsOf(id)).map(({ status, visitPasses }) => `${status} ${visitPasses[0]?.status}`)

  it('is asked for once; one visit that becomes another is asked for alone', async () => {
    await createChain(org, [step([person(who(0).id)])])
    const id = await book(org, daily)
    expect(await prisma.approvalRequest.count({ where: { organizationId: org.id } })).toBe(1)
    expect(new Set(await states(id))).toEqual(new Set(['PENDING_APPROVAL PENDING_APPROVAL']))
    done(await decide(org, who(0), id))
    await issueAll(org)
    expect(new Set(await states(id))).toEqual(new Set(['SCHEDULED ACTIVE']))
    const [, second] = await visitsOf(id)
    await change(second?.id ?? '', { ...(await hours(second?.id ?? '', 120, 120)), scope: 'THIS' })
    expect(await states(id)).toEqual(['SCHEDULED ACTIVE', 'PENDING_APPROVAL PENDING_APPROVAL', 'SCHEDULED ACTIVE', 'SCHEDULED ACTIVE'])
    done(await decide(org, who(0), second?.id ?? ''))
    await issueAll(org)
    expect(new Set(await states(id))).toEqual(new Set(['SCHEDULED ACTIVE']))
  })

  it('tells its guests once, by the first visit that is left when all have agreed', async () => {
    await createChain(org, [step([person(who(0).id)])])
    const id = await book(org, daily)
    done(await cancelAppointment(asHost(org), { appointmentId: id, passes: 'REVOKE', scope: 'THIS' }))
    const [, second] = await visitsOf(id)
    done(await decide(org, who(0), second?.id ?? ''))
    await issueAll(org)
    const issued = await prisma.outboxEvent.findMany({ where: { organizationId: org.id, type: 'visitpass.released' } })
    expect(issued.map(({ payload }) => (payload as { tellsGuest?: boolean }).tellsGuest).filter((tells) => tells !== false)).toHaveLength(1)
  })

  it('that is refused is called off as a whole, and not prolonged', async () => {
    await createChain(org, [step([person(who(0).id)])])
    const id = await book(org, { recurrence: 'FREQ=WEEKLY' })
    done(await decide(org, who(0), id, 'REFUSED'))
    expect(new Set(await states(id))).toEqual(new Set(['CANCELED REVOKED']))
    const { seriesId } = await visitNow(id)
    expect((await prisma.appointmentSeries.findUniqueOrThrow({ where: { id: seriesId ?? '' } })).endedAt).not.toBeNull()
  })

  it('that is prolonged goes on as it was agreed to, or waits with the others', async () => {
    await createChain(org, [step([person(who(0).id)])])
    const [agreed, waits] = [await book(org, { recurrence: 'FREQ=WEEKLY' }), await book(org, { recurrence: 'FREQ=WEEKLY' })]
    done(await decide(org, who(0), agreed))
    await extendSeries(new Date(Date.now() + 30 * 86_400_000), { organizationId: org.id })
    await issueAll(org)
    expect([(await states(agreed)).length > 53, new Set(await states(agreed))]).toEqual([true, new Set(['SCHEDULED ACTIVE'])])
    expect([(await states(waits)).length > 53, new Set(await states(waits))]).toEqual([
      true,
      new Set(['PENDING_APPROVAL PENDING_APPROVAL']),
    ])
    expect(await prisma.approvalRequest.count({ where: { organizationId: org.id } })).toBe(2)
  })

  it.each(['FOLLOWING', 'ALL'] as const)('keeps or withdraws the passes of %s when it is called off, as asked', async (scope) => {
    const [kept, withdrawn] = [await book(org, daily), await book(org, daily)]
    for (const [id, passes] of [
      [kept, 'KEEP'],
      [withdrawn, 'REVOKE'],
    ] as const) {
      const [, second] = await visitsOf(id)
      done(await cancelAppointment(asHost(org), { appointmentId: second?.id ?? '', passes, scope }))
    }
    const pass = (state: string) =>
      (scope === 'ALL' ? [] : ['SCHEDULED ACTIVE']).concat(Array.from({ length: scope === 'ALL' ? 4 : 3 }, () => `CANCELED ${state}`))
    expect(await states(kept)).toEqual(pass('ACTIVE'))
    expect(await states(withdrawn)).toEqual(pass('REVOKED'))
  })
})

describe('a deadline', () => {
  const late = (id: string) =>
    prisma.approvalRequest.updateMany({ where: { visits: { some: { appointmentId: id } } }, data: { dueAt: new Date(Date.now() - 1_000) } })
  const twice = async () => {
    await runDeadlines()
    await runDeadlines()
  }

  it('lets the step through, or refuses, as the chain says, once', async () => {
    await createChain(org, [
      step([person(who(0).id)], { deadlineHours: 1, atDeadline: 'APPROVE' }),
      step([person(who(1).id)], { deadlineHours: 1, atDeadline: 'REFUSE' }),
    ])
    const id = await book(org)
    await late(id)
    await Promise.all([twice(), twice()])
    expect(await requestOf(id)).toMatchObject({ status: 'PENDING', step: 1 })
    expect(await standing(id)).toEqual({ visit: 'PENDING_APPROVAL', passes: ['PENDING_APPROVAL'] })
    await late(id)
    await twice()
    expect(await standing(id)).toEqual({ visit: 'CANCELED', passes: ['REVOKED'] })
  })

  it('hands the step on to whom it names, then to the administrators; one word of theirs is enough', async () => {
    const all = [person(who(0).id), person(who(1).id)]
    await createChain(org, [step(all, { needed: 'ALL', deadlineHours: 1, escalateTo: [person(who(2).id)] })])
    const [first, second] = [await book(org), await book(org)]
    for (const id of [first, second]) await late(id)
    await twice()
    expect((await requestOf(first)).dueAt?.getTime()).toBeGreaterThan(Date.now())
    done(await decide(org, who(2), first))
    await late(second)
    await twice()
    expect(await requestOf(second)).toMatchObject({ dueAt: null, escalations: 2 })
    done(await decide(org, org.orgAdmin, second))
    await issueAll(org)
    for (const id of [first, second]) expect(await standing(id)).toEqual({ visit: 'SCHEDULED', passes: ['ACTIVE'] })
  })

  it('a visit that is over before all have agreed is called off', async () => {
    await createChain(org, [step([person(who(0).id)])])
    const id = await book(org)
    await prisma.appointment.update({ where: { id }, data: { endsAt: new Date(Date.now() - 1_000) } })
    await Promise.all([lapseVisits(), lapseVisits()])
    expect(await standing(id)).toEqual({ visit: 'CANCELED', passes: ['REVOKED'] })
    expect((await requestOf(id)).status).toBe('LAPSED')
  })
})

describe('whoever is away', () => {
  const suspend = (user: TestUser) => prisma.membership.updateMany({ where: { userId: user.id }, data: { suspendedAt: new Date() } })

  it('is stood in for by the deputy, else by the administrators, before and while it is asked', async () => {
    await createChain(org, [step([person(who(0).id, who(1).id)]), step([person(who(2).id)])])
    const id = await book(org)
    for (const place of [0, 2]) await suspend(who(place))
    await fillSeats()
    const { id: approvalRequestId } = await requestOf(id)
    const open = await prisma.approvalAsk.findMany({ where: { approvalRequestId, closedAt: null } })
    expect(open.map(({ userId, isCalled }) => [userId, isCalled])).toEqual([[who(1).id, true]])
    done(await decide(org, who(1), id))
    expect(await decide(org, who(2), id)).toMatchObject({ code: 'NOT_FOUND' })
    done(await decide(org, org.orgAdmin, id))
    await issueAll(org)
    expect(await standing(id)).toEqual({ visit: 'SCHEDULED', passes: ['ACTIVE'] })
  })

  it('of all who have to agree leaves a seat that an administrator fills', async () => {
    await suspend(who(1))
    await createChain(org, [step([person(who(0).id), person(who(1).id)], { needed: 'ALL' })])
    const id = await book(org)
    done(await decide(org, who(0), id))
    expect((await requestOf(id)).status).toBe('PENDING')
    done(await decide(org, org.orgAdmin, id))
    expect((await requestOf(id)).status).toBe('APPROVED')
  })
})

it('those who are asked are told by mail once each, in their language, again when the visit changed', async () => {
  await createChain(org, [step([person(who(0).id), person(who(1).id)])])
  const id = await book(org)
  const { id: approvalRequestId } = await requestOf(id)
  const call = () => callApprovers({ eventId: newId(), organizationId: org.id }, { approvalRequestId })
  const told = () => systemCtx(org.id).db.approvalAsk.count({ where: { approvalRequestId, toldAt: { not: null } } })
  await Promise.all([call(), call()])
  expect(await told()).toBe(2)
  await change(id, await hours(id, 180, 180))
  await call()
  expect(await told()).toBe(4)
})

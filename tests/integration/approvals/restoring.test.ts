import { beforeEach, describe, expect, it } from 'vitest'
import { newId } from '../../../server/core/ids'
import { cancelAppointment } from '../../../server/domains/appointments/use-cases/cancel-appointment'
import { restoreAppointment } from '../../../server/domains/appointments/use-cases/restore-appointment'
import { updateAppointment } from '../../../server/domains/appointments/use-cases/update-appointment'
import { revokeVisitPass } from '../../../server/domains/credentials/use-cases/revoke-visit-pass'
import { inviteGuestList } from '../../../server/domains/guest-lists/use-cases/invite-guest-list'
import { startGuestList } from '../../../server/domains/guest-lists/use-cases/start-guest-list'
import { prisma } from '../../../server/infra/db'
import { connectionOf, untilWaiting } from '../../setup/lock-waits'
import { createOrganization, createUser, type TestOrganization, type TestUser } from '../../setup/organization'
import { asHost } from '../../setup/principals'
import { listOf, people as guests } from '../guest-lists/lists'
import { book, createChain, decide, done, issueAll, person, requestOf, standing, step } from './chains'

let org: TestOrganization
let first: TestUser
let second: TestUser
beforeEach(async () => {
  org = await createOrganization()
  first = await createUser(org.id, 'Developer')
  second = await createUser(org.id, 'Developer')
})

const cancel = async (appointmentId: string, more: { scope?: 'ALL' | 'FOLLOWING' } = {}) =>
  done(await cancelAppointment(asHost(org), { appointmentId, passes: 'REVOKE', ...more }))
const restore = async (appointmentId: string) => done(await restoreAppointment(asHost(org), { appointmentId }))
/** What is asked about a visit now. */
const waitingFor = (id: string) =>
  prisma.approvalRequest.findMany({ where: { status: 'PENDING', visits: { some: { appointmentId: id } } }, select: { id: true } })
const visitsInTurn = async () =>
  (await prisma.appointment.findMany({ where: { organizationId: org.id }, orderBy: { startsAt: 'asc' } })).map(({ id }) => id)

async function addSite(): Promise<string> {
  const site = { id: newId(), organizationId: org.id, name: 'Laboratory', timeZone: 'Europe/Berlin' }
  await prisma.site.create({ data: site })
  return site.id
}

/** Three visits of one list of guests, that wait for one word. */
async function listed(): Promise<string[]> {
  await createChain(org, [step([person(first.id)]), step([person(second.id)])])
  const [anna, boris, vera] = guests(3)
  const at = (days: number) => new Date(Date.now() + days * 86_400_000)
  const { id: guestListId } = await listOf(asHost(org), org, [anna, { ...boris, startsAt: at(1) }, { ...vera, startsAt: at(2) }])
  done(await startGuestList(asHost(org), { guestListId }))
  await inviteGuestList({ eventId: newId(), organizationId: org.id }, { guestListId })
  return visitsInTurn()
}

/** Four visits of one series, that wait for a second word. */
async function repeated(): Promise<string[]> {
  await createChain(org, [step([person(first.id)]), step([person(second.id)])])
  await book(org, { recurrence: 'FREQ=DAILY;COUNT=4' })
  return visitsInTurn()
}

describe.each([
  ['a list of guests', listed, false],
  ['a list of guests about which somebody has decided', listed, true],
  ['a series', repeated, false],
  ['a series about which somebody has decided', repeated, true],
])('a visit of %s that comes back while the others still wait', (_, make, isHalfway) => {
  it.each([
    ['APPROVED', 'SCHEDULED', 'ACTIVE'],
    ['REFUSED', 'CANCELED', 'REVOKED'],
  ] as const)('waits under the same request, and is %s with it', async (verdict, visit, pass) => {
    const [one = '', another = ''] = await make()
    const before = await requestOf(another)
    if (isHalfway) done(await decide(org, first, one))
    await cancel(another)
    await restore(another)
    expect(await waitingFor(another)).toEqual([{ id: before.id }])
    expect(await standing(another)).toEqual({ visit: 'PENDING_APPROVAL', passes: ['PENDING_APPROVAL'] })
    expect(await requestOf(another)).toMatchObject({ round: 1, step: isHalfway ? 1 : 0 })
    if (!isHalfway) done(await decide(org, first, one))
    await issueAll(org)
    expect(await standing(another)).toEqual({ visit: 'PENDING_APPROVAL', passes: ['PENDING_APPROVAL'] })
    done(await decide(org, second, one, verdict))
    await issueAll(org)
    for (const id of [one, another]) expect(await standing(id)).toEqual({ visit, passes: [pass] })
    expect(await prisma.approvalRequest.count({ where: { organizationId: org.id } })).toBe(1)
  })
})

describe('a visit that comes back', () => {
  it('waits under its request also where its chain has gone since, and where its guest comes no more', async () => {
    const [one = '', another = '', third = ''] = await listed()
    const { id } = await requestOf(another)
    for (const each of [another, third]) await cancel(each)
    await prisma.approvalChain.updateMany({ where: { organizationId: org.id }, data: { deletedAt: new Date(), holdsFor: null } })
    const pass = await prisma.visitPass.findFirstOrThrow({ where: { appointmentId: third } })
    done(await revokeVisitPass(asHost(org), { visitPassId: pass.id, reason: 'A mistake' }))
    for (const each of [another, third]) await restore(each)
    expect(await waitingFor(another)).toEqual([{ id }])
    expect(await standing(another)).toEqual({ visit: 'PENDING_APPROVAL', passes: ['PENDING_APPROVAL'] })
    expect(await standing(third)).toEqual({ visit: 'PENDING_APPROVAL', passes: ['REVOKED'] })
    for (const user of [first, second]) done(await decide(org, user, one))
    await issueAll(org)
    expect(await standing(another)).toEqual({ visit: 'SCHEDULED', passes: ['ACTIVE'] })
  })

  it('after the others were agreed to is asked for anew; where nobody has to agree any more its pass goes on', async () => {
    const [one = '', another = '', third = ''] = await listed()
    const before = await requestOf(another)
    for (const each of [another, third]) await cancel(each)
    for (const user of [first, second]) done(await decide(org, user, one))
    await issueAll(org)
    const released = () => prisma.outboxEvent.count({ where: { organizationId: org.id, type: 'visitpass.released' } })
    expect(await released()).toBe(1)
    await restore(another)
    expect(await standing(another)).toEqual({ visit: 'PENDING_APPROVAL', passes: ['PENDING_APPROVAL'] })
    expect((await requestOf(another)).id).not.toBe(before.id)
    // A pass that goes on waiting is not let go in between.
    expect(await released()).toBe(1)
    await prisma.approvalChain.updateMany({ where: { organizationId: org.id }, data: { deletedAt: new Date(), holdsFor: null } })
    await restore(third)
    await issueAll(org)
    expect(await standing(third)).toEqual({ visit: 'SCHEDULED', passes: ['ACTIVE'] })
    expect(await released()).toBe(2)
  })

  it('with others of its series waits for those who agree at its own site', async () => {
    const siteId = await addSite()
    await createChain(org, [step([person(first.id)])], { siteId })
    const id = await book(org, { recurrence: 'FREQ=DAILY;COUNT=3' })
    const [, , moved = ''] = await visitsInTurn()
    const { version } = await prisma.appointment.findUniqueOrThrow({ where: { id: moved } })
    done(await updateAppointment(asHost(org), { appointmentId: moved, version, siteId, scope: 'THIS' }))
    expect(await standing(moved)).toEqual({ visit: 'PENDING_APPROVAL', passes: ['PENDING_APPROVAL'] })
    await cancel(id, { scope: 'ALL' })
    await restore(id)
    await issueAll(org)
    expect(await standing(id)).toEqual({ visit: 'SCHEDULED', passes: ['ACTIVE'] })
    expect(await standing(moved)).toEqual({ visit: 'PENDING_APPROVAL', passes: ['PENDING_APPROVAL'] })
    expect(await waitingFor(moved)).toHaveLength(1)
  })

  it.each([
    ['calls it off', 'before'],
    ['calls it off', 'after'],
    ['moves it', 'before'],
    ['moves it', 'after'],
  ] as const)('is not left behind by whoever has the only other one and %s at the same time, %s', async (act, order) => {
    const [one = '', another = '', third = ''] = await listed()
    for (const each of [another, third]) await cancel(each)
    const { id } = await requestOf(another)
    const { version } = await prisma.appointment.findUniqueOrThrow({ where: { id: one } })
    // To another site: at one site they would wait for each other there already.
    const siteId = await addSite()
    const move = async () => done(await updateAppointment(asHost(org), { appointmentId: one, version, siteId }))
    const acts = [() => (act === 'moves it' ? move() : cancel(one)), () => restore(another)]
    const begun = await prisma.$transaction(async (tx) => {
      await tx.approvalRequest.update({ where: { id }, data: { organizationId: org.id } })
      const connection = await connectionOf(tx, org.id)
      const running: Promise<unknown>[] = []
      for (const each of order === 'before' ? acts : acts.toReversed()) {
        running.push(each())
        running.at(-1)?.catch(() => undefined)
        await untilWaiting(connection, running.length)
      }
      return { running }
    })
    await Promise.all(begun.running)
    expect(await standing(another)).toEqual({ visit: 'PENDING_APPROVAL', passes: ['PENDING_APPROVAL'] })
    expect(await waitingFor(another)).toHaveLength(1)
  })

  it('with others of its series waits for whoever has one of these, and holds neither site nor passes meanwhile', async () => {
    const id = await book(org, { recurrence: 'FREQ=DAILY;COUNT=3' })
    const [, , last = ''] = await visitsInTurn()
    await cancel(id, { scope: 'ALL' })
    const { begun } = await prisma.$transaction(async (tx) => {
      await tx.appointment.update({ where: { id: last }, data: { organizationId: org.id } })
      const restoring = restore(id)
      restoring.catch(() => undefined)
      await untilWaiting(await connectionOf(tx, org.id))
      await tx.site.update({ where: { id: org.site.id }, data: { organizationId: org.id } })
      await tx.visitPass.updateMany({ where: { organizationId: org.id }, data: { organizationId: org.id } })
      return { begun: restoring }
    })
    await begun
    expect(await standing(last)).toEqual({ visit: 'SCHEDULED', passes: ['DRAFT'] })
  })
})

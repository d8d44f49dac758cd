import { beforeEach, describe, expect, it } from 'vitest'
import { newId } from '../../../server/core/ids'
import { addGuestListRows } from '../../../server/domains/guest-lists/use-cases/add-guest-list-rows'
import { createGuestList } from '../../../server/domains/guest-lists/use-cases/create-guest-list'
import { findGuestLists, secondsLeft } from '../../../server/domains/guest-lists/use-cases/find-guest-lists'
import { inviteGuestList } from '../../../server/domains/guest-lists/use-cases/invite-guest-list'
import { listProblems } from '../../../server/domains/guest-lists/use-cases/list-problems'
import { purgeGuestLists } from '../../../server/domains/guest-lists/use-cases/purge-guest-lists'
import { cancelGuestList, startGuestList } from '../../../server/domains/guest-lists/use-cases/start-guest-list'
import type { GuestList } from '../../../server/generated/prisma/client'
import { prisma } from '../../../server/infra/db'
import { createHost, createOrganization, type TestOrganization } from '../../setup/organization'
import { asDeveloper, asHost } from '../../setup/principals'
import { done, listOf, people } from './lists'

let org: TestOrganization
beforeEach(async () => {
  org = await createOrganization()
})

const work = ({ id }: GuestList) => inviteGuestList({ eventId: newId(), organizationId: org.id }, { guestListId: id })
const now = ({ id }: GuestList) => prisma.guestList.findUniqueOrThrow({ where: { id, organizationId: org.id } })
const passes = () => prisma.visitPass.count({ where: { organizationId: org.id } })
async function run(list: GuestList) {
  done(await startGuestList(asHost(org), { guestListId: list.id }))
  await work(list)
  return now(list)
}

describe('a list of guests', () => {
  it('invites everybody who can be invited, up to fifty to a visit, each with a pass', async () => {
    const list = await listOf(asHost(org), org, people(120))
    expect(await passes()).toBe(0)
    expect(await run(list)).toMatchObject({ status: 'DONE', rowCount: 120, doneRows: 120, invitedRows: 120, badRows: 0, duplicateRows: 0 })
    const visits = await prisma.appointment.findMany({ where: { organizationId: org.id }, include: { visitPasses: true } })
    expect(visits.map(({ visitPasses }) => visitPasses.length).toSorted()).toEqual([20, 50, 50])
    const events = await prisma.outboxEvent.count({ where: { organizationId: org.id, type: 'visitor.created' } })
    expect(events).toBe(120)
  })

  it('tells what is wrong with a row before anybody is invited, and takes the others', async () => {
    const [first, second] = people(2)
    const past = new Date(Date.now() - 7_200_000)
    const rows = [first, { email: 'a@b.example' }, { name: 'X', email: 'nonsense' }, { name: 'Y', phone: '+1 000 00' }, second]
    const list = await listOf(asHost(org), org, [...rows, { name: 'Late', startsAt: past, endsAt: new Date(+past + 60_000) }])
    expect(list).toMatchObject({ rowCount: 6, badRows: 4 })
    const problems = await listProblems(asHost(org), list.id, 100, 0)
    expect(problems.map(({ line, isDuplicate }) => [line, isDuplicate])).toEqual([2, 3, 4, 6].map((line) => [line, false]))
    expect(problems[0]?.message).toBe('Enter the guest’s name, as on their document.')
    expect(await run(list)).toMatchObject({ status: 'DONE', invitedRows: 2, doneRows: 6 })
    expect(await listProblems(asHost(org), list.id, 2, 2)).toMatchObject([{ line: 3 }, { line: 4 }])
  })

  it('gives rows with a time of their own visits of their own', async () => {
    const tomorrow = new Date(Date.now() + 86_400_000)
    const list = await listOf(
      asHost(org),
      org,
      people(3).map((one, place) => (place === 1 ? { ...one, startsAt: tomorrow } : one)),
    )
    await run(list)
    const visits = await prisma.appointment.findMany({ where: { organizationId: org.id }, orderBy: { startsAt: 'asc' } })
    expect(visits.map(({ startsAt, endsAt }) => +endsAt - +startsAt)).toEqual([3_600_000, 3_600_000])
    expect(visits[1]?.startsAt).toEqual(tomorrow)
  })
})

describe('guests who are on it twice, or invited already,', () => {
  it('are invited once, whether a row, a part or a list repeats them', async () => {
    const [anna, boris, ...others] = people(120)
    const startsAt = new Date(Date.now() + 3_600_000)
    const hours = { startsAt, endsAt: new Date(+startsAt + 3_600_000) }
    const sameName = { name: anna?.name, email: `other-${newId()}@guest.example` }
    const rows = [anna, boris, { ...anna, email: anna?.email.toUpperCase() }, { name: boris?.name }, sameName, ...others, anna]
    const list = await listOf(asHost(org), org, rows, hours)
    expect(list).toMatchObject({ duplicateRows: 2 })
    expect(await run(list)).toMatchObject({ invitedRows: 121, duplicateRows: 3 })
    const again = await listOf(asHost(org), org, rows, hours)
    expect(again.duplicateRows).toBe(124)
    expect(await run(again)).toMatchObject({ status: 'DONE', invitedRows: 0 })
    expect(await passes()).toBe(121)
  })
})

describe('two who work at once', () => {
  it('invite each guest once', async () => {
    const list = await listOf(asHost(org), org, people(250))
    done(await startGuestList(asHost(org), { guestListId: list.id }))
    await Promise.all([work(list), work(list), work(list)])
    expect(await now(list)).toMatchObject({ status: 'DONE', doneRows: 250, invitedRows: 250 })
    expect(await passes()).toBe(250)
    await work(list)
    expect(await passes()).toBe(250)
  })

  it('start it once, and stop it before its end or find it ended', async () => {
    const list = await listOf(asHost(org), org, people(210))
    const answers = await Promise.all([1, 2, 3].map(() => startGuestList(asHost(org), { guestListId: list.id })))
    expect(answers.filter((answer) => 'failure' in answer)).toHaveLength(2)
    const [, stopped] = await Promise.all([work(list), cancelGuestList(asHost(org), { guestListId: list.id })])
    const { status, invitedRows } = await now(list)
    expect(status).toBe('failure' in stopped ? 'DONE' : 'CANCELED')
    expect(await passes()).toBe(invitedRows)
    expect(await prisma.auditLog.count({ where: { organizationId: org.id, action: 'guest_list.start' } })).toBe(1)
  })

  it('a part that is sent again is not taken again; none is taken once it was started', async () => {
    const [ctx, rows] = [asHost(org), people(2).map((row, place) => ({ ...row, line: place + 1 }))]
    const list = await listOf(ctx, org, [])
    const sent = await Promise.all([1, 2, 3].map(() => addGuestListRows(ctx, { guestListId: list.id, position: 0, rows })))
    expect(sent.map((answer) => done(answer).rowCount)).toEqual([2, 2, 2])
    done(await startGuestList(ctx, { guestListId: list.id }))
    expect(await addGuestListRows(ctx, { guestListId: list.id, position: 1, rows })).toMatchObject({ code: 'VALIDATION_FAILED' })
  })
})

describe('whose it is', () => {
  it('nobody else finds, fills, starts or stops it, and only who may invite makes one', async () => {
    const list = await listOf(asHost(org), org, people(1))
    const colleague = asHost(org, {}, await createHost(org.id))
    const which = { guestListId: list.id }
    for (const answer of [startGuestList(colleague, which), cancelGuestList(colleague, which)])
      expect(await answer).toMatchObject({ code: 'NOT_FOUND' })
    expect(await addGuestListRows(colleague, { ...which, position: 5, rows: [{ line: 1 }] })).toMatchObject({ code: 'NOT_FOUND' })
    expect(await findGuestLists(colleague, { where: { id: list.id } })).toEqual([])
    const hours = { startsAt: new Date(Date.now() + 60_000), endsAt: new Date(Date.now() + 120_000) }
    const forAnother = { siteId: org.site.id, hostId: org.host.id, tellsGuests: true, ...hours }
    expect(await createGuestList(colleague, forAnother)).toMatchObject({ code: 'NOT_FOUND' })
    await expect(createGuestList(asDeveloper(org), forAnother)).rejects.toMatchObject({ code: 'FORBIDDEN' })
  })

  it('stops where the site is closed meanwhile; is forgotten after a week', async () => {
    const list = await listOf(asHost(org), org, people(2))
    await prisma.site.update({ where: { id: org.site.id }, data: { closedAt: new Date() } })
    expect(await run(list)).toMatchObject({ status: 'FAILED', invitedRows: 0 })
    expect(await purgeGuestLists(new Date(Date.now() + 6 * 86_400_000), org.id)).toBe(0)
    expect(await purgeGuestLists(new Date(Date.now() + 8 * 86_400_000), org.id)).toBe(1)
    expect(await prisma.guestListPart.count({ where: { organizationId: org.id } })).toBe(0)
  })

  it('says how long it still takes from how fast it went', async () => {
    const startedAt = new Date(0)
    const list = { ...(await listOf(asHost(org), org, [])), status: 'RUNNING' as const, startedAt, rowCount: 100, doneRows: 25 }
    expect(secondsLeft(list, new Date(10_000))).toBe(30)
    expect(secondsLeft({ ...list, doneRows: 0 }, new Date(10_000))).toBeNull()
  })
})

import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { createApp, createRouter, toNodeListener } from 'h3'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import feedRoute from '../../../server/routes/calendar/[feed]'
import { isFailure, type Failure } from '../../../server/core/errors'
import { newId } from '../../../server/core/ids'
import { cancelAppointment } from '../../../server/domains/appointments/use-cases/cancel-appointment'
import { inviteGuest } from '../../../server/domains/appointments/use-cases/invite-guest'
import { updateAppointment } from '../../../server/domains/appointments/use-cases/update-appointment'
import {
  createCalendarFeed,
  listCalendarFeeds,
  replaceCalendarFeed,
  revokeCalendarFeed,
} from '../../../server/domains/calendars/use-cases/calendar-feeds'
import { prisma } from '../../../server/infra/db'
import { createHost, createOrganization, type TestOrganization } from '../../setup/organization'
import { asDeveloper, asHost, asOperator, asOrgAdmin } from '../../setup/principals'
import { byIcalJs, byNodeIcal, isFolded, linesOf } from './readers'

function done<T>(answer: T | Failure): T {
  if (isFailure(answer)) throw new Error(JSON.stringify(answer))
  return answer
}

let origin: string
let close: () => void
beforeAll(async () => {
  const app = createApp().use(createRouter().use('/calendar/:feed', feedRoute))
  const server = createServer(toNodeListener(app))
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  origin = `http://127.0.0.1:${(server.address() as AddressInfo).port}`
  close = () => server.close()
})
afterAll(() => close())

const read = (url: string, init: RequestInit = {}) => fetch(origin + new URL(url).pathname, init)
async function textOf(url: string): Promise<string> {
  const answer = await read(url)
  expect(answer.status).toBe(200)
  return answer.text()
}
type Content = 'EVERYTHING' | 'BUSY' | 'FREE_BUSY'
const feedOf = async (org: TestOrganization, content: Content = 'EVERYTHING') => done(await createCalendarFeed(asHost(org), { content }))

const day = 86_400_000
const span = { from: new Date(Date.now() - 20 * day), to: new Date(Date.now() + 300 * day) }

/** An hour by the clock of the site, so many days ahead. */
const hourIn = (days: number, hour = 9) => {
  const startsAt = new Date(`${new Date(Date.now() + days * day).toISOString().slice(0, 10)}T0${hour}:00Z`)
  return { startsAt, endsAt: new Date(+startsAt + 3_600_000) }
}
const marked = { title: 'Ключевой разговор', message: 'Возьмите «паспорт»; вход, \\ со двора', receptionNote: 'Кофе без сахара' }
const guest = { name: 'Анна Петрова', company: 'Северный порт', email: 'anna@guest.example' }
const invite = async (org: TestOrganization, more: object = {}) =>
  done(await inviteGuest(asHost(org), { visitor: guest, siteId: org.site.id, roomId: null, ...hourIn(10), ...more }))

/** What takes place by the database. */
async function takingPlace(hostId: string): Promise<string[]> {
  const rows = await prisma.appointment.findMany({
    where: { hostId, status: { not: 'CANCELED' }, startsAt: { gte: span.from, lt: span.to } },
    select: { startsAt: true, endsAt: true },
  })
  return rows.map(({ startsAt, endsAt }) => `${startsAt.toISOString()}/${endsAt.toISOString()}`).toSorted()
}

describe('the calendar of a host', () => {
  it('shows in real programs exactly the visits that take place: repeated, moved, renamed, called off, handed over', async () => {
    const org = await createOrganization()
    await invite(org, marked)
    const weekly = await invite(org, { ...hourIn(3), recurrence: 'FREQ=WEEKLY;COUNT=30' })
    const daily = await invite(org, { ...hourIn(5, 7), recurrence: 'FREQ=DAILY' })
    const rowsOf = (seriesId: string | null) => prisma.appointment.findMany({ where: { seriesId }, orderBy: { startsAt: 'asc' } })
    const [weeks, days] = [await rowsOf(weekly.seriesId), await rowsOf(daily.seriesId)]
    const change = async (row: { id: string; version: number } | undefined, wanted: object) =>
      done(await updateAppointment(asHost(org), { appointmentId: row?.id ?? '', version: row?.version ?? 0, ...wanted }))
    const moved = new Date(Number(weeks[2]?.startsAt) + 7_200_000)
    await change(weeks[2], { startsAt: moved, endsAt: new Date(+moved + 1_800_000) })
    await change(weeks[4], { title: 'Только этот' })
    const handedOver = { appointmentId: days[1]?.id ?? '', version: 0, hostId: (await createHost(org.id)).id }
    done(await updateAppointment(asOperator(org), handedOver))
    done(await cancelAppointment(asHost(org), { appointmentId: weeks[6]?.id ?? '', passes: 'REVOKE' }))
    const [, , , , , sixth] = await rowsOf(daily.seriesId)
    const later = new Date(Number(sixth?.startsAt) + 5_400_000)
    await change(sixth, { scope: 'FOLLOWING', startsAt: later, endsAt: new Date(+later + 3_600_000) })
    const { url } = await feedOf(org)
    const text = await textOf(url)
    const expected = await takingPlace(org.host.id)
    expect(expected.length).toBeGreaterThan(300)
    expect(byIcalJs(text, span)).toEqual(expected)
    expect(byNodeIcal(text, span)).toEqual(expected)
    expect(isFolded(text)).toBe(true)
    const lines = linesOf(text)
    expect(lines).toContain('SUMMARY:Ключевой разговор')
    expect(lines).toContain('SUMMARY:Только этот')
    expect(lines).toContain('STATUS:CANCELLED')
    expect(text).toContain('Анна Петрова')
    expect(lines.filter((line) => line.startsWith('RRULE:')).length).toBe(3)
    expect(lines.some((line) => line.startsWith('BEGIN:VALARM'))).toBe(false)
  }, 60_000)

  it('says nothing but that the host is busy where that is what was asked for', async () => {
    const org = await createOrganization()
    await invite(org, marked)
    await invite(org, { ...hourIn(3), ...marked, recurrence: 'FREQ=WEEKLY;COUNT=4' })
    for (const content of ['BUSY', 'FREE_BUSY'] as const) {
      const text = (await textOf((await feedOf(org, content)).url)).replaceAll('\r\n ', '')
      for (const secret of [...Object.values(marked), ...Object.values(guest), 'Headquarters', 'Hauptstra', '/host?visit=', 'Room 1'])
        expect(text).not.toContain(secret)
    }
    const busy = await textOf((await feedOf(org, 'BUSY')).url)
    expect(byIcalJs(busy, span)).toEqual(await takingPlace(org.host.id))
    const lines = linesOf(await textOf((await feedOf(org, 'FREE_BUSY')).url))
    expect(lines).toContain('BEGIN:VFREEBUSY')
    const periods = lines.filter((line) => line.startsWith('FREEBUSY;FBTYPE=BUSY:')).map((line) => line.slice(21))
    const short = (text: string) => text.replaceAll(/[-:]|\.000/g, '')
    expect(periods).toEqual([...new Set((await takingPlace(org.host.id)).map(short))])
  })

  it('is not sent again while it says the same', async () => {
    const org = await createOrganization()
    const visit = await invite(org)
    const { url } = await feedOf(org)
    const first = await read(url)
    const etag = first.headers.get('etag') ?? ''
    expect(first.headers.get('cache-control')).toBe('private, max-age=300')
    expect(first.headers.get('content-type')).toBe('text/calendar; charset=utf-8')
    const again = await read(url, { headers: { 'if-none-match': `"other", ${etag}` } })
    expect([again.status, await again.text()]).toEqual([304, ''])
    expect((await read(url, { method: 'HEAD' })).headers.get('etag')).toBe(etag)
    expect((await read(url, { method: 'POST' })).status).toBe(405)
    done(await cancelAppointment(asHost(org), { appointmentId: visit.id, passes: 'REVOKE' }))
    expect((await read(url, { headers: { 'if-none-match': etag } })).status).toBe(200)
  })
})

describe('an address of a calendar', () => {
  it('opens nothing once it was withdrawn or replaced; what never was answers the same', async () => {
    const org = await createOrganization()
    const { url, row } = await feedOf(org)
    const next = done(await replaceCalendarFeed(asHost(org), { calendarFeedId: row.id }))
    await textOf(next.url)
    done(await revokeCalendarFeed(asHost(org), { calendarFeedId: next.row.id }))
    expect(await revokeCalendarFeed(asHost(org), { calendarFeedId: next.row.id })).toMatchObject({ code: 'NOT_FOUND' })
    const answers = []
    for (const gone of [url, next.url, `${origin}/calendar/gcc_${'x'.repeat(43)}.ics`, `${origin}/calendar/nothing`]) {
      const answer = await read(gone)
      const { url: _, ...body } = (await answer.json()) as Record<string, unknown>
      answers.push([answer.status, answer.headers.get('cache-control'), JSON.stringify({ ...body, stack: [] })])
    }
    expect(new Set(answers.map((answer) => JSON.stringify(answer))).size).toBe(1)
    expect(answers[0]?.[0]).toBe(404)
    expect(await listCalendarFeeds(asHost(org))).toEqual([])
  })

  it('opens nothing while its host is suspended, has no account, or receives nobody any more', async () => {
    const org = await createOrganization()
    const { url } = await feedOf(org)
    const membership = { organizationId_userId: { organizationId: org.id, userId: org.host.user.id } }
    const statuses: number[] = []
    const look = async () => statuses.push((await read(url)).status)
    await prisma.membership.update({ where: membership, data: { suspendedAt: new Date() } })
    await look()
    await prisma.membership.update({ where: membership, data: { suspendedAt: null } })
    await look()
    const grants = await prisma.userRole.findMany({ where: { userId: org.host.user.id } })
    await prisma.userRole.deleteMany({ where: { userId: org.host.user.id } })
    await look()
    await prisma.userRole.createMany({ data: grants })
    await look()
    expect(statuses).toEqual([404, 200, 404, 200])
  })

  it('is kept nowhere in clear, and each is written into the log of the organization', async () => {
    const org = await createOrganization()
    const { url, row } = await feedOf(org)
    const secret = /gcc_[\w-]{43}/.exec(url)?.[0] ?? ''
    const kept = await prisma.calendarFeed.findUniqueOrThrow({ where: { id: row.id } })
    expect(JSON.stringify({ ...kept, secretHash: Buffer.from(kept.secretHash).toString('latin1') })).not.toContain(secret.slice(10))
    const entries = await prisma.auditLog.findMany({ where: { organizationId: org.id, entityId: row.id } })
    expect(entries.map(({ action }) => action)).toEqual(['calendar_feed.create'])
    expect(JSON.stringify(entries)).not.toContain(secret.slice(10))
  })

  it('belongs to its host: others find it not, who manages people does, and who receives nobody has none', async () => {
    const org = await createOrganization()
    const { row } = await feedOf(org)
    const colleague = await createHost(org.id)
    const asColleague = asHost(org, {}, colleague)
    expect(await listCalendarFeeds(asColleague, org.host.id)).toEqual([])
    expect(await revokeCalendarFeed(asColleague, { calendarFeedId: row.id })).toMatchObject({ code: 'NOT_FOUND' })
    expect(await createCalendarFeed(asColleague, { hostId: org.host.id, content: 'BUSY' })).toMatchObject({ code: 'NOT_FOUND' })
    expect((await listCalendarFeeds(asOrgAdmin(org), org.host.id)).map(({ id }) => id)).toEqual([row.id])
    done(await revokeCalendarFeed(asOrgAdmin(org), { calendarFeedId: row.id }))
    done(await createCalendarFeed(asOrgAdmin(org), { hostId: org.host.id, content: 'BUSY' }))
    for (const ctx of [asDeveloper(org), asOperator(org)]) await expect(listCalendarFeeds(ctx)).rejects.toThrow()
    const other = await createOrganization()
    expect(await createCalendarFeed(asOrgAdmin(other), { hostId: org.host.id, content: 'BUSY' })).toMatchObject({ code: 'NOT_FOUND' })
    expect(await createCalendarFeed(asOrgAdmin(org), { content: 'BUSY' })).toMatchObject({ code: 'VALIDATION_FAILED' })
    expect(await createCalendarFeed(asOrgAdmin(org), { hostId: newId(), content: 'BUSY' })).toMatchObject({ code: 'NOT_FOUND' })
  })

  it('is one of ten at most, also of those asked for at once', async () => {
    const org = await createOrganization()
    const answers = await Promise.all(Array.from({ length: 14 }, () => createCalendarFeed(asHost(org), { content: 'BUSY' })))
    expect(answers.filter((answer) => 'failure' in answer)).toHaveLength(4)
    expect(await listCalendarFeeds(asHost(org))).toHaveLength(10)
  })

  it('is read so often and no oftener', async () => {
    const org = await createOrganization()
    const { url } = await feedOf(org)
    const statuses = await Promise.all(Array.from({ length: 125 }, async () => (await read(url)).status))
    expect(statuses.filter((status) => status === 200).length).toBe(120)
    const late = await read(url)
    expect([late.status, Number(late.headers.get('retry-after')) > 0]).toEqual([429, true])
  }, 60_000)
})

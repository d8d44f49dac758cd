import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { isFailure, type Failure } from '../../../server/core/errors'
import { newId } from '../../../server/core/ids'
import { inviteGuest } from '../../../server/domains/appointments/use-cases/invite-guest'
import { askOutsideCalendars } from '../../../server/domains/calendars/use-cases/ask-outside-calendars'
import { createCalendarFeed } from '../../../server/domains/calendars/use-cases/calendar-feeds'
import { listBusyTimes } from '../../../server/domains/calendars/use-cases/list-busy-times'
import {
  changeOutsideCalendar,
  connectOutsideCalendar,
  disconnectOutsideCalendar,
  listOutsideCalendars,
  retryOutsideCalendar,
} from '../../../server/domains/calendars/use-cases/outside-calendars'
import { readCalendarFeed } from '../../../server/domains/calendars/use-cases/read-calendar-feed'
import { syncOutsideCalendar } from '../../../server/domains/calendars/use-cases/sync-outside-calendar'
import { prisma } from '../../../server/infra/db'
import { createHost, createOrganization, type TestOrganization } from '../../setup/organization'
import { asApiKey, asDeveloper, asHost, asOperator, asOrgAdmin, asSecurityOfficer } from '../../setup/principals'
import { aboutCalendar, multistatus, startOutsideServer, type OutsideServer } from './outside-server'

function done<T>(answer: T | Failure): T {
  if (isFailure(answer)) throw new Error(JSON.stringify(answer))
  return answer
}

let org: TestOrganization
let outside: OutsideServer
beforeAll(async () => {
  org = await createOrganization()
  outside = await startOutsideServer()
})
afterAll(() => outside.close())
beforeEach(() => {
  outside.asked = []
})

const day = 86_400_000
const at = (days: number, hour: number) => new Date(Math.floor(Date.now() / day) * day + days * day + hour * 3_600_000)
const utc = (time: Date) => `${time.toISOString().replaceAll(/[-:]/g, '').slice(0, 15)}Z`
const event = (days: number, hour: number, uid: string = newId(), secret = '') =>
  [
    'BEGIN:VEVENT',
    `UID:${uid}`,
    `SUMMARY:${secret}`,
    `DTSTART:${utc(at(days, hour))}`,
    `DTEND:${utc(at(days, hour + 1))}`,
    'END:VEVENT',
  ].join('\r\n')
const file = (...events: string[]) => ['BEGIN:VCALENDAR', 'VERSION:2.0', ...events, 'END:VCALENDAR', ''].join('\r\n')

const of = (path: string) => ({ kind: 'ICS' as const, url: `${outside.url}${path}`, blocks: true })
const connect = async (more: object = {}, ctx = asHost(org)) => done(await connectOutsideCalendar(ctx, { ...of('/a.ics'), ...more }))
const sync = ({ id }: { id: string }) => syncOutsideCalendar({ eventId: newId(), organizationId: org.id }, { outsideCalendarId: id })
const now = ({ id }: { id: string }) => prisma.outsideCalendar.findUniqueOrThrow({ where: { id } })
const timesOf = async ({ id }: { id: string }) =>
  (await prisma.outsideBusyTime.findMany({ where: { outsideCalendarId: id }, orderBy: { startsAt: 'asc' } })).map(
    ({ startsAt, endsAt }) => `${startsAt.toISOString()}/${endsAt.toISOString()}`,
  )
const hour = (days: number, start: number) => `${at(days, start).toISOString()}/${at(days, start + 1).toISOString()}`
const freshHost = async () => asHost(org, {}, await createHost(org.id))

describe('a calendar outside', () => {
  it('is looked into, kept as times alone, and asked for again only if it has changed', async () => {
    let etag = '"1"'
    let content = file(event(3, 9, 'x', 'Секретная встреча'), event(4, 9))
    outside.answer = ({ headers }) => (headers['if-none-match'] === etag ? { status: 304 } : { headers: { etag }, body: content })
    const calendar = await connect({}, await freshHost())
    await sync(calendar)
    expect(await timesOf(calendar)).toEqual([hour(3, 9), hour(4, 9)])
    expect(await now(calendar)).toMatchObject({ etag, failures: 0, problem: null, succeededAt: expect.any(Date) as Date })
    await sync(calendar)
    expect(outside.asked.at(-1)?.headers['if-none-match']).toBe(etag)
    expect(await timesOf(calendar)).toHaveLength(2)
    ;[etag, content] = ['"2"', file(event(5, 9))]
    await Promise.all([sync(calendar), sync(calendar)])
    expect(await timesOf(calendar)).toEqual([hour(5, 9)])
    await prisma.outsideCalendar.update({ where: { id: calendar.id }, data: { readAt: new Date(Date.now() - 2 * day) } })
    await sync(calendar)
    expect(outside.asked.at(-1)?.headers['if-none-match']).toBeUndefined()
  })

  it('of a CalDAV server is asked for by its user, and read whole', async () => {
    for (const asCdata of [false, true]) {
      outside.answer = ({ method, headers }) => {
        if (headers.authorization !== `Basic ${Buffer.from('анна:p&ss').toString('base64')}`) return { status: 401 }
        return {
          status: 207,
          body: method === 'PROPFIND' ? aboutCalendar('t1') : multistatus([file(event(3, 9)), file(event(6, 9))], asCdata),
        }
      }
      const calendar = await connect({ kind: 'CALDAV', user: 'анна', password: 'p&ss' }, await freshHost())
      await sync(calendar)
      expect(await timesOf(calendar)).toEqual([hour(3, 9), hour(6, 9)])
      expect(outside.asked.at(-1)).toMatchObject({ method: 'REPORT', headers: { depth: '1' } })
      expect(outside.asked.at(-1)?.body).toMatch(/time-range start="\d{8}T\d{6}Z" end="\d{8}T\d{6}Z"/)
      outside.asked = []
      await sync(calendar)
      expect(outside.asked.map(({ method }) => method)).toEqual(['PROPFIND'])
    }
  })

  it.each([
    ['REFUSED', { status: 401 }],
    ['NOT_FOUND', { status: 410 }],
    ['SERVER', { status: 500 }],
    ['NOT_A_CALENDAR', { body: '<html>Sign in</html>' }],
    ['TOO_LARGE', { body: Buffer.alloc(50 * 1_024 * 1_024, 'x') }],
    ['SERVER', { status: 302, headers: { location: '/again' } }],
    ['ADDRESS', { status: 302, headers: { location: 'ftp://127.0.0.1/a.ics' } }],
  ])('that cannot be read says %s, keeps what is known, and waits longer each time', async (problem, answer) => {
    outside.answer = () => ({ body: file(event(3, 9)) })
    const calendar = await connect({}, await freshHost())
    await sync(calendar)
    outside.answer = () => answer
    const waits: number[] = []
    for (let failure = 1; failure <= 3; failure++) {
      await sync(calendar)
      const row = await now(calendar)
      expect(row).toMatchObject({ problem, failures: failure, disabledAt: null })
      waits.push(+row.nextTryAt - Date.now())
    }
    expect(waits[1]).toBeGreaterThan(Number(waits[0]))
    expect(waits[2]).toBeGreaterThan(Number(waits[1]))
    expect(await timesOf(calendar)).toHaveLength(1)
  })

  it('gives no password to where its server sends on', async () => {
    const elsewhere = await startOutsideServer()
    elsewhere.answer = () => ({ body: file(event(3, 9)) })
    outside.answer = () => ({ status: 302, headers: { location: `${elsewhere.url.replace('127.0.0.1', 'localhost')}/b.ics` } })
    const calendar = await connect({ user: 'anna', password: 'secret' }, await freshHost())
    await sync(calendar)
    elsewhere.close()
    expect(await timesOf(calendar)).toEqual([hour(3, 9)])
    expect(outside.asked[0]?.headers.authorization).toBeDefined()
    expect(elsewhere.asked[0]?.headers.authorization).toBeUndefined()
  })

  it('is given up after a week of failures, and taken up again by hand', async () => {
    const ctx = await freshHost()
    outside.answer = () => ({ body: file(event(3, 9)) })
    const calendar = await connect({}, ctx)
    await sync(calendar)
    await prisma.outsideCalendar.update({ where: { id: calendar.id }, data: { succeededAt: new Date(Date.now() - 8 * day) } })
    outside.answer = () => ({ status: 500 })
    await sync(calendar)
    expect(await now(calendar)).toMatchObject({ disabledAt: expect.any(Date) as Date })
    expect(await timesOf(calendar)).toEqual([])
    outside.asked = []
    await sync(calendar)
    expect(outside.asked).toEqual([])
    outside.answer = () => ({ body: file(event(3, 9)) })
    done(await retryOutsideCalendar(ctx, { outsideCalendarId: calendar.id }))
    await sync(calendar)
    expect(await now(calendar)).toMatchObject({ disabledAt: null, problem: null })
    expect(await timesOf(calendar)).toEqual([hour(3, 9)])
  })

  it('is asked for in time, once, and leaves one event behind', async () => {
    const one = await createOrganization()
    const { id } = done(await connectOutsideCalendar(asHost(one), of('/a.ics')))
    const events = () => prisma.outboxEvent.count({ where: { organizationId: one.id, type: 'outside_calendar.due' } })
    expect(await events()).toBe(1)
    const soon = new Date(Date.now() + 1_000)
    const asked = await Promise.all([1, 2, 3].map(() => askOutsideCalendars(soon, { organizationId: one.id })))
    expect(asked.toSorted()).toEqual([0, 0, 1])
    expect(await askOutsideCalendars(soon, { organizationId: one.id })).toBe(0)
    const { eventId } = await prisma.outsideCalendar.findUniqueOrThrow({ where: { id } })
    const before = await events()
    const reaction = { reaction: 'SyncOutsideCalendar', status: 'DONE' as const, nextAttemptAt: soon }
    await prisma.outboxEvent.update({ where: { id: eventId ?? '' }, data: { sequence: 1_000_000_000n, reactions: { create: reaction } } })
    expect(await askOutsideCalendars(new Date(Date.now() + day), { organizationId: one.id })).toBe(1)
    expect(await events()).toBe(before)
    expect((await prisma.outsideCalendar.findUniqueOrThrow({ where: { id } })).eventId).not.toBe(eventId)
  })
})

describe('what is known of it', () => {
  it('is sealed, listed without what opens it, and forgotten with it', async () => {
    const ctx = await freshHost()
    outside.answer = () => ({ body: file(event(3, 9, 'x', 'Тайна')) })
    const calendar = await connect({ url: `${outside.url}/private-abc123/basic.ics`, user: 'anna', password: 'hunter2hunter2' }, ctx)
    await sync(calendar)
    const row = await now(calendar)
    const kept = JSON.stringify({ ...row, sealedAddress: Buffer.from(row.sealedAddress).toString('latin1') })
    const log = JSON.stringify(await prisma.auditLog.findMany({ where: { organizationId: org.id, entityId: calendar.id } }))
    const events = JSON.stringify(await prisma.outboxEvent.findMany({ where: { organizationId: org.id, entityId: calendar.id } }))
    for (const secret of ['private-abc123', 'hunter2', 'Тайна', '"anna"']) {
      expect(kept).not.toContain(secret)
      expect(log).not.toContain(secret)
      expect(events).not.toContain(secret)
    }
    expect(Object.keys(calendar)).not.toContain('sealedAddress')
    done(await disconnectOutsideCalendar(ctx, { outsideCalendarId: calendar.id }))
    expect(await timesOf(calendar)).toEqual([])
    await sync(calendar)
    expect(await listOutsideCalendars(ctx, { hostId: ctx.hostId, roomId: null })).toEqual([])
  })

  it('counts our own visits once, though they come back by it', async () => {
    const host = await createHost(org.id)
    const ctx = asHost(org, {}, host)
    const hours = { startsAt: at(7, 9), endsAt: at(7, 10) }
    done(await inviteGuest(ctx, { visitor: { name: 'Anna' }, siteId: org.site.id, ...hours, recurrence: 'FREQ=WEEKLY;COUNT=3' }))
    done(await inviteGuest(ctx, { visitor: { name: 'Boris' }, siteId: org.site.id, startsAt: at(9, 9), endsAt: at(9, 10) }))
    const { url } = done(await createCalendarFeed(ctx, { content: 'EVERYTHING' }))
    const feed = await readCalendarFeed(/gcc_[\w-]+/.exec(url)?.[0] ?? '', null)
    if (feed === null || typeof feed === 'number') throw new Error('The feed does not open')
    outside.answer = () => ({ body: feed.file.replace('END:VCALENDAR', `${event(8, 9)}\r\nEND:VCALENDAR`) })
    const calendar = await connect({}, ctx)
    await sync(calendar)
    expect(await timesOf(calendar)).toEqual([hour(8, 9)])
    const stranger = await createOrganization()
    const theirs = done(await connectOutsideCalendar(asHost(stranger), of('/a.ics')))
    await syncOutsideCalendar({ eventId: newId(), organizationId: stranger.id }, { outsideCalendarId: theirs.id })
    expect(await timesOf(theirs)).toHaveLength(5)
  })

  it('tells who may invite when hosts and rooms are busy, and nobody else', async () => {
    const host = await createHost(org.id)
    outside.answer = () => ({ body: file(event(3, 9)) })
    const calendar = await connect({}, asHost(org, {}, host))
    await sync(calendar)
    await inviteGuest(asHost(org, {}, host), { visitor: { name: 'Anna' }, siteId: org.site.id, startsAt: at(4, 9), endsAt: at(4, 10) })
    const question = { hostIds: [host.id], roomIds: [], from: at(2, 0), to: at(20, 0) }
    for (const ctx of [asHost(org), asOperator(org), await asApiKey(org)])
      expect((await listBusyTimes(ctx, question)).map(({ source, startsAt }) => [source, startsAt])).toEqual([
        ['VISIT', at(4, 9)],
        ['CALENDAR', at(3, 9)],
      ])
    await expect(listBusyTimes(asDeveloper(org), question)).rejects.toThrow()
    await expect(listBusyTimes(asSecurityOfficer(org), question)).rejects.toThrow()
    expect(await listBusyTimes(asHost(await createOrganization()), question)).toEqual([])
    const { url } = done(await createCalendarFeed(asHost(org, {}, host), { content: 'FREE_BUSY' }))
    const feed = await readCalendarFeed(/gcc_[\w-]+/.exec(url)?.[0] ?? '', null)
    expect(typeof feed === 'object' && feed?.file.match(/^FREEBUSY/gm)).toHaveLength(2)
  })
})

describe('a room that is busy elsewhere', () => {
  it('cannot be booked then, or can with a warning, as its administrator says', async () => {
    outside.answer = () => ({ body: file(event(12, 9)) })
    const admin = asOrgAdmin(org)
    const calendar = await connect({ roomId: org.room.id }, admin)
    await sync(calendar)
    const book = (days: number, start: number) =>
      inviteGuest(asHost(org), {
        visitor: { name: 'Anna' },
        siteId: org.site.id,
        roomId: org.room.id,
        startsAt: at(days, start),
        endsAt: at(days, start + 1),
      })
    expect(await book(12, 9)).toMatchObject({ code: 'VALIDATION_FAILED' })
    done(await book(12, 10))
    done(await changeOutsideCalendar(admin, { outsideCalendarId: calendar.id, blocks: false }))
    done(await book(12, 9))
    const times = await listBusyTimes(asHost(org), { hostIds: [], roomIds: [org.room.id], from: at(12, 0), to: at(13, 0) })
    expect(times.filter(({ source }) => source === 'CALENDAR')).toMatchObject([{ roomId: org.room.id, blocks: false }])
  })
})

describe('whose it is', () => {
  it('a host sees to their own, who manages people to those of hosts, who manages the organization to those of rooms', async () => {
    const host = await createHost(org.id)
    const own = await connect({}, asHost(org, {}, host))
    const ofRoom = await connect({ roomId: org.room.id }, asOrgAdmin(org))
    const gone = { outsideCalendarId: own.id }
    expect(await disconnectOutsideCalendar(asHost(org), gone)).toMatchObject({ code: 'NOT_FOUND' })
    expect(await retryOutsideCalendar(asHost(org), { outsideCalendarId: ofRoom.id })).toMatchObject({ code: 'NOT_FOUND' })
    expect(await connectOutsideCalendar(asHost(org), { ...of('/a.ics'), roomId: org.room.id })).toMatchObject({ code: 'NOT_FOUND' })
    expect(await connectOutsideCalendar(asHost(org), { ...of('/a.ics'), hostId: host.id })).toMatchObject({ code: 'NOT_FOUND' })
    expect(await disconnectOutsideCalendar(asOrgAdmin(await createOrganization()), gone)).toMatchObject({ code: 'NOT_FOUND' })
    for (const ctx of [asDeveloper(org), asOperator(org), await asApiKey(org)])
      await expect(connectOutsideCalendar(ctx, of('/a.ics'))).rejects.toThrow()
    done(await disconnectOutsideCalendar(asOrgAdmin(org), gone))
    done(await disconnectOutsideCalendar(asOrgAdmin(org), { outsideCalendarId: ofRoom.id }))
  })

  it('takes no address that leads nowhere, holds a password or is none, and no more than five', async () => {
    const ctx = await freshHost()
    for (const url of ['', 'calendar', 'ftp://a.example/x', 'file:///etc/passwd', 'https://a:b@c.example/', 'javascript:alert(1)'])
      expect(await connectOutsideCalendar(ctx, { ...of('/a.ics'), url })).toMatchObject({ code: 'VALIDATION_FAILED' })
    const answers = await Promise.all(
      Array.from({ length: 7 }, () => connectOutsideCalendar(ctx, { ...of('/a.ics'), url: 'webcal://cal.example/x' })),
    )
    expect(answers.filter((answer) => 'failure' in answer)).toHaveLength(2)
  })
})

import fc from 'fast-check'
import type { SendMailOptions } from 'nodemailer'
import { beforeAll, beforeEach, describe, expect, it, vi } from 'vitest'
import { isFailure, type Failure } from '../../../server/core/errors'
import { cancelAppointment } from '../../../server/domains/appointments/use-cases/cancel-appointment'
import { inviteGuest } from '../../../server/domains/appointments/use-cases/invite-guest'
import { updateAppointment } from '../../../server/domains/appointments/use-cases/update-appointment'
import { prisma } from '../../../server/infra/db'
import { reactionsTo, runnerOf } from '../../../server/worker/registry'
import { createOrganization, type TestOrganization } from '../../setup/organization'
import { asHost } from '../../setup/principals'
import { byIcalJs, byNodeIcal, isFolded, linesOf } from './readers'

const mailed = vi.hoisted(() => [] as SendMailOptions[])
vi.mock('../../../server/infra/mail', () => ({ sendMail: (_: string, mail: SendMailOptions) => Promise.resolve(void mailed.push(mail)) }))

function done<T>(answer: T | Failure): T {
  if (isFailure(answer)) throw new Error(JSON.stringify(answer))
  return answer
}

const day = 86_400_000
const span = { from: new Date(), to: new Date(Date.now() + 360 * day) }

const fileIn = (mail: SendMailOptions | undefined) => (mail?.icalEvent ?? {}) as { method?: string; content?: string }
const methodOf = (mail: SendMailOptions | undefined) => fileIn(mail).method ?? ''
const contentOf = (mail: SendMailOptions | undefined) => fileIn(mail).content ?? ''

/** The calendar of a guest who puts into it what the mails bring, as RFC 5546 asks: of one identifier the highest sequence counts. */
class GuestCalendar {
  private readonly files = new Map<string, { sequence: number; text: string }>()
  private readonly gone = new Map<string, number>()

  take(mail: SendMailOptions): void {
    const [method, content] = [methodOf(mail), contentOf(mail)]
    const lines = linesOf(content)
    const read = (name: string) => lines.find((line) => line.startsWith(`${name}:`))?.slice(name.length + 1) ?? ''
    const [uid, sequence] = [read('UID'), Math.max(...lines.filter((line) => line.startsWith('SEQUENCE:')).map((line) => +line.slice(9)))]
    const uids = new Set(lines.filter((each) => each.startsWith('UID:')))
    if (!isFolded(content) || read('METHOD') !== method || uids.size !== 1) throw new Error(`Not as RFC 5545 and 5546 want it:\n${content}`)
    const known = this.files.get(uid)?.sequence ?? this.gone.get(uid) ?? -1
    if (sequence < known) return
    this.files.delete(uid)
    if (method === 'CANCEL') this.gone.set(uid, sequence)
    else this.files.set(uid, { sequence, text: content })
  }

  shown(by: typeof byIcalJs): string[] {
    return [...this.files.values()].flatMap(({ text }) => by(text, span)).toSorted()
  }
}

let org: TestOrganization
let calendar: GuestCalendar
let handled = ''
beforeAll(async () => {
  org = await createOrganization({ timeZone: 'Europe/Berlin' })
})
beforeEach(() => {
  calendar = new GuestCalendar()
})

/** Does what the worker would, and lets the guest's calendar read what was mailed. */
async function work(): Promise<void> {
  for (;;) {
    const where = { organizationId: org.id, id: { gt: handled } }
    const events = await prisma.outboxEvent.findMany({ where, orderBy: { id: 'asc' } })
    if (events.length === 0) break
    for (const { id, type, payload } of events) {
      handled = id
      for (const { job, data } of reactionsTo(type)) {
        const given = data(payload as Record<string, unknown>)
        if (given) await runnerOf(job).run({ eventId: id, organizationId: org.id }, given)
      }
    }
  }
  for (const mail of mailed.splice(0)) calendar.take(mail)
}

const startOf = (days: number, hour: number) => new Date(Math.floor(Date.now() / day) * day + days * day + hour * 3_600_000)

async function book(recurrence: string | null, hour = 9): Promise<string> {
  const startsAt = startOf(40, hour)
  const hours = { startsAt, endsAt: new Date(+startsAt + 1_800_000) }
  const visitor = { name: 'Анна Петрова', email: `anna-${Math.random().toString(36).slice(2)}@guest.example` }
  const booked = done(await inviteGuest(asHost(org), { visitor, siteId: org.site.id, ...hours, ...(recurrence ? { recurrence } : {}) }))
  const { visitorId } = await prisma.visitPass.findFirstOrThrow({ where: { appointmentId: booked.id }, select: { visitorId: true } })
  await work()
  return visitorId
}

const rowsOf = (visitorId: string) =>
  prisma.appointment.findMany({
    where: { organizationId: org.id, status: 'SCHEDULED', visitPasses: { some: { visitorId } } },
    orderBy: { startsAt: 'asc' },
  })
const takingPlace = async (visitorId: string) =>
  (await rowsOf(visitorId)).map(({ startsAt, endsAt }) => `${startsAt.toISOString()}/${endsAt.toISOString()}`).toSorted()

const change = fc.record({
  what: fc.constantFrom('move', 'move', 'cancel', 'retitle', 'note', 'rule'),
  scope: fc.constantFrom('THIS' as const, 'FOLLOWING' as const, 'ALL' as const),
  place: fc.nat(30),
  days: fc.integer({ min: -1, max: 2 }),
  hour: fc.constantFrom(7, 9, 15),
  rule: fc.constantFrom('FREQ=DAILY;COUNT=4', 'FREQ=DAILY;INTERVAL=2;COUNT=3', 'FREQ=WEEKLY;COUNT=3'),
})
type Change = typeof change extends fc.Arbitrary<infer C> ? C : never

async function apply(visitorId: string, { what, scope, place, days, hour, rule }: Change): Promise<void> {
  const rows = await rowsOf(visitorId)
  const row = rows[place % Math.max(1, rows.length)]
  if (!row) return
  const { id, version } = row
  const startsAt = new Date(Math.floor(+row.startsAt / day) * day + days * day + hour * 3_600_000)
  const wanted = {
    move: { startsAt, endsAt: new Date(+startsAt + 1_800_000) },
    retitle: { title: `Разговор ${days}${hour}` },
    note: { receptionNote: `Кофе ${days}${hour}` },
    rule: scope === 'THIS' ? { message: 'Вход со двора' } : { recurrence: rule },
    cancel: {},
  }
  if (what === 'cancel') done(await cancelAppointment(asHost(org), { appointmentId: id, passes: 'REVOKE', scope }))
  // What cannot be changes nothing, and nothing is told.
  else await updateAppointment(asHost(org), { appointmentId: id, version, scope, ...wanted[what] })
  await work()
}

describe('what guests are mailed', () => {
  it('keeps their calendars as the visits are, whatever is done to a series, in real programs', async () => {
    const plan = fc.record({
      recurrence: fc.constantFrom('FREQ=DAILY;COUNT=5', 'FREQ=WEEKLY;COUNT=12', 'FREQ=DAILY;INTERVAL=3;COUNT=4', 'FREQ=MONTHLY;COUNT=8'),
      changes: fc.array(change, { minLength: 1, maxLength: 4 }),
    })
    await fc.assert(
      fc.asyncProperty(plan, async ({ recurrence, changes }) => {
        calendar = new GuestCalendar()
        const visitorId = await book(recurrence)
        for (const each of [undefined, ...changes]) {
          if (each) await apply(visitorId, each)
          const expected = await takingPlace(visitorId)
          expect(calendar.shown(byIcalJs)).toEqual(expected)
          expect(calendar.shown(byNodeIcal)).toEqual(expected)
        }
      }),
      { numRuns: 20, endOnFailure: true },
    )
  }, 600_000)

  it('tells at once that the earlier part of a series ends where it was cut, in a mail of its own', async () => {
    const visitorId = await book('FREQ=WEEKLY;COUNT=10')
    const sixth = (await rowsOf(visitorId))[5]
    const moved = new Date(Number(sixth?.startsAt) + 3_600_000)
    const hours = { startsAt: moved, endsAt: new Date(+moved + 1_800_000) }
    done(
      await updateAppointment(asHost(org), { appointmentId: sixth?.id ?? '', version: sixth?.version ?? 0, scope: 'FOLLOWING', ...hours }),
    )
    const taken = vi.spyOn(calendar, 'take')
    await work()
    const subjects = taken.mock.calls.map(([{ subject }]) => subject?.split(':')[0])
    expect(subjects.toSorted()).toEqual(['Invitation', 'Last visit by the earlier schedule'])
    expect(calendar.shown(byIcalJs)).toEqual(await takingPlace(visitorId))
  })

  it('calls a series off as a whole, and says what the guest has answered', async () => {
    const visitorId = await book('FREQ=DAILY')
    const [first] = await rowsOf(visitorId)
    done(await cancelAppointment(asHost(org), { appointmentId: first?.id ?? '', passes: 'REVOKE', scope: 'ALL' }))
    const taken = vi.spyOn(calendar, 'take')
    await work()
    expect(methodOf(taken.mock.calls[0]?.[0])).toBe('CANCEL')
    expect(calendar.shown(byIcalJs)).toEqual([])
    const single = await book(null)
    const [visit] = await rowsOf(single)
    await prisma.visitPass.updateMany({ where: { appointmentId: visit?.id ?? '' }, data: { reply: 'CONFIRMED' } })
    done(await updateAppointment(asHost(org), { appointmentId: visit?.id ?? '', version: 0, title: 'Договор' }))
    await work()
    const lines = linesOf(contentOf(taken.mock.calls.at(-1)?.[0]))
    expect(lines.find((line) => line.startsWith('ATTENDEE'))).toMatch(/ROLE=REQ-PARTICIPANT.*PARTSTAT=ACCEPTED;RSVP=FALSE/)
    expect(lines).toContain('SEQUENCE:1')
    expect(lines.some((line) => line.startsWith('ORGANIZER'))).toBe(true)
  })
})

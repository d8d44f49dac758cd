import { afterAll, beforeAll, expect, it, vi } from 'vitest'
import { newId } from '../../../server/core/ids'
import { AppointmentCreated } from '../../../server/domains/appointments/events'
import { VisitorCreated } from '../../../server/domains/visitors/events'
import { prisma } from '../../../server/infra/db'
import { emit } from '../../../server/infra/outbox'
import { createOrganization, type TestOrganization } from '../../setup/organization'
import { bookedVisit, type BookedVisit } from '../scan/signed-pass'
import { guestsOf, recipients, untilHandled } from './handled'

const { own, mail } = await vi.hoisted(async () => {
  const { freePort } = await import('../../../scripts/services/free-port.ts')
  const mail = (await import('../failures/mail-server')).mailServer(await freePort())
  const own = await (await import('./own-services')).claimServices({ SMTP_URL: `smtp://127.0.0.1:${mail.port}?greetingTimeout=60000` })
  return { own, mail }
})
let org: TestOrganization
/** Every visit of this file: what one test finished must stay finished. */
const visits: BookedVisit[] = []

beforeAll(async () => {
  org = await createOrganization()
})
afterAll(async () => {
  mail.letGo()
  await own.release()
  await mail.close()
}, 30_000)

const book = async (count: number) => {
  const booked = await Promise.all(Array.from({ length: count }, () => bookedVisit(org)))
  visits.push(...booked)
  return booked
}

it('without a mail server an invite is noted FAILED and due again; it is SENT once the server is back', async () => {
  await own.startWorker()
  const [visit] = await book(1)
  const notification = () =>
    prisma.notification.findFirst({ where: { visitPassId: visit?.passId }, select: { status: true, errorMessage: true, sentAt: true } })
  await expect
    .poll(notification, { timeout: 15_000 })
    .toEqual({ status: 'FAILED', errorMessage: expect.stringMatching(/^SMTP E[A-Z]+$/), sentAt: null })
  const reaction = () => prisma.outboxReaction.findFirst({ where: { reaction: 'SendNotification', event: { entityId: visit?.passId } } })
  await expect.poll(async () => (await reaction())?.attempts, { timeout: 15_000 }).toBeGreaterThan(0)
  expect(await reaction()).toMatchObject({ status: 'PENDING', lastError: expect.stringContaining('ECONNREFUSED') })

  await mail.open()
  await untilHandled(visits, 30_000)
  expect(await notification()).toEqual({ status: 'SENT', errorMessage: null, sentAt: expect.any(Date) })
  expect(await reaction()).toMatchObject({ status: 'DONE', lastError: null })
  expect(recipients(mail.mails)).toEqual(guestsOf(visits))
}, 90_000)

it('when Redis is wiped, what waited there and what comes after is handled, once', async () => {
  mail.hold()
  await book(20)
  await expect.poll(mail.waiting, { timeout: 20_000, message: 'mails are on their way' }).toBe(8)
  await expect
    .poll(() => prisma.outboxReaction.count({ where: { reaction: 'SendNotification' } }), { message: 'the others wait in Redis' })
    .toBe(visits.length)
  await own.wipeRedis()
  await book(3)
  mail.letGo()
  await untilHandled(visits, 20_000)
  expect(recipients(mail.mails)).toEqual(guestsOf(visits))
}, 90_000)

it('when the mail server is slow, invites that wait for it are looked after and yet sent once', async () => {
  mail.hold()
  await book(20)
  await expect.poll(mail.waiting, { timeout: 20_000, message: 'mails are on their way' }).toBe(8)
  const handedOut = async () => (await own.queueEvents('notifications')).filter(({ event }) => event === 'added' || event === 'duplicated')
  const before = (await handedOut()).length
  await expect.poll(async () => (await handedOut()).length, { timeout: 60_000, message: 'they are overdue' }).toBeGreaterThan(before + 12)
  mail.letGo()
  await untilHandled(visits, 20_000)
  expect(recipients(mail.mails)).toEqual(guestsOf(visits))
}, 120_000)

it('an event that this version cannot read holds up no other', async () => {
  const eventId = await prisma.$transaction(async (tx) => {
    const id = await emit(tx, org.id, VisitorCreated, { visitorId: newId() }, new Date())
    await tx.outboxEvent.update({ where: { id }, data: { type: AppointmentCreated.type }, select: { id: true } })
    return id
  })
  const where = { eventId }
  await book(1)
  const reaction = () => prisma.outboxReaction.findFirst({ where, select: { status: true, lastError: true } })
  await expect.poll(reaction, { timeout: 20_000 }).toEqual({ status: 'PENDING', lastError: expect.stringContaining('ZodError') })
  await prisma.outboxReaction.updateMany({ where, data: { status: 'DONE' } })
  await untilHandled(visits, 20_000)
}, 60_000)

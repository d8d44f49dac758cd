import { afterAll, beforeAll, beforeEach, expect, it, vi } from 'vitest'
import { sequenceEvents } from '../../../server/worker/sequence.sql'
import { reactionsTo } from '../../../server/worker/registry'
import { createOrganization, type TestOrganization } from '../../setup/organization'
import { bookedVisit, type BookedVisit } from '../scan/signed-pass'
import { guestsOf, recipients, untilHandled } from './handled'

const { own, mail } = await vi.hoisted(async () => {
  const { freePort } = await import('../../../scripts/services/free-port.ts')
  const mail = (await import('../failures/mail-server')).mailServer(await freePort())
  const own = await (await import('./own-services')).claimServices({ SMTP_URL: `smtp://127.0.0.1:${mail.port}` })
  return { own, mail }
})
let org: TestOrganization
/** Every visit of this file: what one test finished must stay finished. */
const visits: BookedVisit[] = []

/** How soon another worker has taken up and done the work, in milliseconds. */
const soon = 15_000

beforeAll(async () => {
  org = await createOrganization()
  await mail.open()
})
afterAll(async () => {
  mail.letGo()
  await own.release()
  await mail.close()
}, 30_000)
beforeEach(() => mail.letGo())

const book = async (count: number) => visits.push(...(await Promise.all(Array.from({ length: count }, () => bookedVisit(org)))))

it('what a killed worker had in hand is done by the next within 15 s, and nothing is lost', async () => {
  const first = await own.startWorker()
  mail.hold()
  await book(12)
  await expect.poll(mail.waiting, { timeout: 20_000, message: 'mails are on their way' }).toBe(8)
  await first.kill()
  const killed = performance.now()
  await expect.poll(mail.waiting, { timeout: 2_000 }).toBe(0)
  mail.letGo()
  const second = await own.startWorker()
  await untilHandled(visits, killed + soon - performance.now())
  expect(recipients(mail.mails)).toEqual(guestsOf(visits))
  await second.kill()
}, 90_000)

it('events that a killed worker had numbered and not yet handed out are handled within 15 s', async () => {
  await book(3)
  await sequenceEvents((event) => reactionsTo(event.type).map(({ job }) => job.name), new Date())
  const killed = performance.now()
  await own.startWorker()
  await untilHandled(visits, killed + soon - performance.now())
  expect(recipients(mail.mails)).toEqual(guestsOf(visits))
}, 90_000)

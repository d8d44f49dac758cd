import { afterAll, beforeAll, expect, it, vi } from 'vitest'
import { newId } from '../../../server/core/ids'
import { AppointmentCreated } from '../../../server/domains/appointments/events'
import { VisitorCreated } from '../../../server/domains/visitors/events'
import { prisma } from '../../../server/infra/db'
import { emit } from '../../../server/infra/outbox'
import { createOrganization, type TestOrganization } from '../../setup/organization'
import { asHost } from '../../setup/principals'
import { createVisit } from '../../setup/visits'
import { sequenceOf } from './handled'

const own = await vi.hoisted(async () => (await import('./own-services')).claimServices())
let org: TestOrganization

beforeAll(async () => {
  org = await createOrganization()
})
afterAll(own.release, 30_000)

/** A transaction that has announced an event and waits for its end. */
async function openTransaction(announce: (tx: Parameters<typeof emit>[0]) => Promise<string>) {
  const written = Promise.withResolvers<string>()
  const end = Promise.withResolvers<void>()
  const done = asHost(org).transaction(async (tx) => {
    written.resolve(await announce(tx))
    await end.promise
  })
  done.catch(written.reject)
  return { eventId: await written.promise, commit: () => end.resolve(), rollBack: () => end.reject(new Error('called off')), done }
}

const announceVisitor = (tx: Parameters<typeof emit>[0] = prisma) => emit(tx, org.id, VisitorCreated, { visitorId: newId() }, new Date())

it('an event whose transaction is rolled back is never relayed; one that is committed late gets a later number', async () => {
  const { appointmentId, passId } = await createVisit(org)
  await prisma.visitPass.update({ where: { id: passId }, data: { status: 'DRAFT' } })
  const payload = { appointmentId, siteId: org.site.id, hostId: org.host.id, visitPassIds: [passId] }
  await own.startWorker()

  const doomed = await openTransaction((tx) => emit(tx, org.id, AppointmentCreated, payload, new Date()))
  const late = await openTransaction(announceVisitor)
  const between = await announceVisitor()
  await expect.poll(() => sequenceOf(between), { timeout: 10_000 }).toBe(1)

  doomed.rollBack()
  await expect(doomed.done).rejects.toThrow('called off')
  late.commit()
  await late.done
  await expect.poll(() => sequenceOf(late.eventId), { timeout: 10_000 }).toBe(2)
  const last = await announceVisitor()
  await expect.poll(() => sequenceOf(last), { timeout: 10_000 }).toBe(3)

  const events = await prisma.outboxEvent.findMany({ orderBy: { sequence: 'asc' }, select: { id: true } })
  expect(events).toEqual([between, late.eventId, last].map((id) => ({ id })))
  expect(await prisma.outboxReaction.count()).toBe(0)
  expect(await own.queueEvents('access-control')).toEqual([])
  expect(await prisma.visitPass.findUnique({ where: { id: passId }, select: { status: true } })).toEqual({ status: 'DRAFT' })
}, 60_000)

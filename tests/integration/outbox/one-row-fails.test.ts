import { afterAll, afterEach, expect, it, vi } from 'vitest'
import { OperationContext } from '../../../server/core/ctx'
import { newId } from '../../../server/core/ids'
import { Prisma } from '../../../server/generated/prisma/client'
import { prisma } from '../../../server/infra/db'
import { schedule } from '../../../server/worker/schedule'
import { createOrganization, type TestOrganization } from '../../setup/organization'
import { leftoversOf } from './leftovers'

// A server of its own: nobody else is to stumble over what fails here.
const own = await vi.hoisted(async () => (await import('./own-services')).claimServices())
afterEach(() => void vi.restoreAllMocks())
afterAll(own.release, 30_000)

/** Tasks that look after one row, or one organization, after the other. */
const tasks = [
  'expire passes whose window is over',
  'recount the last week and mend counters that differ',
  'hand on what nobody has decided in time',
  'have somebody decide for whoever is away',
  'call off visits that were over before all had agreed',
  'ask for calendars outside that are due',
  'ask for turnstiles that are due',
  'book visits of series that came within a year',
  'forget visitors as the organizations promise',
  'erase guests who asked for it and have left',
  'erase again whoever a restored backup brought back',
  'throw away files of visitors after a day',
]

/** Nothing can be written of one organization; the task does its work for the other one, and fails in the end. */
async function runWhileBroken(name: string, broken: TestOrganization, whole: TestOrganization): Promise<void> {
  const transaction = OperationContext.prototype.transaction
  const done = new Set<string | null>()
  vi.spyOn(OperationContext.prototype, 'transaction').mockImplementation(async function (this: OperationContext, work) {
    if (this.organizationId === broken.id) throw new Error('The disk is full')
    const result = await transaction.call(this, work)
    done.add(this.organizationId)
    return result as never
  })
  const task = schedule.find((each) => each.name === name)
  await expect(task?.run()).rejects.toThrow('left for the next run')
  expect(done).toContain(whole.id)
  vi.restoreAllMocks()
  await task?.run()
}

it.each(tasks)('a row that fails keeps no other waiting, and is told of in the end: %s', async (name) => {
  const [broken, whole] = [await createOrganization(), await createOrganization()]
  for (const org of [broken, whole]) await leftoversOf(org)[name]?.()
  await runWhileBroken(name, broken, whole)
})

it('a day that cannot be counted keeps no other waiting', async () => {
  const name = 'count the days anew on which something happened'
  const [broken, whole] = [await createOrganization(), await createOrganization()]
  await leftoversOf(whole)[name]?.()
  const day = { day: new Date('2026-01-05'), markedAt: new Date(0) }
  await prisma.staleStatisticDay.create({ data: { organizationId: broken.id, siteId: broken.site.id, ...day } })
  await runWhileBroken(name, broken, whole)
})

it('no request waits for an approver behind however many of which nothing can be made', async () => {
  const name = 'have somebody decide for whoever is away'
  const [stuck, other] = [await createOrganization(), await createOrganization()]
  await leftoversOf(stuck)[name]?.()
  await prisma.membership.updateMany({ where: { organizationId: stuck.id }, data: { suspendedAt: new Date() } })
  const request = await prisma.approvalRequest.findFirstOrThrow({ where: { organizationId: stuck.id } })
  const copy = () => ({ ...request, id: newId(), steps: request.steps ?? [], changed: Prisma.DbNull, earlier: Prisma.DbNull })
  await prisma.approvalRequest.createMany({ data: Array.from({ length: 200 }, copy) })
  await leftoversOf(other)[name]?.()
  await schedule.find((each) => each.name === name)?.run()
  const open = { closedAt: null, userId: other.orgAdmin.id }
  expect(await prisma.approvalAsk.count({ where: { organizationId: other.id, ...open } })).toBe(1)
}, 60_000)

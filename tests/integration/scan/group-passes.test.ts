import { beforeAll, describe, expect, it } from 'vitest'
import type { Ctx } from '../../../server/core/ctx'
import { isFailure } from '../../../server/core/errors'
import { annulScan } from '../../../server/domains/access-control/use-cases/annul-scan'
import { countPresence } from '../../../server/domains/access-control/use-cases/count-presence'
import { scanPass } from '../../../server/domains/access-control/use-cases/scan-pass'
import { inviteGuest } from '../../../server/domains/appointments/use-cases/invite-guest'
import { issueVisitPass } from '../../../server/domains/credentials/use-cases/issue-visit-pass'
import { prisma } from '../../../server/infra/db'
import { createOrganization, type TestOrganization } from '../../setup/organization'
import { asDevice, asHost, asOperator } from '../../setup/principals'
import { verdict } from './signed-pass'

let org: TestOrganization
let scanners: Ctx[]
beforeAll(async () => {
  org = await createOrganization()
  scanners = await Promise.all(Array.from({ length: 10 }, () => asDevice(org)))
})

const hours = () => ({ startsAt: new Date(), endsAt: new Date(Date.now() + 3_600_000) })

async function groupOf(groupSize: number | null, more: object = {}) {
  const visit = await inviteGuest(asHost(org), {
    visitor: { name: 'Anna Petrova' },
    siteId: org.site.id,
    passType: 'GROUP',
    groupSize,
    ...hours(),
    ...more,
  })
  if (isFailure(visit)) throw new Error(JSON.stringify(visit))
  const [pass, ...others] = await prisma.visitPass.findMany({ where: { appointmentId: visit.id } })
  expect(others).toEqual([])
  await issueVisitPass({ organizationId: org.id } as never, { visitPassIds: [pass!.id] })
  const { qrToken } = await prisma.visitPass.findUniqueOrThrow({ where: { id: pass!.id } })
  return { id: pass!.id, visitId: visit.id, code: qrToken! }
}
const passOf = (id: string) => prisma.visitPass.findUniqueOrThrow({ where: { id } })

describe('one pass for a group', () => {
  it.each([
    [12, 5],
    [12, 40],
    [3, 100],
  ])('of %i, scanned %i times at once, admits as many as the fewer of both', async (size, parallel) => {
    const pass = await groupOf(size)
    const words = await Promise.all(
      Array.from({ length: parallel }, (_, place) => verdict(scanners[place % scanners.length]!, org, pass.code)),
    )
    const admitted = Math.min(size, parallel)
    expect(words.filter((word) => word === 'ScanAdmitted')).toHaveLength(admitted)
    expect(words.filter((word) => word === 'ALREADY_USED')).toHaveLength(parallel - admitted)
    expect(await passOf(pass.id)).toMatchObject({
      entriesUsed: admitted,
      peopleInside: admitted,
      status: admitted === size ? 'USED' : 'ACTIVE',
      presence: 'INSIDE',
    })
  })

  it('counts who is inside, one by one, and who is still to come', async () => {
    const before = (await countPresence(asOperator(org), org.site.id))!
    const pass = await groupOf(3)
    const scan = (direction: 'ENTRY' | 'EXIT', nonce: string) =>
      scanPass(scanners[0]!, { code: pass.code, gateId: org.gates[0].id, direction, nonce })
    const tally = async () => {
      const now = (await countPresence(asOperator(org), org.site.id))!
      return [now.inside - before.inside, now.expectedToday - before.expectedToday]
    }
    expect(await tally()).toEqual([0, 3])
    for (const nonce of ['in-1', 'in-2']) await scan('ENTRY', `${pass.id}-${nonce}`)
    expect(await tally()).toEqual([2, 1])
    await scan('EXIT', `${pass.id}-out-1`)
    expect(await passOf(pass.id)).toMatchObject({ peopleInside: 1, presence: 'INSIDE' })
    await annulScan(scanners[0]!, { nonce: `${pass.id}-out-1` })
    expect(await tally()).toEqual([2, 1])
    await annulScan(scanners[0]!, { nonce: `${pass.id}-in-2` })
    expect(await passOf(pass.id)).toMatchObject({ peopleInside: 1, entriesUsed: 1, presence: 'INSIDE' })
    await scan('EXIT', `${pass.id}-out-2`)
    await scan('EXIT', `${pass.id}-out-3`)
    expect(await passOf(pass.id)).toMatchObject({ peopleInside: 0, entriesUsed: 1, presence: 'LEFT', insideSince: null })
    expect(await tally()).toEqual([0, 2])
  })

  it('fills a room with its people, and every visit of a series', async () => {
    const room = await prisma.room.create({
      data: { id: crypto.randomUUID(), organizationId: org.id, siteId: org.site.id, name: 'Hall', capacity: 10 },
    })
    const refused = inviteGuest(asHost(org), {
      visitor: { name: 'Bob' },
      siteId: org.site.id,
      roomId: room.id,
      passType: 'GROUP',
      groupSize: 10,
      ...hours(),
    })
    expect(await refused).toMatchObject({ fields: [{ path: ['input', 'roomId'] }] })
    const { visitId } = await groupOf(9, { roomId: room.id, recurrence: 'FREQ=WEEKLY;COUNT=3' })
    const { seriesId } = await prisma.appointment.findUniqueOrThrow({ where: { id: visitId } })
    const passes = await prisma.visitPass.findMany({ where: { organizationId: org.id, appointment: { seriesId } } })
    expect(passes.map(({ entriesLimit }) => entriesLimit)).toEqual([9, 9, 9])
    expect(await prisma.seriesGuest.findFirst({ where: { seriesId: seriesId! } })).toMatchObject({ groupSize: 9 })
  })

  it('has a size only where it is one pass for a group', async () => {
    const invite = (more: object) => inviteGuest(asHost(org), { visitor: { name: 'Bob' }, siteId: org.site.id, ...hours(), ...more })
    expect(await invite({ passType: 'SINGLE', groupSize: 5 })).toMatchObject({ fields: [{ path: ['input', 'groupSize'] }] })
    expect(await invite({ passType: 'GROUP', groupSize: 1 })).toMatchObject({ fields: [{ path: ['input', 'groupSize'] }] })
    expect(await invite({ passType: 'GROUP', groupSize: 501 })).toMatchObject({ fields: [{ path: ['input', 'groupSize'] }] })
    expect(await invite({ passType: 'GROUP', groupSize: 5, others: [{ name: 'Carl' }] })).toMatchObject({
      fields: [{ path: ['input', 'others'] }],
    })
    const { id } = await groupOf(null)
    expect(await passOf(id)).toMatchObject({ type: 'GROUP', entriesLimit: null })
  })
})

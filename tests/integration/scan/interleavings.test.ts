import { randomUUID } from 'node:crypto'
import { describe, expect, it } from 'vitest'
import type { Ctx } from '../../../server/core/ctx'
import { isFailure } from '../../../server/core/errors'
import { newId } from '../../../server/core/ids'
import { uploadScans } from '../../../server/domains/access-control/use-cases/offline/upload-scans'
import { issueVisitPass } from '../../../server/domains/credentials/use-cases/issue-visit-pass'
import { prisma } from '../../../server/infra/db'
import { createOrganization, type TestOrganization } from '../../setup/organization'
import { asDevice } from '../../setup/principals'
import { bookedVisit } from './signed-pass'
import { dice } from '../../setup/repeatable'

/** How many passes are tried, each with an interleaving of its own; a thousand take a minute and a half. */
const tried = Number(process.env.INTERLEAVINGS ?? 200)

type Scan = Parameters<typeof uploadScans>[1]['scans'][number]

/** Passes of one visit that the worker has signed, single and for several entries by turns. */
async function signedPasses(org: TestOrganization, count: number) {
  const hours = { startsAt: new Date(Date.now() - 1_800_000), endsAt: new Date(Date.now() + 1_800_000) }
  const { passId } = await bookedVisit(org, hours)
  const {
    id: _,
    zones: __,
    suspensions: ___,
    accessRuleIds: ____,
    ...first
  } = await prisma.visitPass.findUniqueOrThrow({ where: { id: passId } })
  const rows = Array.from({ length: count }, (_____, index) => ({
    ...first,
    id: newId(),
    entriesLimit: 1 + (index % 3),
    createdAt: new Date(),
  }))
  await prisma.visitPass.createMany({ data: rows })
  const visitPassIds = rows.map(({ id }) => id)
  await issueVisitPass({ eventId: randomUUID(), organizationId: org.id }, { visitPassIds })
  const passes = await prisma.visitPass.findMany({ where: { id: { in: visitPassIds } }, orderBy: { id: 'asc' } })
  return passes.map(({ id, qrToken, entriesLimit }) => ({ id, code: qrToken ?? '', entriesLimit: entriesLimit ?? 0 }))
}

/** What three gates that know nothing of each other have let through on a pass: each no more often than the pass says. */
function daysWork(org: TestOrganization, code: string, entriesLimit: number, next: (below: number) => number): Scan[][] {
  return [0, 1, 2].map((gate) => {
    const taken = { entries: 0 }
    return Array.from({ length: next(4) }, (): Scan => {
      const direction = next(3) === 0 ? ('EXIT' as const) : ('ENTRY' as const)
      const admitted = direction === 'EXIT' || taken.entries++ < entriesLimit
      const occurredAt = new Date(Date.now() - 60_000 - next(1_500_000))
      return {
        code,
        gateId: org.gates[gate % 2]!.id,
        direction,
        nonce: randomUUID(),
        occurredAt,
        admitted,
        reason: admitted ? null : 'ALREADY_USED',
      }
    })
  })
}

/** What has to come of it: said anew, without what the product has for it. */
function expected(gates: Scan[][], entriesLimit: number) {
  let [entries, inside, moved] = [0, false, false]
  const log = gates
    .flat()
    .toSorted((one, other) => one.occurredAt.getTime() - other.occurredAt.getTime())
    .map(({ direction, admitted, nonce }) => {
      if (!admitted) return [nonce, 'DENIED']
      inside = direction === 'ENTRY'
      moved = true
      if (direction === 'EXIT' || entries++ < entriesLimit) return [nonce, 'ADMITTED']
      return [nonce, 'CONFLICT']
    })
  const entriesUsed = Math.min(entries, entriesLimit)
  const status = entriesUsed >= entriesLimit ? 'USED' : 'ACTIVE'
  return { log: Object.fromEntries(log) as object, entriesUsed, status, presence: inside ? 'INSIDE' : moved ? 'LEFT' : 'EXPECTED' }
}

/** Tells of scans in any order and in parts, and some of it twice. */
async function tell(device: Ctx, scans: Scan[], next: (below: number) => number): Promise<void> {
  const left = scans.toSorted(() => next(3) - 1)
  while (left.length > 0) {
    const part = left.splice(0, 1 + next(150))
    for (let times = 1 + Number(next(5) === 0); times > 0; times--) {
      const checkins = await uploadScans(device, { scans: part })
      if (isFailure(checkins)) throw new Error(JSON.stringify(checkins))
      expect(checkins).toHaveLength(part.length)
    }
  }
}

describe('three gates without a connection', () => {
  it(`come to the same whatever they tell first, and nothing is lost: ${tried} interleavings`, async () => {
    const org = await createOrganization()
    const devices = await Promise.all([0, 1, 2].map(() => asDevice(org)))
    const next = dice(20_261_130)
    const passes = await signedPasses(org, tried)
    const work = passes.map((pass) => ({ pass, gates: daysWork(org, pass.code, pass.entriesLimit, next) }))
    await Promise.all(
      devices.map((device, gate) =>
        tell(
          device,
          work.flatMap(({ gates }) => gates[gate] ?? []),
          next,
        ),
      ),
    )
    const total = work.reduce((sum, { gates }) => sum + gates.flat().length, 0)
    expect(await prisma.checkin.count({ where: { organizationId: org.id } })).toBe(total)
    const rows = await prisma.visitPass.findMany({ where: { organizationId: org.id }, include: { checkins: true } })
    for (const { pass, gates } of work) {
      const row = rows.find(({ id }) => id === pass.id)!
      const log = Object.fromEntries(row.checkins.map(({ nonce, result }) => [nonce, result]))
      const { entriesUsed, status, presence } = row
      expect({ log, entriesUsed, status, presence }).toEqual(expected(gates, pass.entriesLimit))
    }
  }, 300_000)
})

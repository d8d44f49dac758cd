import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, it, vi } from 'vitest'
import { newId } from '../../../server/core/ids'
import { VisitorCreated } from '../../../server/domains/visitors/events'
import { prisma } from '../../../server/infra/db'
import { emit } from '../../../server/infra/outbox'
import { sequenceEvents } from '../../../server/worker/sequence.sql'
import { createOrganization, type TestOrganization } from '../../setup/organization'
import { asHost } from '../../setup/principals'
import { bookedVisit } from '../scan/signed-pass'
import { gapless, guestsOf, recipients, sequences, untilHandled } from './handled'

const own = await vi.hoisted(async () => (await import('./own-services')).claimServices())
let org: TestOrganization

beforeAll(async () => {
  org = await createOrganization()
})
afterAll(own.release, 30_000)

/** Writes one event; every third transaction is rolled back. @returns the ids of those that are committed */
async function writeEvents(count: number): Promise<string[]> {
  const written = await Promise.all(
    Array.from({ length: count }, (_, index) =>
      asHost(org)
        .transaction(async (tx) => {
          const id = await emit(tx, org.id, VisitorCreated, { visitorId: newId() }, new Date())
          if (index % 3 === 0) throw new Error('called off')
          return id
        })
        .catch(() => null),
    ),
  )
  return written.filter((id) => id !== null)
}

/** Numbers events as a relay does, until it is told that no more come and finds none. */
async function relay(over: () => boolean): Promise<string[]> {
  const relayed: string[] = []
  for (;;) {
    const last = over()
    const events = await sequenceEvents(() => [], new Date())
    relayed.push(...events.map(({ id }) => id))
    if (last && events.length === 0) return relayed
  }
}

it('of relays that number at once, each event is given to one', async () => {
  let over = false
  const relays = [1, 2].map(() => relay(() => over))
  const committed: string[] = []
  for (const _round of gapless(10)) committed.push(...(await writeEvents(30)))
  over = true
  const shares = await Promise.all(relays)
  expect(shares.flat().sort()).toEqual(committed.sort())
  const inOrder = await prisma.outboxEvent.findMany({ orderBy: { sequence: 'asc' }, select: { id: true } })
  const placeOf = new Map(inOrder.map(({ id }, index) => [id, index]))
  for (const share of shares) {
    const places = share.map((id) => placeOf.get(id) ?? -1)
    expect(places).toEqual(places.toSorted((a, b) => a - b))
  }
  expect(await sequences()).toEqual(gapless(committed.length))
}, 60_000)

/** Looks at the numbers again and again: whoever follows them never sees a gap that is filled later. */
async function watchNumbers(over: () => boolean): Promise<number> {
  let looks = 0
  for (; !over(); looks++) {
    const seen = await sequences()
    expect(seen).toEqual(gapless(seen.length))
  }
  return looks
}

/** The jobs that were put into a queue, each named once: on a slow machine the sweep may look after one that is nearly done. */
async function jobsOf(queue: string): Promise<string[]> {
  const added = (await own.queueEvents(queue)).filter(({ event }) => event === 'added')
  return [...new Set(added.map(({ jobId }) => jobId))].sort()
}

it('two workers side by side handle every event, none twice, and show no gap meanwhile', async () => {
  await Promise.all([own.startWorker(), own.startWorker()])
  let over = false
  const watching = watchNumbers(() => over)
  const visits = await Promise.all(Array.from({ length: 40 }, () => bookedVisit(org)))
  await untilHandled(visits, 60_000).finally(() => {
    over = true
  })
  expect(await watching).toBeGreaterThan(0)

  const reactions = await prisma.outboxReaction.findMany({ select: { eventId: true, reaction: true } })
  // A pass is signed, a guest invited, it is looked who else receives, and whether a turnstile has to hear of it.
  expect(reactions).toHaveLength(4 * visits.length)
  const firstTries = reactions.map(({ eventId, reaction }) => `${eventId}-${reaction}-0`).sort()
  expect([...(await jobsOf('access-control')), ...(await jobsOf('notifications'))].sort()).toEqual(firstTries)
  expect(await prisma.outboxReaction.findMany({ where: { OR: [{ attempts: { not: 1 } }, { lastError: { not: null } }] } })).toEqual([])
  const folder = join(own.dataDir, 'mail')
  expect(recipients(readdirSync(folder).map((file) => readFileSync(join(folder, file), 'utf8')))).toEqual(guestsOf(visits))
}, 120_000)

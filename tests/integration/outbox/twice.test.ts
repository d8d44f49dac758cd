import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest'
import { catalog } from '../../../server/catalog'
import type { Reaction } from '../../../server/core/handlers'
import { prisma } from '../../../server/infra/db'
import { react } from '../../../server/worker/dispatch'
import { handlers, runnerOf } from '../../../server/worker/registry'
import { schedule } from '../../../server/worker/schedule'
import { sequenceEvents } from '../../../server/worker/sequence.sql'
import { createOrganization, type TestOrganization } from '../../setup/organization'
import { growth, stateNow } from './database-state'
import { causesOf } from './causes'
import { leftoversOf } from './leftovers'

const own = await vi.hoisted(async () => (await import('./own-services')).claimServices())
let org: TestOrganization

beforeAll(async () => {
  org = await createOrganization()
})
afterAll(own.release, 30_000)

const reactions = handlers.filter((handler) => handler.kind === 'reaction')
function fixture<T>(fixtures: Record<string, T>, name: string): T {
  const found = fixtures[name]
  if (!found) throw new Error(`Nothing here makes work for "${name}": write a fixture`)
  return found
}

/** An event that asks for the reaction, and how to do what it asks for. */
async function work({ event: { type }, job, data }: Reaction): Promise<{ eventId: string; run: () => Promise<void> }> {
  const entityId = await fixture(causesOf(org), `${job.name} after ${type}` in causesOf(org) ? `${job.name} after ${type}` : type)()
  const event = await prisma.outboxEvent.findFirstOrThrow({ where: { type, entityId }, orderBy: { id: 'desc' } })
  const asked = data(event.payload as Record<string, unknown>)
  if (!asked) throw new Error(`The fixture for ${type} asks ${job.name} for nothing`)
  return { eventId: event.id, run: () => runnerOf(job).run({ eventId: event.id, organizationId: event.organizationId ?? org.id }, asked) }
}

/** Does a thing. @returns the state after it, and how much it grew */
async function after(run: () => Promise<unknown>) {
  const before = await stateNow()
  await run()
  const state = await stateNow()
  return { state, before, grown: growth(before, state) }
}

it('every job of the catalog has somebody who runs it and an event that asks for it', () => {
  const named = (jobs: { name: string }[]) => [...new Set(jobs.map(({ name }) => name))].sort()
  const run = handlers.filter((handler) => handler.kind === 'runner').map(({ job }) => job)
  expect(named(run)).toEqual(named(catalog.jobs))
  expect(named(reactions.map(({ job }) => job))).toEqual(named(catalog.jobs))
})

describe.each(reactions.map((reaction) => ({ reaction, title: `${reaction.job.name} after ${reaction.event.type}` })))(
  '$title',
  ({ reaction }) => {
    it('run twice leaves what it left the first time', async () => {
      const { run } = await work(reaction)
      const first = await after(run)
      expect(first.state).not.toEqual(first.before)
      expect((await after(run)).state).toEqual(first.state)
    })

    it('run twice at once leaves as much as run once', async () => {
      const [alone, together] = [await work(reaction), await work(reaction)]
      const once = await after(alone.run)
      // One of the two may find that the other was first, and fail: it would be tried again.
      const atOnce = await after(() => Promise.allSettled([together.run(), together.run()]))
      expect(atOnce.grown).toEqual(once.grown)
      expect((await after(together.run)).state).toEqual(atOnce.state)
    })

    it('handed out twice is done once', async () => {
      const { eventId } = await work(reaction)
      await sequenceEvents((event) => (event.id === eventId ? [reaction.job.name] : []), new Date())
      const handOut = () => react({ eventId, reaction: reaction.job.name })
      const first = await after(handOut)
      const noted = await prisma.outboxReaction.findFirst({ where: { eventId }, select: { status: true, attempts: true } })
      expect(noted).toEqual({ status: 'DONE', attempts: 1 })
      expect((await after(handOut)).state).toEqual(first.state)
    })
  },
)

it.each(schedule.map(({ name, run }) => ({ name, run })))(
  'scheduled twice, or twice at once, leaves the same: $name',
  async ({ name, run }) => {
    const prepare = fixture(leftoversOf(org), name)
    await prepare()
    const once = await after(run)
    expect(once.state).not.toEqual(once.before)
    expect((await after(run)).state).toEqual(once.state)
    await prepare()
    expect((await after(() => Promise.all([run(), run()]))).grown).toEqual(once.grown)
  },
)

import fc from 'fast-check'
import type { Peer } from 'crossws'
import { buildSchema, parse } from 'graphql'
import { afterAll, describe, expect, it } from 'vitest'
import { ActivityStream, Feed, type Happening } from '../../../server/core/activity-feed'
import { anonymous } from '../../../server/core/ctx'
import { createGraphqlContext } from '../../../server/graphql/context'
import { Group } from '../../../server/graphql/live/group'
import { Member } from '../../../server/graphql/live/member'
import { closeLive } from '../../../server/infra/live'

const schema = buildSchema('type Query { none: Int } type Subscription { happened: Happened } type Happened { sequence: Int who: String }')
const document = parse('subscription { happened { sequence who } }')

/** Every third happening is none of theirs. */
const wanted = ({ sequence }: Happening): boolean => sequence % 3 !== 0

interface Told {
  id: string
  payload: { data: { happened: { sequence: number } } }
}

/** A connection that keeps what it is sent, and whose reader may be slow. */
function connection() {
  const sent: Told[] = []
  const ws = { bufferedAmount: 0, readyState: 1 }
  const send = (text: string) => {
    sent.push(JSON.parse(text) as Told)
    if (ws.bufferedAmount > 0) ws.bufferedAmount += 1_000_000
  }
  return { peer: { send, _internal: { ws } } as unknown as Peer, sent, ws }
}

/** Where the feed begins: numbers are of all organizations, and of this one there is nothing before. */
const beginning = 20

/** An organization's feed whose database is a list, which answers a little later. */
function feedOfList() {
  const rows: Happening[] = []
  const read = async (_: string, after: number) => {
    const found = rows.filter(({ sequence }) => sequence > after).slice(0, 7)
    // What was found is on its way while more happens.
    for (let turns = 1 + ((after + rows.length) % 3); turns > 0; turns--) await new Promise((resolve) => setImmediate(resolve))
    return found
  }
  const source = { name: 'trial', read }
  return { rows, source, feed: new Feed(source, 'trial', beginning) }
}

function argsOf(onExecution: () => void) {
  const resolve = (happening: Happening) => {
    onExecution()
    return { ...happening, who: 'anybody' }
  }
  const contextValue = createGraphqlContext({ ...anonymous, organizationId: 'trial' }, { language: 'ru' })
  return {
    schema,
    document,
    contextValue,
    rootValue: {},
    fieldResolver: (row: Happening, _: unknown, __: unknown, { fieldName }: { fieldName: string }) =>
      fieldName === 'happened' ? resolve(row) : Reflect.get(row, fieldName),
  }
}

const quiet = async (check: () => boolean) => expect.poll(check, { timeout: 5_000, interval: 5 }).toBe(true)

type Step = { happen: number } | { join: number } | { slow: number } | { read: number } | { leave: number }

const step: fc.Arbitrary<Step> = fc.oneof(
  fc.record({ happen: fc.integer({ min: 1, max: 12 }) }),
  fc.record({ join: fc.integer({ min: 0, max: 40 }) }),
  fc.record({ slow: fc.nat(5) }),
  fc.record({ read: fc.nat(5) }),
  fc.record({ leave: fc.nat(5) }),
)

/** A group and those who come, are slow and go. */
function course() {
  const { rows, source, feed } = feedOfList()
  const stream = new ActivityStream(source, { organizationId: 'trial', after: null, wanted })
  const group = new Group(stream, feed, () => undefined)
  feed.watchers++
  const all: { member: Member; after: number; sent: Told[]; ws: { bufferedAmount: number } }[] = []
  let executions = 0
  const some = (index: number) => all[index % Math.max(1, all.length)]
  const take = async (each: Step) => {
    if ('happen' in each) {
      for (let count = 0; count < each.happen; count++) rows.push({ sequence: beginning + rows.length + 1 })
      void feed.look()
    } else if ('join' in each) {
      const { peer, sent, ws } = connection()
      const after = Math.min(each.join, beginning + rows.length)
      const member = new Member(
        peer,
        `s${all.length}`,
        argsOf(() => executions++),
        after,
      )
      feed.watchers++
      group.take(member)
      all.push({ member, after, sent, ws })
    } else if ('slow' in each) {
      const slow = some(each.slow)
      if (slow) slow.ws.bufferedAmount = 1
    } else if ('read' in each) {
      const reader = some(each.read)
      if (reader) reader.ws.bufferedAmount = 0
    } else some(each.leave)?.member.leave()
    await new Promise((resolve) => setImmediate(resolve))
  }
  return { rows, feed, all, take, executions: () => executions }
}

describe('those who get the same of a feed', () => {
  afterAll(closeLive)

  it('get everything they may see after what they have, once and in order, however slow they are', async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(step, { minLength: 5, maxLength: 60 }), async (steps) => {
        const { rows, feed, all, take } = course()
        for (const each of steps) await take(each)
        for (const { ws } of all) ws.bufferedAmount = 0
        await feed.look()
        const due = (after: number) => rows.filter((row) => row.sequence > after && wanted(row)).map(({ sequence }) => sequence)
        const had = (sent: Told[]) => sent.map(({ payload }) => payload.data.happened.sequence)
        const staying = all.filter(({ member }) => !member.hasLeft)
        await quiet(() => staying.every(({ sent, after }) => sent.length >= due(after).length))
        for (const { sent, after } of staying) expect(had(sent)).toEqual(due(after))
        for (const { sent, after } of all) expect(due(after).slice(0, sent.length)).toEqual(had(sent))
        feed.close()
      }),
      { numRuns: 150 },
    )
  })

  it('share the execution of what they hear at once', async () => {
    const { rows, feed, all, take, executions } = course()
    for (let count = 0; count < 100; count++) await take({ join: beginning })
    await take({ happen: 10 })
    await quiet(() => all.every(({ sent }) => sent.length === rows.filter(wanted).length))
    expect(executions()).toBe(rows.filter(wanted).length)
    expect(new Set(all.map(({ sent }) => sent[0]?.id)).size).toBe(100)
    feed.close()
  })
})

import type { Peer } from 'crossws'
import { buildSchema, parse } from 'graphql'
import { afterAll, expect, it } from 'vitest'
import { ActivityStream, Feed, type Happening } from '../../../server/core/activity-feed'
import { createGraphqlContext, type GraphqlContext } from '../../../server/graphql/context'
import { Group } from '../../../server/graphql/live/group'
import { Member } from '../../../server/graphql/live/member'
import { prisma } from '../../../server/infra/db'
import { closeLive } from '../../../server/infra/live'
import { tenantClient } from '../../../server/infra/tenant-client'
import { createOrganization, type TestOrganization } from '../../setup/organization'
import { asOperator } from '../../setup/principals'

afterAll(closeLive)

const schema = buildSchema('type Query { none: Int } type Subscription { happened: Happened } type Happened { gate: String }')
const documents = ['A', 'B', 'C'].map((name) => `subscription ${name} { happened { gate } }`)

/** A board that shows the name of a gate, in a group of its own. */
function board(org: TestOrganization, feed: Feed<Happening>, source: ActivityStream<Happening>['source'], document: string) {
  const sent: string[] = []
  const peer = { send: (text: string) => sent.push(/"gate":"([^"]*)"/.exec(text)?.[1] ?? ''), _internal: {} }
  let reads = 0
  const contextValue = createGraphqlContext(asOperator(org), { language: 'en' })
  Object.defineProperty(contextValue, 'db', {
    get: () => {
      reads++
      return tenantClient(org.id)
    },
  })
  const args = {
    schema,
    document: parse(document),
    contextValue,
    rootValue: {},
    fieldResolver: (row: Happening, _: unknown, { load }: GraphqlContext, { fieldName }: { fieldName: string }) =>
      fieldName === 'happened' ? row : load.one('Gate', org.gates[0].id).then((gate) => gate?.name),
  }
  const stream = new ActivityStream(source, { organizationId: org.id, after: null, wanted: () => true })
  const group = new Group(stream, feed, () => undefined)
  feed.watchers++
  group.take(new Member(peer as unknown as Peer, document, args, 0))
  return { sent, reads: () => reads }
}

it('rows are read once for all groups of a feed, and anew for what happens later', async () => {
  const org = await createOrganization()
  const rows: Happening[] = []
  const source = { name: 'rows', read: async (_: string, after: number) => rows.filter(({ sequence }) => sequence > after) }
  const feed = new Feed<Happening>(source, org.id, 0)
  const boards = documents.map((document) => board(org, feed, source, document))
  // All have caught up with the nothing that there was.
  await new Promise((resolve) => setImmediate(resolve))
  const told = async (count: number) => {
    await expect.poll(() => boards.every(({ sent }) => sent.length === count), { interval: 5 }).toBe(true)
    return boards.map(({ sent }) => sent.at(-1))
  }
  const name = async (text: string) => prisma.gate.updateMany({ where: { id: org.gates[0].id }, data: { name: text } })
  for (const [index, text] of ['North', 'South', 'East'].entries()) {
    await name(text)
    rows.push({ sequence: index + 1 })
    await feed.look()
    expect(await told(index + 1)).toEqual([text, text, text])
  }
  expect(boards.reduce((sum, { reads }) => sum + reads(), 0)).toBe(3)
  feed.close()
})

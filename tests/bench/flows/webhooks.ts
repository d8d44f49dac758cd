import { Redis } from 'ioredis'
import { v7 } from 'uuid'
import { rowId } from '../fixture/data-set.ts'
import type { Program } from '../fixture/processes.ts'
import type { Product } from '../fixture/product.ts'
import { signIn } from '../fixture/sign-in.ts'
import { median } from '../measure/rounds.ts'
import { atMost, type Row } from '../table.ts'

const rounds = 3

/** Events of one round of the comparison. */
const burst = 10_000

/** Events at a steady pace, by which the time to the first attempt is measured. */
const steady = { perSecond: 40, seconds: 10 }

/** What a tenant whose receiver hangs has waiting. */
const stuck = 2_000

const wait = (milliseconds: number): Promise<void> => new Promise((resolve) => setTimeout(resolve, milliseconds))
const clock = (): number => performance.timeOrigin + performance.now()

/** Makes an endpoint of the first application of somebody's organization. */
async function createEndpoint(web: Program, user: { email: string; password: string }, url: string): Promise<void> {
  const headers = { 'content-type': 'application/json', cookie: await signIn(web, user), origin: web.url }
  const ask = async <T>(query: string, variables: object = {}): Promise<T> => {
    const answer = await fetch(`${web.url}/graphql`, { method: 'POST', headers, body: JSON.stringify({ query, variables }) })
    return ((await answer.json()) as { data: T }).data
  }
  const made = await ask<{ createApplication: { application: { id: string } } }>(
    'mutation ($input: CreateApplicationInput!) { createApplication(input: $input) { ... on CreateApplicationSuccess { application { id } } } }',
    { input: { name: 'Bench', scopes: ['visitor:read'] } },
  )
  const input = { applicationId: made.createApplication.application.id, url, eventTypes: ['visitor.created'] }
  const { result } = await ask<{ result: { __typename: string } }>(
    'mutation ($input: CreateWebhookEndpointInput!) { result: createWebhookEndpoint(input: $input) { __typename } }',
    { input },
  )
  if (result.__typename !== 'CreateWebhookEndpointSuccess') throw new Error(`No endpoint: ${result.__typename}`)
}

/** The product, and what a use-case wakes the relay by. */
type Told = Product & { redis: Redis }

/** Commits events and wakes the relay, as a use-case does. @returns their ids */
async function happen({ db, redis }: Told, organizationId: string, count: number): Promise<string[]> {
  const rows = Array.from({ length: count }, () => {
    const visitorId = v7()
    return [v7(), organizationId, 'visitor.created', visitorId, JSON.stringify({ visitorId }), new Date()]
  })
  const insert = 'INSERT INTO outbox_events (id, organization_id, type, entity_id, payload, occurred_at) VALUES (?, ?, ?, ?, ?, ?)'
  await db.beginTransaction()
  await db.batch(insert, rows)
  await db.commit()
  await redis.publish('outbox:wake', '1')
  return rows.map(([id]) => String(id))
}

async function untilArrived(url: string, count: number): Promise<void> {
  for (let tries = 0; tries < 6_000; tries++) {
    const { headers } = await fetch(url, { method: 'HEAD' })
    if (Number(headers.get('x-count')) >= count) return
    await wait(10)
  }
  throw new Error(`Fewer than ${count} events arrived within a minute`)
}

async function bare(limit: Program, url: string, body: string): Promise<number> {
  const answer = await fetch(limit.url, { method: 'POST', body: JSON.stringify({ url, count: burst, body }) })
  return burst / (Number(await answer.text()) / 1_000)
}

/** Lets events happen at a steady pace. @returns the 95th percentile of the time from commit to arrival, in milliseconds */
async function latency(product: Told, organizationId: string, url: string): Promise<number> {
  const committed = new Map<string, number>()
  for (let index = 0; index < steady.perSecond * steady.seconds; index++) {
    for (const id of await happen(product, organizationId, 1)) committed.set(id, clock())
    await wait(1_000 / steady.perSecond)
  }
  await wait(2_000)
  const arrived = new Map((await (await fetch(url)).json()) as [string, number][])
  const took = [...committed].map(([id, at]) => (arrived.get(id) ?? Number.POSITIVE_INFINITY) - at)
  return took.toSorted((one, other) => one - other)[Math.floor(took.length * 0.95)] ?? Number.NaN
}

async function compare(product: Told, receiver: Program, limit: Program): Promise<Row> {
  const body = JSON.stringify({
    type: 'visitor.created',
    timestamp: new Date().toISOString(),
    data: { version: 1, sequence: 1, visitorId: 'x'.repeat(62) },
  })
  const [ours, limits]: [number[], number[]] = [[], []]
  for (let round = 0; round < rounds; round++) {
    limits.push(await bare(limit, `${receiver.url}/bare`, body))
    const before = Number((await fetch(`${receiver.url}/ours`, { method: 'HEAD' })).headers.get('x-count'))
    const began = performance.now()
    await happen(product, rowId(product.demo.organization.id), burst)
    await untilArrived(`${receiver.url}/ours`, before + burst)
    ours.push(burst / ((performance.now() - began) / 1_000))
  }
  const ratio = median(ours.map((each, index) => each / (limits[index] ?? Number.NaN)))
  const [perSecond, ofLimit] = [median(ours), median(limits)]
  const row = { flow: 'webhooks, events delivered', ours: `${perSecond.toFixed(0)}/s`, limit: `${ofLimit.toFixed(0)}/s` }
  return {
    ...row,
    figure: ratio.toFixed(2),
    target: '≥ 0.50',
    pass: ratio >= 0.5,
    notes: `${rounds} rounds of ${burst}, from their commit on`,
  }
}

/** Events on their way to a receiver, against a loop that only posts; the time to the first attempt, and what others notice of a receiver that hangs. */
export async function webhooks(product: Product): Promise<Row[]> {
  product.env.OUTBOUND_PRIVATE_ADDRESSES = 'true'
  const [receiver, limit] = [await product.startLimit('webhook-receiver', 1), await product.startLimit('webhooks', 1)]
  const [web, worker] = [await product.startWeb('web'), await product.startWorker()]
  const redis = new Redis(product.env.REDIS_URL ?? '')
  const { otherOrganization, users } = product.demo
  const [ours, theirs] = [rowId(product.demo.organization.id), rowId(otherOrganization.id)]
  try {
    await createEndpoint(web, users.orgAdmin, `${receiver.url}/ours`)
    await createEndpoint(web, otherOrganization.users.orgAdmin, `${receiver.url}/hang`)
    const told = { ...product, redis }
    const compared = await compare(told, receiver, limit)
    const before = await latency(told, ours, `${receiver.url}/ours`)
    await happen(told, theirs, stuck)
    const during = await latency(told, ours, `${receiver.url}/ours`)
    return [
      compared,
      atMost('webhooks, commit to first attempt p95', before, 1_000, 'ms', `${steady.perSecond} events a second`),
      atMost(
        'its p95 beside a tenant that hangs',
        during / before,
        1.2,
        '',
        `${before.toFixed(1)} ms before, ${during.toFixed(1)} ms meanwhile; ${stuck} events wait for the other`,
      ),
    ]
  } finally {
    redis.disconnect()
    await Promise.all([web.stop(), worker.stop(), receiver.stop(), limit.stop()])
  }
}

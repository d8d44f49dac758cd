import { afterAll, beforeAll, beforeEach, describe, expect, it, vi } from 'vitest'
import { Refusal } from '../../../server/core/errors'
import { newId } from '../../../server/core/ids'
import { createWebhookEndpoint } from '../../../server/domains/webhooks/use-cases/create-webhook-endpoint'
import { listEvents } from '../../../server/domains/webhooks/use-cases/list-events'
import { bodyAsSent, listWebhookAttempts } from '../../../server/domains/webhooks/use-cases/list-webhook-deliveries'
import { recoverWebhookDeliveries } from '../../../server/domains/webhooks/use-cases/recover-webhook-deliveries'
import { recoverWebhooks } from '../../../server/domains/webhooks/use-cases/recover-webhooks'
import { sendWebhookExample } from '../../../server/domains/webhooks/use-cases/send-webhook-example'
import { watchWebhookEndpoints } from '../../../server/domains/webhooks/use-cases/watch-webhook-endpoints'
import { startWebhooks } from '../../../server/domains/webhooks/deliver/start'
import { schema } from '../../../server/graphql/schema'
import { closeDatabase, prisma } from '../../../server/infra/db'
import { createOrganization, type TestOrganization } from '../../setup/organization'
import { asApiKey, asDeveloper, asHost, asOperator } from '../../setup/principals'
import { asked, createApplication, createEndpoint, deliveriesOf, done, happen } from './endpoints'
import { startReceiver, verified, type Receiver } from './receiver'

const own = await vi.hoisted(async () => (await import('../outbox/own-services')).claimServices())
let org: TestOrganization
let to: Receiver
let stop: () => Promise<void>
let status = 204

beforeAll(async () => {
  org = await createOrganization()
  to = await startReceiver((_, answer) => answer.writeHead(status).end(status === 204 ? undefined : 'no, thank you'))
  stop = startWebhooks(schema)
})
beforeEach(async () => {
  status = 204
  await prisma.webhookEndpoint.updateMany({ data: { deletedAt: new Date() } })
  to.received.splice(0)
})
afterAll(async () => {
  await stop()
  await to.close()
  await closeDatabase()
  await own.release()
}, 30_000)

const until = (endpointId: string, expected: string[]) =>
  expect.poll(async () => (await deliveriesOf(endpointId)).map((row) => row.status), { timeout: 10_000, interval: 50 }).toEqual(expected)
const day = 86_400_000
const at = (offset: number) => ({ now: () => new Date(Date.now() + offset) })

describe('making an endpoint', () => {
  const wrong = async (more: object) => {
    const input = { applicationId: await createApplication(org, ['pass:read']), url: to.url, eventTypes: [], ...more }
    return createWebhookEndpoint(asDeveloper(org), input, asked.problemsOf)
  }

  it.each(['', 'nowhere', 'ftp://example.com', 'https://a:b@example.com/', `https://example.com/${'x'.repeat(2_000)}`])(
    'is refused for the address %s',
    async (url) => expect(await wrong({ url })).toMatchObject({ code: 'VALIDATION_FAILED' }),
  )

  it('is refused for events that do not exist or that the application may not hear of', async () => {
    for (const eventTypes of [['visitor.created'], ['nothing.happened'], ['visitpass.issued', 'appointment.created']])
      expect(await wrong({ eventTypes })).toMatchObject({ code: 'VALIDATION_FAILED', fields: [{ path: ['input', 'eventTypes'] }] })
    expect(await wrong({ eventTypes: ['visitpass.issued', 'endpoint.disabled'] })).toHaveProperty('secret')
  })

  it.each([
    'query',
    'mutation($id: ID!) { revokeVisitPass(input: { visitPassId: $id }) { __typename } }',
    'query($id: ID!) { node(id: $id) { nothing } }',
    'query($id: ID!, $more: Int) { node(id: $id) { id } appointments(first: $more) { edges { node { id } } } }',
    'query($id: ID!) { node(id: $id) { id } appointments(first: 100) { edges { node { visitPasses(first: 10) { edges { node { id } } } } } } }',
    'query($id: ID!) { __schema { types { name } } node(id: $id) { id } }',
    'query A($id: ID!) { node(id: $id) { id } } query B($id: ID!) { node(id: $id) { id } }',
    'subscription { gateActivity { cursor } }',
  ])('is refused for the selection %s', async (selection) =>
    expect(await wrong({ selection })).toMatchObject({ code: 'VALIDATION_FAILED', fields: [{ path: ['input', 'selection'] }] }),
  )

  it('is for those who manage applications', async () => {
    const input = { applicationId: await createApplication(org), url: to.url, eventTypes: [] }
    for (const ctx of [asHost(org), asOperator(org), await asApiKey(org)])
      await expect(createWebhookEndpoint(ctx, input, asked.problemsOf)).rejects.toThrow(Refusal)
  })

  it('keeps its address and secret sealed, and shows the secret once', async () => {
    const idempotencyKey = newId()
    const input = { applicationId: await createApplication(org), url: `${to.url}?token=canary-7`, eventTypes: [], idempotencyKey }
    const first = done(await createWebhookEndpoint(asDeveloper(org), input, asked.problemsOf))
    const again = done(await createWebhookEndpoint(asDeveloper(org), input, asked.problemsOf))
    expect([again.webhookEndpoint.id, again.secret]).toEqual([first.webhookEndpoint.id, null])
    const row = await prisma.webhookEndpoint.findUniqueOrThrow({ where: { id: first.webhookEndpoint.id }, include: { secrets: true } })
    const stored = JSON.stringify(row) + Buffer.from(row.sealedUrl).toString('latin1')
    expect(stored).not.toContain('canary-7')
    expect(Buffer.from(row.secrets[0]?.sealedSecret ?? []).toString('latin1')).not.toContain(first.secret?.slice(6) ?? 'none')
  })
})

describe('what an endpoint has missed', () => {
  it('is sent when somebody asks for it: dead letters, and events of the time in which it was disabled', async () => {
    const { id } = await createEndpoint(org, to.url, { eventTypes: ['visitor.created'] })
    const since = new Date()
    const arrived = await happen(org)
    await until(id, ['DELIVERED'])
    const dead = await happen(org)
    await until(id, ['DELIVERED', 'DELIVERED'])
    await prisma.webhookDelivery.updateMany({ where: { endpointId: id, message: dead[0] ?? '' }, data: { status: 'FAILED' } })
    const change = (disabledAt: Date | null) => prisma.webhookEndpoint.update({ where: { id }, data: { disabledAt } })
    await change(new Date())
    const missed = await happen(org, 3)
    await expect
      .poll(async () => Number((await prisma.webhookCursor.findUniqueOrThrow({ where: { id: 1 } })).sequence))
      .toBe(Number((await prisma.outboxEvent.findFirstOrThrow({ orderBy: { sequence: 'desc' } })).sequence))
    expect(await recoverWebhookDeliveries(asDeveloper(org), { webhookEndpointId: id, since })).toMatchObject({ code: 'VALIDATION_FAILED' })
    await change(null)
    to.received.splice(0)
    done(await recoverWebhookDeliveries(asDeveloper(org), { webhookEndpointId: id, since }))
    const event = await prisma.outboxEvent.findFirstOrThrow({ where: { type: 'endpoint.recovery_asked', entityId: id } })
    const data = event.payload as { webhookEndpointId: string; since: number; before: number }
    await recoverWebhooks({ eventId: event.id, organizationId: org.id }, data)
    await recoverWebhooks({ eventId: event.id, organizationId: org.id }, data)
    await until(
      id,
      Array.from({ length: 5 }, () => 'DELIVERED'),
    )
    expect(to.received.map(({ headers }) => headers['webhook-id']).toSorted()).toEqual([...dead, ...missed].toSorted())
    expect(to.received.map(({ headers }) => headers['webhook-id'])).not.toContain(arrived[0])
  })

  it.each([-31 * day, day])('is not sought %i milliseconds from now', async (offset) => {
    const { id } = await createEndpoint(org, to.url)
    const since = new Date(Date.now() + offset)
    expect(await recoverWebhookDeliveries(asDeveloper(org), { webhookEndpointId: id, since })).toMatchObject({ code: 'VALIDATION_FAILED' })
  })

  it('can be tried out by an example of every event', async () => {
    const { id, secret } = await createEndpoint(org, to.url)
    const types = ['appointment.updated', 'visitpass.checked_in', 'visitpass.denied', 'visitor.erased', 'endpoint.disabled']
    for (const type of types) done(await sendWebhookExample(asDeveloper(org), { webhookEndpointId: id, type }))
    await until(
      id,
      types.map(() => 'DELIVERED'),
    )
    for (const got of to.received) expect(verified(secret, got)).toMatchObject({ data: { version: 1, sequence: null } })
    expect(await sendWebhookExample(asDeveloper(org), { webhookEndpointId: id, type: 'nothing' })).toMatchObject({
      code: 'VALIDATION_FAILED',
    })
    const [delivery] = await deliveriesOf(id)
    if (!delivery) throw new Error('There is no delivery')
    expect(await bodyAsSent(asDeveloper(org), delivery)).toBe(
      to.received.find(({ headers }) => headers['webhook-id'] === delivery.message)?.body,
    )
    expect(await listWebhookAttempts(asDeveloper(org), delivery.id)).toMatchObject([{ number: 1, statusCode: 204, response: null }])
  })
})

describe('an endpoint that fails for days', () => {
  it('is told of after three, once, and disabled after five, never without having been told of', async () => {
    const { id } = await createEndpoint(org, to.url)
    const failingSince = new Date(Date.now() - 73 * 3_600_000)
    await prisma.webhookEndpoint.update({ where: { id }, data: { failingSince } })
    const only = { organizationId: org.id }
    const now = (hours: number) => new Date(Date.now() + hours * 3_600_000)
    expect(await Promise.all([watchWebhookEndpoints(now(0), only), watchWebhookEndpoints(now(0), only)])).toContain(1)
    expect(await watchWebhookEndpoints(now(40), only)).toBe(0)
    const told = () => prisma.webhookNotice.groupBy({ by: ['matter'], where: { endpointId: id }, orderBy: { matter: 'asc' }, _count: true })
    const managers = (await told())[0]?._count
    expect(managers).toBeGreaterThan(0)
    await watchWebhookEndpoints(now(48), only)
    expect(await prisma.webhookEndpoint.findUniqueOrThrow({ where: { id } })).toMatchObject({ disabledFor: 'FAILING' })
    expect(await told()).toMatchObject([
      { matter: 'WARNED', _count: managers },
      { matter: 'DISABLED', _count: managers },
    ])
    const late = await createEndpoint(org, to.url)
    await prisma.webhookEndpoint.update({ where: { id: late.id }, data: { failingSince: new Date(Date.now() - 300 * 3_600_000) } })
    await watchWebhookEndpoints(now(0), only)
    expect(await prisma.webhookEndpoint.findUniqueOrThrow({ where: { id: late.id } })).toMatchObject({ disabledAt: null })
  })

  it('is well again by one success', async () => {
    const { id } = await createEndpoint(org, to.url, { eventTypes: ['visitor.created'] })
    await prisma.webhookEndpoint.update({ where: { id }, data: { failingSince: new Date(0), warnedAt: new Date() } })
    await happen(org)
    await until(id, ['DELIVERED'])
    expect(await prisma.webhookEndpoint.findUniqueOrThrow({ where: { id } })).toMatchObject({ failingSince: null, warnedAt: null })
  })
})

describe('the log of events', () => {
  it('is read page by page, each event once and in order, by everybody in what they may hear of', async () => {
    const other = await createOrganization()
    await happen(other, 5)
    const events = await happen(other, 20)
    const key = await asApiKey(other, {}, ['visitor:read'])
    const seen: string[] = []
    let page = await listEvents(key, { after: null, first: 7 })
    for (; page.events.length > 0; page = await listEvents(key, { after: page.cursor, first: 7 }))
      seen.push(...page.events.map(({ id }) => id))
    expect(seen.slice(5)).toEqual(events)
    expect(new Set(seen).size).toBe(25)
    expect((await listEvents(await asApiKey(other, {}, ['pass:read']), { after: null, first: 100 })).events).toEqual([])
    await expect(listEvents(await asApiKey(other, {}, []), { after: null, first: 100 })).rejects.toThrow(Refusal)
    await expect(listEvents(asHost(other), { after: null, first: 100 })).rejects.toThrow(Refusal)
    await happen(org)
    expect((await listEvents(key, { after: page.cursor, first: 100 })).events).toEqual([])
  })

  it('goes back 30 days: a cursor after which something is older is refused, one after which nothing came is not', async () => {
    const other = await createOrganization()
    const key = await asApiKey(other)
    await happen(other, 3)
    const { events } = await listEvents(key, { after: null, first: 3 })
    const later = await asApiKey(other, at(31 * day))
    await expect(listEvents(later, { after: events[0]?.cursor ?? '', first: 10 })).rejects.toMatchObject({ code: 'CURSOR_EXPIRED' })
    expect((await listEvents(later, { after: events[2]?.cursor ?? '', first: 10 })).events).toEqual([])
    expect((await listEvents(later, { after: null, first: 10 })).events).toEqual([])
    for (const after of ['x', '-1', '999999999999999']) await expect(listEvents(key, { after, first: 10 })).rejects.toThrow(Refusal)
  })
})

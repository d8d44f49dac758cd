import { afterAll, afterEach, beforeAll, describe, expect, it, vi } from 'vitest'
import { closeDatabase, prisma } from '../../../server/infra/db'
import { startWebhooks } from '../../../server/domains/webhooks/deliver/start'
import { deleteWebhookEndpoint } from '../../../server/domains/webhooks/use-cases/delete-webhook-endpoint'
import { rotateWebhookSecret } from '../../../server/domains/webhooks/use-cases/rotate-webhook-secret'
import { updateWebhookEndpoint } from '../../../server/domains/webhooks/use-cases/update-webhook-endpoint'
import { schema } from '../../../server/graphql/schema'
import { createOrganization, type TestOrganization } from '../../setup/organization'
import { asDeveloper } from '../../setup/principals'
import { asked, createEndpoint, deliveriesOf, done, happen, hurry } from './endpoints'
import { startReceiver, verified, type Answer, type Receiver } from './receiver'

const own = await vi.hoisted(async () => (await import('../outbox/own-services')).claimServices())
let org: TestOrganization
let stop: (() => Promise<void>)[] = []
const receivers: Receiver[] = []

beforeAll(async () => {
  org = await createOrganization()
  // Two workers at once, as in an installation that was scaled.
  stop = [startWebhooks(schema), startWebhooks(schema)]
})
afterEach(async () => {
  await prisma.webhookEndpoint.updateMany({ data: { deletedAt: new Date() } })
  await Promise.all(receivers.splice(0).map((receiver) => receiver.close()))
})
afterAll(async () => {
  await Promise.all(stop.map((end) => end()))
  await closeDatabase()
  await own.release()
}, 30_000)

async function receiver(answer?: Answer): Promise<Receiver> {
  const started = await startReceiver(answer)
  receivers.push(started)
  return started
}

const settled = (endpointId: string, what: (rows: Awaited<ReturnType<typeof deliveriesOf>>) => unknown, expected: unknown) =>
  expect.poll(async () => what(await deliveriesOf(endpointId)), { timeout: 10_000, interval: 50 }).toEqual(expected)
const statuses = (rows: { status: string }[]) => rows.map(({ status }) => status)

describe('an endpoint', () => {
  it('is told of an event within a second, signed by Standard Webhooks, and the attempt is in the log', async () => {
    const to = await receiver((_, answer) => answer.writeHead(200).end('thank you'))
    const { id, secret } = await createEndpoint(org, to.url)
    const [event] = await happen(org)
    await settled(id, statuses, ['DELIVERED'])
    const [got] = to.received
    expect(got?.headers['webhook-id']).toBe(event)
    expect(verified(secret, got ?? { body: '', headers: {} })).toMatchObject({ type: 'visitor.created', data: { version: 1 } })
    expect(Object.keys(JSON.parse(got?.body ?? '{}') as object)).toEqual(['type', 'timestamp', 'data'])
    const [delivery] = await deliveriesOf(id)
    expect(delivery?.trace).toMatchObject([{ number: 1, statusCode: 200, problem: null }])
    const wait = Number(got?.at) - Number(delivery?.createdAt)
    expect(wait).toBeLessThan(1_000)
  })

  it('is told of each of many events once by two workers at once', async () => {
    const to = await receiver()
    const { id } = await createEndpoint(org, to.url)
    const events = await happen(org, 400)
    await expect.poll(() => to.received.length, { timeout: 15_000 }).toBe(400)
    await settled(id, (rows) => new Set(statuses(rows)), new Set(['DELIVERED']))
    expect(to.received.map(({ headers }) => headers['webhook-id']).toSorted()).toEqual(events.toSorted())
    expect((await deliveriesOf(id)).every(({ trace }) => trace.length === 1)).toBe(true)
    const [day] = await prisma.webhookDay.findMany({ where: { endpointId: id } })
    expect(day).toMatchObject({ delivered: 400, failed: 0 })
  })

  it('is told only of what it asked for and its application may hear of', async () => {
    const to = await receiver()
    const [other, beyond] = [
      await createEndpoint(org, to.url, { eventTypes: ['visitpass.issued'] }),
      await createEndpoint(org, to.url, { scopes: ['pass:read'] }),
    ]
    const heard = await createEndpoint(org, to.url, { eventTypes: ['visitor.created'] })
    await happen(org)
    await settled(heard.id, statuses, ['DELIVERED'])
    expect([await deliveriesOf(other.id), await deliveriesOf(beyond.id)]).toEqual([[], []])
  })
})

describe('an attempt that fails', () => {
  it.each([
    [301, 'REDIRECT'],
    [307, 'REDIRECT'],
    [400, 'STATUS'],
    [500, 'STATUS'],
  ])('by %i is tried again after five seconds', async (status, problem) => {
    const to = await receiver((_, answer) => answer.writeHead(status, { location: 'http://169.254.169.254/' }).end('no'))
    const { id } = await createEndpoint(org, to.url)
    await happen(org)
    await settled(id, (rows) => rows.map((row) => [row.status, row.problem, row.attempts]), [['PENDING', problem, 1]])
    const [row] = await deliveriesOf(id)
    const wait = Number(row?.nextAttemptAt) - Number(row?.trace[0]?.startedAt)
    expect(wait).toBeGreaterThan(4_400)
    expect(wait).toBeLessThan(6_500)
    expect((await prisma.webhookEndpoint.findUniqueOrThrow({ where: { id } })).failingSince).not.toBeNull()
  })

  it.each([429, 503])('by %i is left alone as long as the receiver asks', async (status) => {
    const to = await receiver((_, answer) => answer.writeHead(status, { 'retry-after': '1200' }).end())
    const { id } = await createEndpoint(org, to.url)
    await happen(org)
    await settled(id, (rows) => rows.map((row) => row.attempts), [1])
    const [row] = await deliveriesOf(id)
    expect(Number(row?.nextAttemptAt) - Date.now()).toBeGreaterThan(1_100_000)
  })

  it('is a dead letter after the tenth, with each attempt in its log', async () => {
    const to = await receiver((_, answer) => answer.writeHead(500).end())
    const { id } = await createEndpoint(org, to.url)
    await happen(org)
    for (let attempt = 1; attempt <= 10; attempt++) {
      await settled(id, (rows) => rows.map((row) => row.attempts), [attempt])
      await hurry(id)
    }
    await settled(id, statuses, ['FAILED'])
    const [row] = await deliveriesOf(id)
    expect(row?.trace.map(({ number }) => number)).toEqual([1, 2, 3, 4, 5, 6, 7, 8, 9, 10])
    expect(new Set(to.received.map(({ headers }) => headers['webhook-id'])).size).toBe(1)
    expect(new Set(to.received.map(({ body }) => body)).size).toBe(1)
  })

  it('by 410 disables the endpoint, and says so', async () => {
    const to = await receiver((_, answer) => answer.writeHead(410).end())
    const { id } = await createEndpoint(org, to.url)
    await happen(org, 2)
    await expect
      .poll(async () => (await prisma.webhookEndpoint.findUniqueOrThrow({ where: { id } })).disabledFor, { timeout: 5_000 })
      .toBe('GONE')
    const where = { organizationId: org.id, entityId: id }
    expect(await prisma.outboxEvent.count({ where: { ...where, type: 'endpoint.disabled' } })).toBe(1)
    expect(await prisma.auditLog.count({ where: { ...where, action: 'webhook.disable' } })).toBe(1)
    expect(await prisma.webhookNotice.count({ where: { endpointId: id, matter: 'DISABLED' } })).toBeGreaterThan(0)
    const sent = to.received.length
    await happen(org)
    expect(to.received.length).toBe(sent)
  })

  it('costs no memory and no time where the answer has no end', async () => {
    const to = await receiver((_, answer) => {
      answer.writeHead(200)
      const flood = () => {
        while (!answer.destroyed && answer.write(Buffer.alloc(1_000_000)));
        if (!answer.destroyed) answer.once('drain', flood)
      }
      flood()
    })
    const slow = await receiver((_, answer) => {
      answer.writeHead(200)
      answer.write('x')
    })
    const endpoints = [await createEndpoint(org, to.url), await createEndpoint(org, slow.url)]
    await happen(org)
    for (const { id } of endpoints) await settled(id, statuses, ['DELIVERED'])
    for (const { id } of endpoints) {
      const [row] = await deliveriesOf(id)
      expect(row?.trace[0]?.duration).toBeLessThan(3_000)
      expect(row?.trace[0]?.sealedResponse?.length ?? 0).toBeLessThan(2_200)
    }
  })
})

describe('a receiver that hangs', () => {
  it('ends after 15 seconds, and nobody else waits for it', async () => {
    const hanging = await receiver(() => undefined)
    const other = await createOrganization()
    const well = await receiver()
    const stuck = await createEndpoint(org, hanging.url)
    const quick = await createEndpoint(other, well.url)
    await happen(org, 300)
    await expect.poll(() => hanging.received.length, { timeout: 5_000 }).toBeGreaterThan(0)
    const began = Date.now()
    await happen(other, 50)
    await settled(quick.id, (rows) => rows.filter(({ status }) => status === 'DELIVERED').length, 50)
    expect(Date.now() - began).toBeLessThan(5_000)
    await expect
      .poll(async () => (await deliveriesOf(stuck.id)).filter(({ problem }) => problem === 'TIMEOUT').length, { timeout: 25_000 })
      .toBeGreaterThan(0)
    // Its window has halved with each that hung.
    expect(hanging.received.length).toBeLessThan(20)
  }, 50_000)
})

describe('an endpoint that changes while it is delivered to', () => {
  it('is told nothing more once it was deleted or disabled', async () => {
    let release = () => undefined as void
    const held = new Promise<void>((resolve) => (release = resolve))
    const to = await receiver((_, answer) => void held.then(() => answer.writeHead(204).end()))
    const { id } = await createEndpoint(org, to.url)
    await happen(org, 100)
    await expect.poll(() => to.received.length, { timeout: 5_000 }).toBeGreaterThan(0)
    done(await deleteWebhookEndpoint(asDeveloper(org), { webhookEndpointId: id }))
    // What was told of another endpoint afterwards has arrived: the workers know of the deletion too.
    const after = await createEndpoint(org, (await receiver()).url)
    await happen(org)
    await settled(after.id, statuses, ['DELIVERED'])
    const begun = to.received.length
    await settled(id, (rows) => rows.length, 100)
    release()
    await settled(id, (rows) => rows.filter(({ status }) => status === 'DELIVERED').length, begun)
    await hurry(id)
    await happen(org)
    expect(to.received.length).toBe(begun)
    expect(await prisma.webhookSecret.count({ where: { endpointId: id } })).toBe(0)
  })

  it('is signed for by old and new secrets, also when replaced twice within the overlap', async () => {
    const to = await receiver()
    const { id, secret } = await createEndpoint(org, to.url)
    const rotate = async () => done(await rotateWebhookSecret(asDeveloper(org), { webhookEndpointId: id })).secret ?? ''
    const secrets = [secret, await rotate(), await rotate()]
    await happen(org)
    await settled(id, statuses, ['DELIVERED'])
    const got = to.received[0] ?? { body: '', headers: {} }
    expect(String(to.received[0]?.headers['webhook-signature']).split(' ')).toHaveLength(3)
    for (const each of secrets) verified(each, got)
    expect(() => verified(`whsec_${Buffer.alloc(32).toString('base64')}`, got)).toThrow('No matching signature')
    await rotate()
    expect(await rotateWebhookSecret(asDeveloper(org), { webhookEndpointId: id })).toMatchObject({ code: 'VALIDATION_FAILED' })
    const late = () => new Date(Date.now() + 25 * 3_600_000)
    const next = done(await rotateWebhookSecret(asDeveloper(org, { now: late }), { webhookEndpointId: id })).secret ?? ''
    expect(await prisma.webhookSecret.count({ where: { endpointId: id } })).toBe(2)
    expect(next).toMatch(/^whsec_/)
  })

  it('gets what waited when it is enabled again', async () => {
    const to = await receiver()
    const { id } = await createEndpoint(org, to.url)
    const change = async (isEnabled: boolean) =>
      done(await updateWebhookEndpoint(asDeveloper(org), { webhookEndpointId: id, isEnabled }, asked.problemsOf))
    await happen(org)
    await settled(id, statuses, ['DELIVERED'])
    await prisma.webhookDelivery.updateMany({
      where: { endpointId: id },
      data: { status: 'PENDING', nextAttemptAt: new Date(Date.now() + 60_000) },
    })
    await change(false)
    await hurry(id)
    await happen(org)
    await settled(id, statuses, ['PENDING'])
    await change(true)
    await settled(id, statuses, ['DELIVERED'])
    expect(to.received.length).toBe(2)
  })
})

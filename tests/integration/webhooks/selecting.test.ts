import { systemCtx } from '../../../server/core/ctx'
import { afterAll, beforeAll, beforeEach, describe, expect, it, vi } from 'vitest'
import { newId } from '../../../server/core/ids'
import { encodeGlobalId } from '../../../server/graphql/global-id'
import { inviteGuest } from '../../../server/domains/appointments/use-cases/invite-guest'
import { eraseOnce } from '../../../server/domains/visitors/use-cases/erase-visitor'
import { forgetSelections } from '../../../server/domains/webhooks/use-cases/forget-selections'
import { purgeWebhooks } from '../../../server/domains/webhooks/use-cases/purge-webhooks'
import { resendWebhookDelivery } from '../../../server/domains/webhooks/use-cases/resend-webhook-delivery'
import { tryWebhookSelection } from '../../../server/domains/webhooks/use-cases/try-webhook-selection'
import { startWebhooks } from '../../../server/domains/webhooks/deliver/start'
import { schema } from '../../../server/graphql/schema'
import { closeDatabase, prisma } from '../../../server/infra/db'
import { createOrganization, type TestOrganization } from '../../setup/organization'
import { asDeveloper, asHost } from '../../setup/principals'
import { asked, createApplication, createEndpoint, deliveriesOf, done, happen, numberEvents } from './endpoints'
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

describe('a selection', () => {
  const selection =
    'query($id: ID!) { node(id: $id) { ... on Visitor { name } ... on Appointment { title visitPasses(first: 2) { edges { node { visitor { name } } } } } } }'

  async function visited() {
    const [name, startsAt] = [`Guest ${newId().slice(-8)}`, new Date(Date.now() + day)]
    const times = { startsAt, endsAt: new Date(startsAt.getTime() + 3_600_000) }
    const visit = done(await inviteGuest(asHost(org), { visitor: { name }, siteId: org.site.id, roomId: null, ...times }))
    const pass = await prisma.visitPass.findFirstOrThrow({ where: { appointmentId: visit.id } })
    await numberEvents()
    return { visitor: { id: pass.visitorId, name } }
  }

  it('is asked with the rights of the application and frozen for every attempt', async () => {
    status = 500
    const { id, secret } = await createEndpoint(org, to.url, { selection, eventTypes: ['visitor.created'] })
    const { visitor } = await visited()
    await expect.poll(() => to.received.length, { timeout: 5_000 }).toBe(1)
    const [got] = to.received
    const body = verified(secret, got ?? { body: '', headers: {} }) as { data: { selection: { node: { name: string } } } }
    expect(body.data.selection.node.name).toBe(visitor.name)
    const [delivery] = await deliveriesOf(id)
    expect(delivery?.body).not.toContain(visitor.name)
    expect(Buffer.from(delivery?.sealedSelection ?? []).toString()).not.toContain(visitor.name)
    status = 204
    done(await resendWebhookDelivery(asDeveloper(org), { webhookDeliveryId: delivery?.id ?? '' }))
    await until(id, ['DELIVERED'])
    expect(to.received[1]?.body).toBe(got?.body)
  })

  it('finds nothing of what the application may not see, and says so', async () => {
    const selection = 'query($id: ID!) { node(id: $id) { id } visitors(first: 1) { edges { node { name } } } }'
    const { id } = await createEndpoint(org, to.url, { selection, scopes: ['appointment:read'], eventTypes: ['appointment.created'] })
    const { visitor } = await visited()
    await until(id, ['DELIVERED'])
    expect(to.received[0]?.body).not.toContain(visitor.name)
    expect(JSON.parse(to.received[0]?.body ?? '{}')).toMatchObject({ data: { selection: null, selectionErrors: [{ code: 'FORBIDDEN' }] } })
  })

  it('is thrown away when somebody was erased, and what is sent then says so', async () => {
    status = 500
    const { id } = await createEndpoint(org, to.url, { selection, eventTypes: ['visitor.created'] })
    const { visitor } = await visited()
    await expect.poll(async () => (await deliveriesOf(id))[0]?.trace.length, { timeout: 5_000 }).toBe(1)
    const job = { eventId: newId(), organizationId: org.id }
    await forgetSelections(job, { erasureId: newId() })
    expect((await deliveriesOf(id))[0]?.sealedSelection).not.toBeNull()
    await eraseOnce(systemCtx(org.id), visitor.id, { reason: 'At request' })
    const erasure = await prisma.erasure.findFirstOrThrow({ where: { visitorId: visitor.id } })
    await forgetSelections(job, { erasureId: erasure.id })
    const [delivery] = await deliveriesOf(id)
    expect([delivery?.sealedSelection, delivery?.trace[0]?.sealedResponse]).toEqual([null, null])
    status = 204
    done(await resendWebhookDelivery(asDeveloper(org), { webhookDeliveryId: delivery?.id ?? '' }))
    await until(id, ['DELIVERED'])
    expect(to.received.at(-1)?.body).not.toContain(visitor.name)
    expect(to.received.at(-1)?.body).toContain('FORGOTTEN')
  })

  it('can be tried on a real object, with no more than the application may see', async () => {
    const { visitor } = await visited()
    const objectId = encodeGlobalId('Visitor', visitor.id)
    const attempt = async (scopes: Parameters<typeof createApplication>[1]) => {
      const applicationId = await createApplication(org, scopes)
      return done(await tryWebhookSelection(asDeveloper(org), { applicationId, selection, objectId }, asked))
    }
    expect(await attempt(['visitor:read'])).toEqual({ selection: { node: { name: visitor.name } } })
    expect(JSON.stringify(await attempt(['pass:read']))).not.toContain(visitor.name)
    const foreign = await createOrganization()
    const applicationId = await createApplication(foreign)
    const other = done(await tryWebhookSelection(asDeveloper(foreign), { applicationId, selection, objectId }, asked))
    expect(other).toEqual({ selection: { node: null } })
  })

  it('too large for a body is left out', async () => {
    const large = `query($id: ID!) { node(id: $id) { id } ${Array.from({ length: 15 }, (_, n) => `a${n}: webhookEventTypes { description example }`).join(' ')} }`
    expect(asked.problemsOf(large)).toEqual([])
    const { id } = await createEndpoint(org, to.url, { selection: large, eventTypes: ['visitor.created'] })
    await happen(org)
    await until(id, ['DELIVERED'])
    expect(Buffer.byteLength(to.received[0]?.body ?? '')).toBeLessThan(20_000)
  })
})

describe('what is kept', () => {
  it('goes after its time: selections and answers after a week, deliveries after a month, a deleted endpoint within the hour', async () => {
    status = 500
    const { id } = await createEndpoint(org, to.url, { selection: 'query($id: ID!) { node(id: $id) { id } }' })
    await happen(org)
    await expect.poll(async () => (await deliveriesOf(id))[0]?.trace.length, { timeout: 5_000 }).toBe(1)
    const only = { organizationId: org.id }
    await prisma.webhookEndpoint.updateMany({ where: { deletedAt: { not: null } }, data: { deletedAt: null, disabledAt: new Date() } })
    await purgeWebhooks(new Date(Date.now() + 8 * day), only)
    const [row] = await deliveriesOf(id)
    expect([row?.sealedSelection, row?.trace[0]?.sealedResponse]).toEqual([null, null])
    await purgeWebhooks(new Date(Date.now() + 31 * day), only)
    expect(await deliveriesOf(id)).toEqual([])
    await prisma.webhookEndpoint.update({ where: { id }, data: { deletedAt: new Date() } })
    await purgeWebhooks(new Date(), only)
    expect(await prisma.webhookEndpoint.count({ where: { id } })).toBe(0)
  })
})

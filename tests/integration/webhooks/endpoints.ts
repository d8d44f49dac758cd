import { isFailure, type Failure } from '../../../server/core/errors'
import { newId } from '../../../server/core/ids'
import { integratorScopes, type Permission } from '../../../server/core/permissions'
import { VisitorCreated } from '../../../server/domains/visitors/events'
import { selections } from '../../../server/domains/webhooks/selection'
import { createWebhookEndpoint } from '../../../server/domains/webhooks/use-cases/create-webhook-endpoint'
import { wakeWebhooks } from '../../../server/domains/webhooks/wake'
import { schema } from '../../../server/graphql/schema'
import { prisma } from '../../../server/infra/db'
import { emitAll } from '../../../server/infra/outbox'
import { sequenceEvents } from '../../../server/worker/sequence.sql'
import type { TestOrganization } from '../../setup/organization'
import { asDeveloper } from '../../setup/principals'

/** The answer of a use-case that must succeed. */
export function done<T>(answer: T | Failure): T {
  if (isFailure(answer)) throw new Error(JSON.stringify(answer))
  return answer
}

/** What checks and asks selections. */
export const asked = selections(schema)

/** An application with some scopes. @returns its id */
export async function createApplication(org: TestOrganization, scopes: readonly Permission[] = integratorScopes): Promise<string> {
  const id = newId()
  await prisma.apiApplication.create({
    data: { id, organizationId: org.id, name: 'Integration', scopes: [...scopes], createdAt: new Date() },
  })
  return id
}

/** An endpoint of a new application, with its secret. */
export async function createEndpoint(
  org: TestOrganization,
  url: string,
  { scopes, ...more }: { eventTypes?: string[]; selection?: string; scopes?: readonly Permission[] } = {},
): Promise<{ id: string; secret: string; applicationId: string }> {
  const applicationId = await createApplication(org, scopes)
  const input = { applicationId, url, eventTypes: [], ...more }
  const { webhookEndpoint, secret } = done(await createWebhookEndpoint(asDeveloper(org), input, asked.problemsOf))
  return { id: webhookEndpoint.id, secret: secret ?? '', applicationId }
}

/** Numbers what was committed, as the relay does, and says so. */
export async function numberEvents(): Promise<void> {
  while ((await sequenceEvents(() => [], new Date())).length > 0);
  wakeWebhooks({ events: true })
}

/** Lets persons become known in an organization. @returns the ids of the events, in their order */
export async function happen(org: TestOrganization, count = 1): Promise<string[]> {
  const visitors = Array.from({ length: count }, () => ({ visitorId: newId() }))
  await asDeveloper(org).transaction((tx) => emitAll(tx, org.id, VisitorCreated, visitors, new Date()))
  const rows = await prisma.outboxEvent.findMany({
    where: { organizationId: org.id, entityId: { in: visitors.map(({ visitorId }) => visitorId) } },
    select: { id: true },
    orderBy: { id: 'asc' },
  })
  await numberEvents()
  return rows.map(({ id }) => id)
}

/** Deliveries of an endpoint, the oldest first, with their attempts. */
export const deliveriesOf = (endpointId: string) =>
  prisma.webhookDelivery.findMany({
    where: { endpointId },
    orderBy: { id: 'asc' },
    include: { trace: { orderBy: { number: 'asc' } } },
  })

/** Makes what waits for another try due now. */
export async function hurry(endpointId: string): Promise<void> {
  await prisma.webhookDelivery.updateMany({ where: { endpointId, status: 'PENDING' }, data: { nextAttemptAt: new Date() } })
  wakeWebhooks({ due: [endpointId] })
}

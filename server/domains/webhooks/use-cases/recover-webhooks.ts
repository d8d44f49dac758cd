import { scopesOf } from '../../../core/api-key'
import { systemCtx } from '../../../core/ctx'
import type { JobContext } from '../../../core/handlers'
import { webhookEventTypes } from '../event-types'
import { listensTo } from '../fan-out.sql'
import { wakeWebhooks } from '../wake'
import { namesOf } from './endpoint-rows'
import { noteMissed } from './note-missed.sql'

/**
 * Notes everything that an endpoint has missed between two moments as due: done again, it finds nothing more. An endpoint that was deleted or
 * disabled meanwhile gets nothing.
 */
export async function recoverWebhooks(
  { organizationId }: JobContext,
  { webhookEndpointId: id, since, before }: { webhookEndpointId: string; since: number; before: number },
): Promise<void> {
  const { db } = systemCtx(organizationId)
  const endpoint = await db.webhookEndpoint.findFirst({
    where: { id, deletedAt: null, disabledAt: null },
    include: { application: { select: { scopes: true } } },
  })
  if (!endpoint) return
  const listener = { id, organizationId, eventTypes: namesOf(endpoint.eventTypes), scopes: scopesOf(endpoint.application.scopes) }
  const heard = webhookEventTypes.map(({ name }) => name).filter((name) => listensTo(listener, name))
  const span = { since: new Date(since), before: new Date(before) }
  if (heard.length > 0) await noteMissed(organizationId, listener, heard, span)
  await db.webhookDelivery.updateMany({
    where: { endpointId: id, status: 'FAILED', occurredAt: { gte: span.since, lt: span.before } },
    data: { status: 'PENDING', tries: 0, nextAttemptAt: new Date() },
  })
  wakeWebhooks({ due: [id] })
}

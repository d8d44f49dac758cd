import type { z } from 'zod'
import { sendWebhookExampleSchema } from '#shared/schemas/webhooks'
import { scopesOf } from '../../../core/api-key'
import { audit } from '../../../core/audit'
import { authorize } from '../../../core/authorize'
import { organizationOf, type Ctx } from '../../../core/ctx'
import { isFailure, type Failure } from '../../../core/errors'
import { invalid, notFound, validate } from '../../../core/failures'
import { once } from '../../../core/idempotency'
import { isId, newId } from '../../../core/ids'
import type { TenantTransaction } from '../../../infra/tenant-client'
import { mayHear, webhookEventType } from '../event-types'
import { bodyOf, exampleOf } from '../payload'
import { wakeWebhooks } from '../wake'
import { findDelivery, type WebhookDeliveryRow } from './list-webhook-deliveries'

async function add(ctx: Ctx, tx: TenantTransaction, endpointId: string, name: string): Promise<{ id: string } | Failure> {
  const endpoint = await tx.webhookEndpoint.findFirst({
    where: { id: endpointId, deletedAt: null },
    include: { application: { select: { scopes: true } } },
  })
  if (!endpoint) return notFound(ctx, 'webhookEndpointId')
  if (endpoint.disabledAt) return invalid(ctx, [{ path: ['webhookEndpointId'], key: 'webhookDisabled' }])
  const type = webhookEventType(name)
  if (!type || !mayHear(scopesOf(endpoint.application.scopes), type))
    return invalid(ctx, [{ path: ['type'], key: 'webhookEventTypes', values: { types: name } }])
  const now = ctx.now()
  const body = JSON.stringify(bodyOf(exampleOf(type, now)))
  const row = { id: newId(), organizationId: organizationOf(ctx), endpointId, message: newId(), type: name, isExample: true, body }
  await tx.webhookDelivery.createMany({
    data: [{ ...row, status: 'PENDING', nextAttemptAt: now, occurredAt: now, createdAt: now }],
  })
  await audit(ctx, tx, 'webhook.send_example', { type: 'WebhookEndpoint', id: endpointId }, { event: name })
  return { id: row.id }
}

/**
 * Sends an endpoint an event as it could be, signed as every other.
 * @returns the delivery, or NOT_FOUND, VALIDATION_FAILED for an event that its application may not hear of, and while it is disabled
 */
export async function sendWebhookExample(ctx: Ctx, input: z.input<typeof sendWebhookExampleSchema>): Promise<WebhookDeliveryRow | Failure> {
  authorize(ctx, 'application:manage')
  const { data, failed } = validate(ctx, sendWebhookExampleSchema, input)
  if (failed) return failed
  const { webhookEndpointId: endpointId, type, idempotencyKey: key } = data
  if (!isId(endpointId)) return notFound(ctx, 'webhookEndpointId')
  const find = async (id: string) => ((await findDelivery(ctx, id)) ? { id } : null)
  const request = { key, operation: 'sendWebhookExample', input: { endpointId, type } }
  const made = await once<{ id: string }>(ctx, request, find, (tx) => add(ctx, tx, endpointId, type))
  if (isFailure(made)) return made
  wakeWebhooks({ due: [endpointId] })
  return (await findDelivery(ctx, made.id)) ?? notFound(ctx, 'webhookEndpointId')
}

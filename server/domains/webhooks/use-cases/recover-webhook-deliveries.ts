import type { z } from 'zod'
import { recoverWebhookDeliveriesSchema, webhookMemoryDays } from '#shared/schemas/webhooks'
import { audit } from '../../../core/audit'
import { authorize } from '../../../core/authorize'
import { organizationOf, type Ctx } from '../../../core/ctx'
import type { Failure } from '../../../core/errors'
import { invalid, notFound, validate } from '../../../core/failures'
import { isId } from '../../../core/ids'
import { emit } from '../../../infra/outbox'
import { WebhookRecoveryAsked } from '../events'
import { findEndpoint, type WebhookEndpointRow } from './endpoint-rows'

/**
 * Has everything sent that an endpoint has missed since a moment: dead letters, and events of which it was not told because it was disabled,
 * did not ask for them then, or was not there yet. What arrived is not sent again.
 * @returns the endpoint, or NOT_FOUND, VALIDATION_FAILED for a moment more than 30 days ago or ahead, and while it is disabled
 */
export async function recoverWebhookDeliveries(
  ctx: Ctx,
  input: z.input<typeof recoverWebhookDeliveriesSchema>,
): Promise<WebhookEndpointRow | Failure> {
  authorize(ctx, 'application:manage')
  const { data, failed } = validate(ctx, recoverWebhookDeliveriesSchema, input)
  if (failed) return failed
  const { webhookEndpointId: id, since } = data
  const now = ctx.now()
  const endpoint = isId(id) ? await findEndpoint(ctx, id) : null
  if (!endpoint) return notFound(ctx, 'webhookEndpointId')
  if (endpoint.disabledAt) return invalid(ctx, [{ path: ['webhookEndpointId'], key: 'webhookDisabled' }])
  if (since > now || since.getTime() < now.getTime() - webhookMemoryDays * 86_400_000)
    return invalid(ctx, [{ path: ['since'], key: 'webhookSince' }])
  await ctx.transaction(async (tx) => {
    const asked = { webhookEndpointId: id, since: since.getTime(), before: now.getTime() }
    await emit(tx, organizationOf(ctx), WebhookRecoveryAsked, asked, now)
    await audit(ctx, tx, 'webhook.recover', { type: 'WebhookEndpoint', id }, { since: since.toISOString() })
  })
  return endpoint
}

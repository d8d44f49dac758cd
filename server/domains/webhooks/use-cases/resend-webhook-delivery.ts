import type { z } from 'zod'
import { resendWebhookDeliverySchema } from '#shared/schemas/webhooks'
import { audit } from '../../../core/audit'
import { authorize } from '../../../core/authorize'
import type { Ctx } from '../../../core/ctx'
import type { Failure } from '../../../core/errors'
import { invalid, notFound, validate } from '../../../core/failures'
import { isId } from '../../../core/ids'
import { wakeWebhooks } from '../wake'
import { findDelivery, type WebhookDeliveryRow } from './list-webhook-deliveries'

/**
 * Has a delivery sent again now, whether it had arrived or not: the same words under the same webhook-id, and the waits between tries begin
 * anew.
 * @returns the delivery, or NOT_FOUND, VALIDATION_FAILED while its endpoint is disabled
 */
export async function resendWebhookDelivery(
  ctx: Ctx,
  input: z.input<typeof resendWebhookDeliverySchema>,
): Promise<WebhookDeliveryRow | Failure> {
  authorize(ctx, 'application:manage')
  const { data, failed } = validate(ctx, resendWebhookDeliverySchema, input)
  if (failed) return failed
  const { webhookDeliveryId: id } = data
  const found = isId(id) ? await findDelivery(ctx, id) : null
  if (!found) return notFound(ctx, 'webhookDeliveryId')
  const isAsked = await ctx.transaction(async (tx) => {
    const { count } = await tx.webhookDelivery.updateMany({
      where: { id, endpoint: { disabledAt: null, deletedAt: null } },
      data: { status: 'PENDING', tries: 0, nextAttemptAt: ctx.now() },
    })
    if (count === 1) await audit(ctx, tx, 'webhook.resend', { type: 'WebhookEndpoint', id: found.endpointId }, { delivery: id })
    return count === 1
  })
  if (!isAsked) return invalid(ctx, [{ path: ['webhookDeliveryId'], key: 'webhookDisabled' }])
  wakeWebhooks({ due: [found.endpointId] })
  return (await findDelivery(ctx, id)) ?? notFound(ctx, 'webhookDeliveryId')
}

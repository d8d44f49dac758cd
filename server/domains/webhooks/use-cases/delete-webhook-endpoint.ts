import type { z } from 'zod'
import { webhookEndpointSchema } from '#shared/schemas/webhooks'
import { audit } from '../../../core/audit'
import { authorize } from '../../../core/authorize'
import type { Ctx } from '../../../core/ctx'
import type { Failure } from '../../../core/errors'
import { notFound, validate } from '../../../core/failures'
import { isId } from '../../../core/ids'
import { wakeWebhooks } from '../wake'

/**
 * Deletes an endpoint with its secrets: nothing more is begun, and what is under way comes to its end. Its log follows within the hour.
 * @returns its id, or NOT_FOUND
 */
export async function deleteWebhookEndpoint(ctx: Ctx, input: z.input<typeof webhookEndpointSchema>): Promise<{ id: string } | Failure> {
  authorize(ctx, 'application:manage')
  const { data, failed } = validate(ctx, webhookEndpointSchema, input)
  if (failed) return failed
  const { webhookEndpointId: id } = data
  if (!isId(id)) return notFound(ctx, 'webhookEndpointId')
  const isDeleted = await ctx.transaction(async (tx) => {
    const { count } = await tx.webhookEndpoint.updateMany({ where: { id, deletedAt: null }, data: { deletedAt: ctx.now() } })
    if (count === 0) return false
    await tx.webhookSecret.deleteMany({ where: { endpointId: id } })
    await audit(ctx, tx, 'webhook.delete', { type: 'WebhookEndpoint', id })
    return true
  })
  if (!isDeleted) return notFound(ctx, 'webhookEndpointId')
  wakeWebhooks({ changed: [id] })
  return { id }
}

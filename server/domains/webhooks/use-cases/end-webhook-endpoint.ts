import { audit } from '../../../core/audit'
import { anonymous, createCtx, organizationOf, type Ctx } from '../../../core/ctx'
import { findHolders } from '../../../core/holders'
import { newId } from '../../../core/ids'
import type { WebhookDisabledFor, WebhookNoticeKind } from '../../../generated/prisma/enums'
import { emit, emitAll } from '../../../infra/outbox'
import type { TenantTransaction } from '../../../infra/tenant-client'
import { WebhookEndpointDisabled, WebhookNoted } from '../events'
import { wakeWebhooks } from '../wake'

/** Has everybody who manages applications told by mail of an endpoint. */
export async function tellOfEndpoint(ctx: Ctx, tx: TenantTransaction, endpointId: string, matter: WebhookNoticeKind): Promise<void> {
  const [organizationId, createdAt] = [organizationOf(ctx), ctx.now()]
  const userIds = await findHolders(tx, 'application:manage')
  const notices = userIds.map((userId) => ({ id: newId(), organizationId, endpointId, userId, matter, createdAt }))
  await tx.webhookNotice.createMany({ data: notices })
  const noted = notices.map(({ id }) => ({ webhookNoticeId: id }))
  await emitAll(tx, organizationId, WebhookNoted, noted, createdAt)
}

/**
 * Ends deliveries to an endpoint in the transaction of the caller: what is still to be delivered waits until somebody enables it.
 * @returns whether it was enabled before
 */
export async function disableEndpoint(ctx: Ctx, tx: TenantTransaction, id: string, reason: WebhookDisabledFor): Promise<boolean> {
  const where = { id, disabledAt: null, deletedAt: null }
  const { count } = await tx.webhookEndpoint.updateMany({ where, data: { disabledAt: ctx.now(), disabledFor: reason } })
  if (count === 0) return false
  await emit(tx, organizationOf(ctx), WebhookEndpointDisabled, { webhookEndpointId: id, reason }, ctx.now())
  await audit(ctx, tx, 'webhook.disable', { type: 'WebhookEndpoint', id }, { reason })
  if (reason !== 'BY_HAND') await tellOfEndpoint(ctx, tx, id, 'DISABLED')
  return true
}

/** The system itself inside an organization, at a moment. */
export const systemCtxAt = (organizationId: string, now: Date): Ctx =>
  createCtx({ ...anonymous, actor: { type: 'system' }, organizationId }, { language: 'en', now: () => now })

/** Disables an endpoint by the system itself. @returns whether it was enabled before */
export async function endWebhookEndpoint(
  organizationId: string,
  id: string,
  reason: 'GONE' | 'FAILING',
  now = new Date(),
): Promise<boolean> {
  const ctx = systemCtxAt(organizationId, now)
  const isEnded = await ctx.transaction((tx) => disableEndpoint(ctx, tx, id, reason))
  if (isEnded) wakeWebhooks({ changed: [id] })
  return isEnded
}

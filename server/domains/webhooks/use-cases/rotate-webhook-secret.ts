import type { z } from 'zod'
import { mostWebhookSecrets, webhookEndpointSchema, webhookOverlapHours } from '#shared/schemas/webhooks'
import { audit } from '../../../core/audit'
import { authorize } from '../../../core/authorize'
import { organizationOf, type Ctx } from '../../../core/ctx'
import { isFailure, type Failure } from '../../../core/errors'
import { invalid, notFound, validate } from '../../../core/failures'
import { isId, newId } from '../../../core/ids'
import { sealedColumns, sealForOrganization } from '../../../core/organization-seal'
import { keyringOf } from '../../../infra/keyring'
import type { TenantTransaction } from '../../../infra/tenant-client'
import { newWebhookSecret } from '../signature'
import { wakeWebhooks } from '../wake'
import type { ShownWebhookEndpoint } from './create-webhook-endpoint'
import { findEndpoint } from './endpoint-rows'

/** Makes a secret of an endpoint and keeps it sealed. @returns the secret itself */
export async function keepSecret(ctx: Ctx, tx: TenantTransaction, endpointId: string): Promise<string> {
  const [id, secret, organizationId] = [newId(), newWebhookSecret(), organizationOf(ctx)]
  const sealedSecret = sealForOrganization(await keyringOf(organizationId), Buffer.from(secret), sealedColumns.webhookSecret, id)
  await tx.webhookSecret.createMany({ data: [{ id, organizationId, endpointId, sealedSecret, createdAt: ctx.now() }] })
  return secret
}

async function replace(ctx: Ctx, tx: TenantTransaction, id: string): Promise<string | Failure> {
  // Its lock: of two who replace at once the second finds the first one's secret.
  const { count } = await tx.webhookEndpoint.updateMany({ where: { id, deletedAt: null }, data: { organizationId: organizationOf(ctx) } })
  if (count === 0) return notFound(ctx, 'webhookEndpointId')
  const now = ctx.now()
  await tx.webhookSecret.deleteMany({ where: { endpointId: id, expiresAt: { lte: now } } })
  if ((await tx.webhookSecret.count({ where: { endpointId: id } })) >= mostWebhookSecrets)
    return invalid(ctx, [{ path: ['webhookEndpointId'], key: 'webhookSecrets' }])
  const expiresAt = new Date(now.getTime() + webhookOverlapHours * 3_600_000)
  await tx.webhookSecret.updateMany({ where: { endpointId: id, expiresAt: null }, data: { expiresAt } })
  const secret = await keepSecret(ctx, tx, id)
  await audit(ctx, tx, 'webhook.rotate_secret', { type: 'WebhookEndpoint', id }, { oldSignsUntil: expiresAt.toISOString() })
  return secret
}

/**
 * Puts a new secret in the place of an endpoint's; deliveries are signed with both for 24 hours, and with every one that was replaced less
 * than that ago.
 * @returns the secret this one time, or NOT_FOUND, VALIDATION_FAILED where too many sign already
 */
export async function rotateWebhookSecret(ctx: Ctx, input: z.input<typeof webhookEndpointSchema>): Promise<ShownWebhookEndpoint | Failure> {
  authorize(ctx, 'application:manage')
  const { data, failed } = validate(ctx, webhookEndpointSchema, input)
  if (failed) return failed
  const { webhookEndpointId: id } = data
  if (!isId(id)) return notFound(ctx, 'webhookEndpointId')
  const secret = await ctx.transaction((tx) => replace(ctx, tx, id))
  if (isFailure(secret)) return secret
  wakeWebhooks({ changed: [id] })
  const webhookEndpoint = await findEndpoint(ctx, id)
  return webhookEndpoint ? { webhookEndpoint, secret } : notFound(ctx, 'webhookEndpointId')
}

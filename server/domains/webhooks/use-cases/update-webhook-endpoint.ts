import type { z } from 'zod'
import { updateWebhookEndpointSchema } from '#shared/schemas/webhooks'
import { scopesOf } from '../../../core/api-key'
import { audit } from '../../../core/audit'
import { authorize } from '../../../core/authorize'
import { organizationOf, type Ctx } from '../../../core/ctx'
import { isFailure, type Failure } from '../../../core/errors'
import { notFound, validate } from '../../../core/failures'
import { isId } from '../../../core/ids'
import { sealedColumns, sealForOrganization } from '../../../core/organization-seal'
import { keyringOf } from '../../../infra/keyring'
import type { TenantTransaction } from '../../../infra/tenant-client'
import { wakeWebhooks } from '../wake'
import { disableEndpoint } from './end-webhook-endpoint'
import { refuseContent, type CheckSelection } from './endpoint-content'
import { findEndpoint, namesOf, type WebhookEndpointRow } from './endpoint-rows'

type Asked = z.infer<typeof updateWebhookEndpointSchema>

/** Columns that change; what was not asked for is not among them. */
async function columnsOf(ctx: Ctx, id: string, { url, description, eventTypes, selection }: Asked) {
  const keyring = url ? await keyringOf(organizationOf(ctx)) : null
  return {
    ...(keyring && url ? { sealedUrl: sealForOrganization(keyring, Buffer.from(url), sealedColumns.webhookUrl, id) } : {}),
    ...(description === undefined ? {} : { description }),
    ...(eventTypes ? { eventTypes } : {}),
    ...(selection === undefined ? {} : { selection }),
  }
}

async function enable(ctx: Ctx, tx: TenantTransaction, id: string): Promise<void> {
  const fresh = { disabledAt: null, disabledFor: null, failingSince: null, warnedAt: null }
  const { count } = await tx.webhookEndpoint.updateMany({ where: { id, disabledAt: { not: null } }, data: fresh })
  if (count === 1) await audit(ctx, tx, 'webhook.enable', { type: 'WebhookEndpoint', id })
}

async function change(ctx: Ctx, tx: TenantTransaction, asked: Asked, check: CheckSelection): Promise<Failure | null> {
  const { webhookEndpointId: id, isEnabled } = asked
  const before = await tx.webhookEndpoint.findFirst({
    where: { id, deletedAt: null },
    include: { application: { select: { scopes: true } } },
  })
  if (!before) return notFound(ctx, 'webhookEndpointId')
  const refused = refuseContent(ctx, asked, scopesOf(before.application.scopes), check)
  if (refused) return refused
  const columns = await columnsOf(ctx, id, asked)
  // At least its own organization, so that the statement takes its lock: one that was deleted meanwhile is not changed.
  const { count } = await tx.webhookEndpoint.updateMany({
    where: { id, deletedAt: null },
    data: { ...columns, organizationId: organizationOf(ctx) },
  })
  if (count === 0) return notFound(ctx, 'webhookEndpointId')
  const { description, eventTypes, selection } = asked
  const facts = { description: description ?? null, ...(asked.url && { host: new URL(asked.url).host }) }
  const after = { ...facts, eventTypes: eventTypes ?? namesOf(before.eventTypes), hasSelection: Boolean(selection ?? before.selection) }
  if (Object.keys(columns).length > 0) await audit(ctx, tx, 'webhook.update', { type: 'WebhookEndpoint', id }, { after })
  if (isEnabled === true) await enable(ctx, tx, id)
  if (isEnabled === false) await disableEndpoint(ctx, tx, id, 'BY_HAND')
  return null
}

/**
 * Changes an endpoint, or enables or disables it. What is on its way is sent as it was made; what comes is told by what the endpoint is then.
 * @returns the endpoint, or NOT_FOUND, VALIDATION_FAILED
 */
export async function updateWebhookEndpoint(
  ctx: Ctx,
  input: z.input<typeof updateWebhookEndpointSchema>,
  check: CheckSelection,
): Promise<WebhookEndpointRow | Failure> {
  authorize(ctx, 'application:manage')
  const { data, failed } = validate(ctx, updateWebhookEndpointSchema, input)
  if (failed) return failed
  const { webhookEndpointId: id } = data
  if (!isId(id)) return notFound(ctx, 'webhookEndpointId')
  const refused = await ctx.transaction((tx) => change(ctx, tx, data, check))
  if (isFailure(refused)) return refused
  wakeWebhooks({ changed: [id] })
  return (await findEndpoint(ctx, id)) ?? notFound(ctx, 'webhookEndpointId')
}

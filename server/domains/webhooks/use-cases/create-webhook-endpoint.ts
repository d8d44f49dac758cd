import type { z } from 'zod'
import { createWebhookEndpointSchema, mostWebhookEndpoints } from '#shared/schemas/webhooks'
import { scopesOf } from '../../../core/api-key'
import { audit } from '../../../core/audit'
import { authorize } from '../../../core/authorize'
import { organizationOf, type Ctx } from '../../../core/ctx'
import { isFailure, type Failure } from '../../../core/errors'
import { invalid, notFound, validate } from '../../../core/failures'
import { once } from '../../../core/idempotency'
import { isId, newId } from '../../../core/ids'
import { sealedColumns, sealForOrganization } from '../../../core/organization-seal'
import { keyringOf } from '../../../infra/keyring'
import type { TenantTransaction } from '../../../infra/tenant-client'
import { refuseContent, type CheckSelection } from './endpoint-content'
import { findEndpoint, type WebhookEndpointRow } from './endpoint-rows'
import { keepSecret } from './rotate-webhook-secret'

/** An endpoint, and its secret this one time; null where it was shown before. */
export interface ShownWebhookEndpoint {
  webhookEndpoint: WebhookEndpointRow
  secret: string | null
}

type Asked = Omit<z.infer<typeof createWebhookEndpointSchema>, 'idempotencyKey'>

/** Takes an application so that nobody changes its scopes meanwhile, and reads these. */
async function takeScopes(ctx: Ctx, tx: TenantTransaction, id: string): Promise<string[] | null> {
  const { count } = await tx.apiApplication.updateMany({ where: { id }, data: { organizationId: organizationOf(ctx) } })
  const row = count === 1 ? await tx.apiApplication.findUnique({ where: { id }, select: { scopes: true } }) : null
  return row && scopesOf(row.scopes)
}

async function make(ctx: Ctx, tx: TenantTransaction, id: string, asked: Asked, check: CheckSelection): Promise<string | Failure> {
  const { applicationId, url, description, eventTypes, selection } = asked
  const scopes = await takeScopes(ctx, tx, applicationId)
  if (!scopes) return notFound(ctx, 'applicationId')
  const refused = refuseContent(ctx, asked, scopes, check)
  if (refused) return refused
  const held = await tx.webhookEndpoint.count({ where: { applicationId, deletedAt: null } })
  if (held >= mostWebhookEndpoints) return invalid(ctx, [{ path: ['applicationId'], key: 'webhookEndpoints' }])
  const organizationId = organizationOf(ctx)
  const sealedUrl = sealForOrganization(await keyringOf(organizationId), Buffer.from(url), sealedColumns.webhookUrl, id)
  const row = { id, organizationId, applicationId, sealedUrl, eventTypes, createdAt: ctx.now() }
  await tx.webhookEndpoint.createMany({ data: [{ ...row, description: description ?? null, selection: selection ?? null }] })
  const facts = { application: applicationId, host: new URL(url).host, eventTypes, hasSelection: Boolean(selection) }
  await audit(ctx, tx, 'webhook.create', { type: 'WebhookEndpoint', id }, facts)
  return keepSecret(ctx, tx, id)
}

/**
 * Makes an endpoint: an address of an application that is told of what happens, with a secret of its own.
 * @param check of its selection
 * @returns it and its secret this one time, or NOT_FOUND, VALIDATION_FAILED, IDEMPOTENCY_KEY_REUSED
 */
export async function createWebhookEndpoint(
  ctx: Ctx,
  input: z.input<typeof createWebhookEndpointSchema>,
  check: CheckSelection,
): Promise<ShownWebhookEndpoint | Failure> {
  authorize(ctx, 'application:manage')
  const { data, failed } = validate(ctx, createWebhookEndpointSchema, input)
  if (failed) return failed
  const { idempotencyKey: key, ...asked } = data
  if (!isId(asked.applicationId)) return notFound(ctx, 'applicationId')
  const id = newId()
  let secret: string | null = null
  const find = async (known: string) => ((await findEndpoint(ctx, known)) ? { id: known } : null)
  const made = await once<{ id: string }>(ctx, { key, operation: 'createWebhookEndpoint', input: asked }, find, async (tx) => {
    const kept = await make(ctx, tx, id, asked, check)
    if (isFailure(kept)) return kept
    secret = kept
    return { id }
  })
  if (isFailure(made)) return made
  const webhookEndpoint = await findEndpoint(ctx, made.id)
  return webhookEndpoint ? { webhookEndpoint, secret: made.id === id ? secret : null } : notFound(ctx)
}

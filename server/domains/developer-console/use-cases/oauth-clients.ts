import type { z } from 'zod'
import { createServiceClientSchema, revokeServiceClientSchema } from '#shared/schemas/developer-console'
import { scopesOf } from '../../../core/api-key'
import { audit } from '../../../core/audit'
import { authorize } from '../../../core/authorize'
import { organizationOf, type Ctx } from '../../../core/ctx'
import { isFailure, type Failure } from '../../../core/errors'
import { notFound, validate } from '../../../core/failures'
import { once } from '../../../core/idempotency'
import { isId, newId } from '../../../core/ids'
import { hashToken, newToken } from '../../../core/token'
import type { TenantTransaction } from '../../../infra/tenant-client'
import { announceEnding } from '../../../infra/live'
import { refuseBeyond } from '../policy'
import { lockApplication, type ServiceClientRow } from './list-applications'

/** A client's row, and its secret: only for whoever has just made it. */
export interface ShownServiceClient {
  serviceClient: ServiceClientRow
  secret: string | null
}

type Made = { id: string; secret: string; scopes: string[]; applicationId: string }

async function make(ctx: Ctx, tx: TenantTransaction, { id, secret, scopes, applicationId }: Made): Promise<ServiceClientRow | Failure> {
  const application = await lockApplication(ctx, tx, applicationId)
  if (!application) return notFound(ctx, 'applicationId')
  const refused = refuseBeyond(ctx, scopes, scopesOf(application.scopes), 'scopesNotAllowed')
  if (refused) return refused
  const row = { id, organizationId: organizationOf(ctx), applicationId, scopes, secretHash: hashToken(secret), createdAt: ctx.now() }
  const client = await tx.serviceClient.create({ data: row, omit: { secretHash: true } })
  await audit(ctx, tx, 'service_client.create', { type: 'ServiceClient', id }, { application: applicationId, scopes })
  return client
}

/**
 * Makes a service client of an application: it gets access tokens by OAuth 2 client credentials. Its secret is in this answer alone.
 * @returns the client (without the secret when the idempotency key finds one made before), or NOT_FOUND, VALIDATION_FAILED also for
 * scopes that the application is not allowed, IDEMPOTENCY_KEY_REUSED
 */
export async function createServiceClient(
  ctx: Ctx,
  input: z.input<typeof createServiceClientSchema>,
): Promise<ShownServiceClient | Failure> {
  authorize(ctx, 'application:manage')
  const { data, failed } = validate(ctx, createServiceClientSchema, input)
  if (failed) return failed
  const { idempotencyKey: key, ...asked } = data
  if (!isId(asked.applicationId)) return notFound(ctx, 'applicationId')
  const [id, secret] = [newId(), newToken('gco_')]
  const find = (known: string) => ctx.db.serviceClient.findUnique({ where: { id: known }, omit: { secretHash: true } })
  const request = { key, operation: 'createServiceClient', input: asked }
  const row = await once<ServiceClientRow>(ctx, request, find, (tx) => make(ctx, tx, { ...asked, id, secret }))
  return isFailure(row) ? row : { serviceClient: row, secret: row.id === id ? secret : null }
}

/**
 * Withdraws a service client for good: it gets no more tokens, and those it has are refused within a second.
 * @returns the client, or NOT_FOUND, also for one that was withdrawn before
 */
export async function revokeServiceClient(ctx: Ctx, input: z.input<typeof revokeServiceClientSchema>): Promise<ServiceClientRow | Failure> {
  authorize(ctx, 'application:manage')
  const { data, failed } = validate(ctx, revokeServiceClientSchema, input)
  if (failed) return failed
  const { serviceClientId: id } = data
  if (!isId(id)) return notFound(ctx, 'serviceClientId')
  const row = await ctx.transaction(async (tx) => {
    const { count } = await tx.serviceClient.updateMany({ where: { id, revokedAt: null }, data: { revokedAt: ctx.now() } })
    if (count === 0) return null
    const client = await tx.serviceClient.findUniqueOrThrow({ where: { id }, omit: { secretHash: true } })
    await audit(ctx, tx, 'service_client.revoke', { type: 'ServiceClient', id }, { application: client.applicationId })
    return client
  })
  if (!row) return notFound(ctx, 'serviceClientId')
  announceEnding([id])
  return row
}

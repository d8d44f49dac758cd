import type { z } from 'zod'
import { createApiKeySchema } from '#shared/schemas/developer-console'
import { newApiKey, scopesOf, type NewApiKey } from '../../../core/api-key'
import { audit } from '../../../core/audit'
import { authorize } from '../../../core/authorize'
import { organizationOf, type Ctx } from '../../../core/ctx'
import { isFailure, type Failure } from '../../../core/errors'
import { invalid, notFound, validate } from '../../../core/failures'
import { once } from '../../../core/idempotency'
import { isId, newId } from '../../../core/ids'
import { prisma } from '../../../infra/db'
import type { TenantTransaction } from '../../../infra/tenant-client'
import { refuseBeyond } from '../policy'
import { lockApplication, type ApiKeyRow } from './list-applications'

/** A key's row, and the key itself: only for whoever has just made it. */
export interface ShownApiKey {
  apiKey: ApiKeyRow
  key: string | null
}

/** A key of the organization's kind: a sandbox has keys of its own. */
export async function makeKeyFor(ctx: Ctx): Promise<NewApiKey> {
  const where = { id: organizationOf(ctx) }
  const { isSandbox } = await prisma.organization.findUniqueOrThrow({ where, select: { isSandbox: true } })
  return newApiKey(isSandbox)
}

/** Writes the row of a new key and its trace. */
export async function keepKey(
  ctx: Ctx,
  tx: TenantTransaction,
  { keyHash, hint }: NewApiKey,
  about: { id: string; applicationId: string; scopes: string[]; expiresAt: Date | null },
): Promise<ApiKeyRow> {
  const data = { ...about, organizationId: organizationOf(ctx), keyHash, hint, createdAt: ctx.now() }
  const row = await tx.apiKey.create({ data, omit: { keyHash: true } })
  const details = { application: about.applicationId, hint, scopes: about.scopes, expiresAt: about.expiresAt?.toISOString() ?? null }
  await audit(ctx, tx, 'api_key.create', { type: 'ApiKey', id: row.id }, details)
  return row
}

/**
 * Makes a key of an application. The key itself is in this answer alone; only its hash is kept.
 * @returns the key (null when the idempotency key finds one made before), or NOT_FOUND, VALIDATION_FAILED also for scopes that the
 * application is not allowed, IDEMPOTENCY_KEY_REUSED
 */
export async function createApiKey(ctx: Ctx, input: z.input<typeof createApiKeySchema>): Promise<ShownApiKey | Failure> {
  authorize(ctx, 'application:manage')
  const { data, failed } = validate(ctx, createApiKeySchema, input)
  if (failed) return failed
  const { idempotencyKey, applicationId, scopes, expiresAt = null } = data
  if (!isId(applicationId)) return notFound(ctx, 'applicationId')
  if (expiresAt && expiresAt <= ctx.now()) return invalid(ctx, [{ path: ['expiresAt'], key: 'expiryPast' }])
  const [id, made] = [newId(), await makeKeyFor(ctx)]
  const find = (known: string) => ctx.db.apiKey.findUnique({ where: { id: known }, omit: { keyHash: true } })
  const request = { key: idempotencyKey, operation: 'createApiKey', input: { applicationId, scopes, expiresAt } }
  const row = await once<ApiKeyRow>(ctx, request, find, async (tx) => {
    const application = await lockApplication(ctx, tx, applicationId)
    if (!application) return notFound(ctx, 'applicationId')
    const refused = refuseBeyond(ctx, scopes, scopesOf(application.scopes), 'scopesNotAllowed')
    return refused ?? keepKey(ctx, tx, made, { id, applicationId, scopes, expiresAt })
  })
  return isFailure(row) ? row : { apiKey: row, key: row.id === id ? made.key : null }
}

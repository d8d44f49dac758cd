import type { z } from 'zod'
import { revokeApiKeySchema } from '#shared/schemas/developer-console'
import { audit } from '../../../core/audit'
import { authorize } from '../../../core/authorize'
import type { Ctx } from '../../../core/ctx'
import type { Failure } from '../../../core/errors'
import { notFound, validate } from '../../../core/failures'
import { isId } from '../../../core/ids'
import type { Prisma } from '../../../generated/prisma/client'
import { announceEnding } from '../../../infra/live'
import type { ApiKeyRow } from './list-applications'

/** Keys that let in. */
export const workingKeys = (now: Date) =>
  ({ revokedAt: null, OR: [{ expiresAt: null }, { expiresAt: { gt: now } }] }) satisfies Prisma.ApiKeyWhereInput

/**
 * Withdraws a key for good: it is out everywhere within a second, and its WebSockets are closed.
 * @returns the key, or NOT_FOUND, also for one that has ended
 */
export async function revokeApiKey(ctx: Ctx, input: z.input<typeof revokeApiKeySchema>): Promise<ApiKeyRow | Failure> {
  authorize(ctx, 'application:manage')
  const { data, failed } = validate(ctx, revokeApiKeySchema, input)
  if (failed) return failed
  const { apiKeyId: id } = data
  if (!isId(id)) return notFound(ctx, 'apiKeyId')
  const row = await ctx.transaction(async (tx) => {
    const { count } = await tx.apiKey.updateMany({ where: { id, ...workingKeys(ctx.now()) }, data: { revokedAt: ctx.now() } })
    if (count === 0) return null
    const key = await tx.apiKey.findUniqueOrThrow({ where: { id }, omit: { keyHash: true } })
    await audit(ctx, tx, 'api_key.revoke', { type: 'ApiKey', id }, { application: key.applicationId, hint: key.hint })
    return key
  })
  if (!row) return notFound(ctx, 'apiKeyId')
  announceEnding([id])
  return row
}

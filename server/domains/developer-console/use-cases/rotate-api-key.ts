import type { z } from 'zod'
import { rotateApiKeySchema } from '#shared/schemas/developer-console'
import { scopesOf, type NewApiKey } from '../../../core/api-key'
import { audit } from '../../../core/audit'
import { authorize } from '../../../core/authorize'
import type { Ctx } from '../../../core/ctx'
import { isFailure, type Failure } from '../../../core/errors'
import { invalid, notFound, validate } from '../../../core/failures'
import { isId, newId } from '../../../core/ids'
import { announceEnding } from '../../../infra/live'
import type { TenantTransaction } from '../../../infra/tenant-client'
import { keepKey, makeKeyFor, type ShownApiKey } from './create-api-key'
import { lockApplication, type ApiKeyRow } from './list-applications'
import { workingKeys } from './revoke-api-key'

const hour = 3_600_000

/** What replacing a key came to. */
export interface Rotated extends ShownApiKey {
  /** The key that was replaced. */
  replaced: ApiKeyRow
}

/** A new key lives as long as the old one was given. */
const expiryLike = ({ createdAt, expiresAt }: ApiKeyRow, now: Date): Date | null =>
  expiresAt && new Date(now.getTime() + expiresAt.getTime() - createdAt.getTime())

const earlier = (one: Date | null, other: Date): Date => (one && one < other ? one : other)

async function replace(ctx: Ctx, tx: TenantTransaction, old: ApiKeyRow, end: Date, made: NewApiKey): Promise<Rotated | Failure> {
  const now = ctx.now()
  const application = await lockApplication(ctx, tx, old.applicationId)
  const where = { id: old.id, rotatedAt: null, ...workingKeys(now) }
  const { count } = await tx.apiKey.updateMany({ where, data: { rotatedAt: now, expiresAt: earlier(old.expiresAt, end) } })
  if (!application || count === 0) return invalid(ctx, [{ path: ['apiKeyId'], key: 'keyReplaced' }])
  const replaced = await tx.apiKey.findUniqueOrThrow({ where: { id: old.id }, omit: { keyHash: true } })
  const { applicationId } = old
  const about = { id: newId(), applicationId, scopes: scopesOf(replaced.scopes), expiresAt: expiryLike(old, now) }
  const apiKey = await keepKey(ctx, tx, made, about)
  const details = { successor: apiKey.id, worksUntil: replaced.expiresAt?.toISOString() ?? null }
  await audit(ctx, tx, 'api_key.rotate', { type: 'ApiKey', id: old.id }, details)
  return { apiKey, key: made.key, replaced }
}

/**
 * Puts a new key of the same scopes in the place of an old one, which works on for the chosen hours and then stops.
 * @returns both, the new key itself this one time, or NOT_FOUND, VALIDATION_FAILED for one that was replaced or has ended
 */
export async function rotateApiKey(ctx: Ctx, input: z.input<typeof rotateApiKeySchema>): Promise<Rotated | Failure> {
  authorize(ctx, 'application:manage')
  const { data, failed } = validate(ctx, rotateApiKeySchema, input)
  if (failed) return failed
  const old = isId(data.apiKeyId) ? await ctx.db.apiKey.findUnique({ where: { id: data.apiKeyId }, omit: { keyHash: true } }) : null
  if (!old) return notFound(ctx, 'apiKeyId')
  const made = await makeKeyFor(ctx)
  const end = new Date(ctx.now().getTime() + data.overlapHours * hour)
  const rotated = await ctx.transaction((tx) => replace(ctx, tx, old, end, made))
  if (!isFailure(rotated)) announceEnding([old.id])
  return rotated
}

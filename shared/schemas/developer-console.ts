import { z } from 'zod'
import { line } from './visitors'

const scopes = z
  .array(z.string().max(80))
  .max(100)
  .transform((names) => [...new Set(names)].sort())

const application = {
  name: line(120).min(1, 'errors.nameRequired'),
  description: z.preprocess((value) => (typeof value === 'string' && value.trim() === '' ? null : value), line(500).nullish()),
  scopes,
}

const idempotencyKey = z.string().max(100).nullish()

/** What making an application takes. */
export const createApplicationSchema = z.object({ ...application, idempotencyKey })

/** What changing an application takes. */
export const updateApplicationSchema = z.object({ applicationId: z.string(), ...application })

/** What making a key takes: at least one scope, and when it expires, if ever. */
export const createApiKeySchema = z.object({
  applicationId: z.string(),
  scopes: scopes.refine((names) => names.length > 0, 'errors.scopeRequired'),
  expiresAt: z.date().nullish(),
  idempotencyKey,
})

/** For how long an old key may work beside the one that took its place, in hours. */
export const longestOverlap = 7 * 24

/** What replacing a key takes. */
export const rotateApiKeySchema = z.object({
  apiKeyId: z.string(),
  overlapHours: z.int('errors.overlapRange').min(0, 'errors.overlapRange').max(longestOverlap, 'errors.overlapRange'),
})

/** What withdrawing a key takes. */
export const revokeApiKeySchema = z.object({ apiKeyId: z.string() })

/** What making a service client takes: at least one scope. */
export const createServiceClientSchema = createApiKeySchema.omit({ expiresAt: true })

/** What withdrawing a service client takes. */
export const revokeServiceClientSchema = z.object({ serviceClientId: z.string() })

import type { z } from 'zod'
import { createApplicationSchema } from '#shared/schemas/developer-console'
import { audit } from '../../../core/audit'
import { authorize } from '../../../core/authorize'
import { organizationOf, type Ctx } from '../../../core/ctx'
import type { Failure } from '../../../core/errors'
import { validate } from '../../../core/failures'
import { once } from '../../../core/idempotency'
import { newId } from '../../../core/ids'
import type { TenantTransaction } from '../../../infra/tenant-client'
import { grantableScopes, refuseBeyond } from '../policy'
import { withKeys, type ApplicationRow } from './list-applications'

type Asked = Omit<z.infer<typeof createApplicationSchema>, 'idempotencyKey'>

async function make(ctx: Ctx, tx: TenantTransaction, { name, description, scopes }: Asked): Promise<ApplicationRow> {
  const row = { id: newId(), organizationId: organizationOf(ctx), name, description: description ?? null, scopes, createdAt: ctx.now() }
  const application = await tx.apiApplication.create({ data: row, include: withKeys })
  await audit(ctx, tx, 'application.create', { type: 'Application', id: row.id }, { before: null, after: { name, scopes } })
  return application
}

/**
 * Makes an application: a program that gets keys of its own.
 * @returns the application, or VALIDATION_FAILED also for scopes that the caller does not hold, IDEMPOTENCY_KEY_REUSED
 */
export async function createApplication(ctx: Ctx, input: z.input<typeof createApplicationSchema>): Promise<ApplicationRow | Failure> {
  authorize(ctx, 'application:manage')
  const { data, failed } = validate(ctx, createApplicationSchema, input)
  if (failed) return failed
  const { idempotencyKey: key, ...asked } = data
  const refused = refuseBeyond(ctx, asked.scopes, grantableScopes(ctx), 'rightsNotYours')
  if (refused) return refused
  const find = (id: string) => ctx.db.apiApplication.findUnique({ where: { id }, include: withKeys })
  return once(ctx, { key, operation: 'createApplication', input: asked }, find, (tx) => make(ctx, tx, asked))
}

import type { z } from 'zod'
import { updateApplicationSchema } from '#shared/schemas/developer-console'
import { scopesOf } from '../../../core/api-key'
import { audit } from '../../../core/audit'
import { authorize } from '../../../core/authorize'
import type { Ctx } from '../../../core/ctx'
import { isFailure, type Failure } from '../../../core/errors'
import { notFound, validate } from '../../../core/failures'
import { isId } from '../../../core/ids'
import { announceEnding } from '../../../infra/live'
import type { TenantTransaction } from '../../../infra/tenant-client'
import { grantableScopes, refuseBeyond } from '../policy'
import { lockApplication, withKeys, type ApplicationRow } from './list-applications'

type Asked = z.infer<typeof updateApplicationSchema>

const within = (scopes: unknown, allowed: readonly string[]) => scopesOf(scopes).filter((scope) => allowed.includes(scope))
const hasBeyond = (scopes: unknown, allowed: readonly string[]) => within(scopes, allowed).length < scopesOf(scopes).length

/** Takes from every key and service client what its application may no longer. @returns ids of those that hold less now */
async function narrowKeys(tx: TenantTransaction, applicationId: string, allowed: readonly string[]): Promise<string[]> {
  const keys = await tx.apiKey.findMany({ where: { applicationId, revokedAt: null }, select: { id: true, scopes: true } })
  const narrowed: string[] = []
  for (const { id, scopes } of keys.filter((key) => hasBeyond(key.scopes, allowed))) {
    await tx.apiKey.updateMany({ where: { id }, data: { scopes: within(scopes, allowed) } })
    narrowed.push(id)
  }
  const clients = await tx.serviceClient.findMany({ where: { applicationId, revokedAt: null }, select: { id: true, scopes: true } })
  for (const { id, scopes } of clients.filter((client) => hasBeyond(client.scopes, allowed))) {
    await tx.serviceClient.updateMany({ where: { id }, data: { scopes: within(scopes, allowed) } })
    narrowed.push(id)
  }
  return narrowed
}

async function change(ctx: Ctx, tx: TenantTransaction, asked: Asked): Promise<{ row: ApplicationRow; narrowed: string[] } | Failure> {
  const before = await lockApplication(ctx, tx, asked.applicationId)
  if (!before) return notFound(ctx, 'applicationId')
  const held = scopesOf(before.scopes)
  const refused = refuseBeyond(ctx, asked.scopes, [...held, ...grantableScopes(ctx)], 'rightsNotYours')
  if (refused) return refused
  // Without a description the one that stands there stays.
  const { applicationId: id, name, description, scopes } = asked
  const narrowed = await narrowKeys(tx, id, scopes)
  const row = await tx.apiApplication.update({ where: { id }, data: { name, description, scopes }, include: withKeys })
  const details = { before: { name: before.name, scopes: held }, after: { name, scopes }, narrowedKeys: narrowed }
  await audit(ctx, tx, 'application.update', { type: 'Application', id }, details)
  return { row, narrowed }
}

/**
 * Renames an application and allows it exactly these scopes. Whoever manages applications may take scopes away, and adds only what
 * they hold. Keys and tokens lose what is taken within a second.
 * @returns the application, or NOT_FOUND, VALIDATION_FAILED also for scopes that the caller does not hold
 */
export async function updateApplication(ctx: Ctx, input: z.input<typeof updateApplicationSchema>): Promise<ApplicationRow | Failure> {
  authorize(ctx, 'application:manage')
  const { data, failed } = validate(ctx, updateApplicationSchema, input)
  if (failed) return failed
  if (!isId(data.applicationId)) return notFound(ctx, 'applicationId')
  const changed = await ctx.transaction((tx) => change(ctx, tx, data))
  if (isFailure(changed)) return changed
  announceEnding(changed.narrowed)
  return changed.row
}

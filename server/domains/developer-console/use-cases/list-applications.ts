import { authorize } from '../../../core/authorize'
import type { Ctx } from '../../../core/ctx'
import type { ApiApplication, ApiKey, ServiceClient } from '../../../generated/prisma/client'
import type { TenantTransaction } from '../../../infra/tenant-client'
import { organizationOf } from '../../../core/ctx'

/** A key as people may see it. */
export type ApiKeyRow = Omit<ApiKey, 'keyHash'>

/** A service client as people may see it. */
export type ServiceClientRow = Omit<ServiceClient, 'secretHash'>

/** An application with its keys and service clients, the newest first. */
export type ApplicationRow = ApiApplication & { keys: ApiKeyRow[]; clients: ServiceClientRow[] }

/** How an application is read together with its keys and service clients. */
export const withKeys = {
  keys: { omit: { keyHash: true }, orderBy: { createdAt: 'desc' }, take: 100 },
  clients: { omit: { secretHash: true }, orderBy: { createdAt: 'desc' }, take: 100 },
} as const

/** Programs that integrate with the organization, by name; or those of some ids. */
export function listApplications(ctx: Ctx, ids?: readonly string[]): Promise<ApplicationRow[]> {
  authorize(ctx, 'application:manage')
  const where = ids ? { id: { in: [...ids] } } : {}
  return ctx.db.apiApplication.findMany({ where, include: withKeys, orderBy: [{ name: 'asc' }, { id: 'asc' }], take: 100 })
}

/** Keys of some ids. */
export function listApiKeys(ctx: Ctx, ids: readonly string[]): Promise<ApiKeyRow[]> {
  authorize(ctx, 'application:manage')
  return ctx.db.apiKey.findMany({ where: { id: { in: [...ids] } }, omit: { keyHash: true } })
}

/** Service clients of some ids. */
export function listServiceClients(ctx: Ctx, ids: readonly string[]): Promise<ServiceClientRow[]> {
  authorize(ctx, 'application:manage')
  return ctx.db.serviceClient.findMany({ where: { id: { in: [...ids] } }, omit: { secretHash: true } })
}

/**
 * Takes an application for the rest of the transaction, so that nobody changes what it may while a key of it is made.
 * Writes what stands there: the statement is for its lock.
 */
export async function lockApplication(ctx: Ctx, tx: TenantTransaction, id: string): Promise<ApplicationRow | null> {
  await tx.apiApplication.updateMany({ where: { id }, data: { organizationId: organizationOf(ctx) } })
  return tx.apiApplication.findUnique({ where: { id }, include: withKeys })
}

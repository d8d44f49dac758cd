import { prisma } from './db'
import { guardArgs, guardStatement } from './tenant-guard'

function scopedClient(organizationId: string) {
  return prisma.$extends({
    name: 'tenant',
    query: {
      $allOperations({ model, operation, args, query }) {
        return query(model ? guardArgs(model, operation, args, organizationId) : guardStatement(operation, args, organizationId))
      },
    },
  })
}

/**
 * Prisma inside one organization: every operation is narrowed to it or refused. Of statements by hand only those are let through that
 * read and name the organization first.
 */
export type TenantClient = ReturnType<typeof scopedClient>

/** The same within a transaction. */
export type TenantTransaction = Parameters<Parameters<TenantClient['$transaction']>[0]>[0]

const clients = new Map<string, TenantClient>()

/** The tenant-scoped client of an organization; made once, it holds no connection of its own. */
export function tenantClient(organizationId: string): TenantClient {
  let client = clients.get(organizationId)
  if (!client) {
    client = scopedClient(organizationId)
    clients.set(organizationId, client)
  }
  return client
}

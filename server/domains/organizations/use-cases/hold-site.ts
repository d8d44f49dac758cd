import { organizationOf, type Ctx } from '../../../core/ctx'
import { isId } from '../../../core/ids'
import type { Site } from '../../../generated/prisma/client'
import type { TenantTransaction } from '../../../infra/tenant-client'

/**
 * Takes a site for the rest of the transaction, so that nobody closes or changes it meanwhile. Writes what stands there: the
 * statement is for its lock.
 * @returns the site as it is now, open or closed; null for one that the organization does not have
 */
export async function holdSite(ctx: Ctx, tx: TenantTransaction, id: string): Promise<Site | null> {
  if (!isId(id)) return null
  await tx.site.updateMany({ where: { id }, data: { organizationId: organizationOf(ctx) } })
  return tx.site.findUnique({ where: { id } })
}

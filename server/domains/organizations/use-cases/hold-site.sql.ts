import { siteColumns, siteOf, type SiteColumns } from '../../../core/columns.sql'
import { organizationOf, type Ctx } from '../../../core/ctx'
import { isId } from '../../../core/ids'
import { Prisma, type Site } from '../../../generated/prisma/client'
import type { TenantTransaction } from '../../../infra/tenant-client'

const columns = Prisma.raw(siteColumns)

/**
 * Takes a site for the rest of the transaction, so that nobody closes or changes it meanwhile: by one statement, because each booking
 * does it.
 * @returns the site as it is now, open or closed; null for one that the organization does not have
 */
export async function holdSite(ctx: Ctx, tx: Pick<TenantTransaction, '$queryRaw'>, id: string): Promise<Site | null> {
  if (!isId(id)) return null
  const [row] = await tx.$queryRaw<SiteColumns[]>`
    SELECT ${columns} FROM sites s WHERE s.organization_id = ${organizationOf(ctx)} AND s.id = ${id} FOR UPDATE`
  return row ? siteOf(row) : null
}

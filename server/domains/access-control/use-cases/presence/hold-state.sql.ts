import { organizationOf, type Ctx } from '../../../../core/ctx'
import type { TenantTransaction } from '../../../../infra/tenant-client'

/** Keeps the zones of a site as they are for the rest of a transaction. Comes before any pass is taken, as at every gate. */
export async function holdState(ctx: Ctx, tx: TenantTransaction, siteId: string): Promise<void> {
  await tx.$queryRaw`SELECT a.version FROM access_states a WHERE a.organization_id = ${organizationOf(ctx)} AND a.site_id = ${siteId} LOCK IN SHARE MODE`
}

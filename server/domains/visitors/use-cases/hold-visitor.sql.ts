import { organizationOf, type Ctx } from '../../../core/ctx'
import type { TenantTransaction } from '../../../infra/tenant-client'

/**
 * Takes a visitor alone for the rest of a transaction: whoever has written a row that names them is waited for, whoever writes one
 * waits. By the index that foreign keys look at: a lock found by another one does not meet theirs.
 */
export async function holdVisitor(ctx: Ctx, tx: Pick<TenantTransaction, '$queryRaw'>, id: string): Promise<void> {
  await tx.$queryRaw`
    SELECT v.id FROM visitors v FORCE INDEX (visitors_organization_id_id_key)
    WHERE v.organization_id = ${organizationOf(ctx)} AND v.id = ${id} FOR UPDATE`
}

import { organizationOf, type Ctx } from '../../../core/ctx'
import type { TenantTransaction } from '../../../infra/tenant-client'

/** Whoever replaces a key of the organization waits for another who does. Comes after everything that a scan holds. */
export async function holdSigningKeys(ctx: Ctx, tx: TenantTransaction): Promise<void> {
  await tx.$queryRaw`SELECT id FROM organizations WHERE id = ${organizationOf(ctx)} FOR UPDATE`
}

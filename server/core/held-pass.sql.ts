import type { VisitPass } from '../generated/prisma/client'
import type { TenantTransaction } from '../infra/tenant-client'
import { organizationOf, type Ctx } from './ctx'

/**
 * Takes a pass alone for the rest of a transaction: nobody moves on it or changes it meanwhile. Always by the same index: of two who take
 * different ones each could wait for the other.
 */
export async function lockPass(ctx: Ctx, tx: TenantTransaction, id: string): Promise<void> {
  await tx.$queryRaw`SELECT p.id FROM visit_passes p FORCE INDEX (PRIMARY) WHERE p.organization_id = ${organizationOf(ctx)} AND p.id = ${id} FOR UPDATE`
}

/** The same. @returns it as it is then */
export async function heldPass(ctx: Ctx, tx: TenantTransaction, id: string): Promise<VisitPass | null> {
  await lockPass(ctx, tx, id)
  return tx.visitPass.findUnique({ where: { id } })
}

import { organizationOf, type Ctx } from '../../../core/ctx'
import type { VisitPass } from '../../../generated/prisma/client'
import type { TenantTransaction } from '../../../infra/tenant-client'

/** Takes a pass alone for the rest of a transaction: nobody moves on it meanwhile. @returns it as it is now */
export async function heldPass(ctx: Ctx, tx: TenantTransaction, id: string): Promise<VisitPass | null> {
  await tx.$queryRaw`SELECT p.id FROM visit_passes p FORCE INDEX (PRIMARY) WHERE p.organization_id = ${organizationOf(ctx)} AND p.id = ${id} FOR UPDATE`
  return tx.visitPass.findUnique({ where: { id } })
}

import { actedFor } from '../../../core/acting-for'
import { authorizeWithin } from '../../../core/authorize'
import type { Ctx } from '../../../core/ctx'
import { passesWithin } from '../../../core/within'
import type { Prisma, VisitPass } from '../../../generated/prisma/client'
import type { TenantTransaction } from '../../../infra/tenant-client'

/** The passes that the caller may change. @throws Refusal */
export const changeablePasses = (ctx: Ctx): Prisma.VisitPassWhereInput => passesWithin(authorizeWithin(ctx, 'pass:revoke'))

/** A pass that somebody is about to change, and for whom they do so, as its trace says it. */
export interface PassToChange {
  pass: VisitPass
  forWhom: { actedFor?: string }
}

/** The pass that the caller wants to change, if their right reaches it. @param visible from {@link changeablePasses} */
export async function passToChange(
  ctx: Ctx,
  tx: TenantTransaction,
  id: string,
  visible: Prisma.VisitPassWhereInput,
): Promise<PassToChange | null> {
  const found = await tx.visitPass.findFirst({
    where: { AND: [{ id }, visible] },
    include: { appointment: { select: { hostId: true, coHosts: { select: { hostId: true } } } } },
  })
  if (!found) return null
  const { appointment, ...pass } = found
  return { pass, forWhom: actedFor(ctx, 'pass:revoke', { ...appointment, siteId: pass.siteId }) }
}

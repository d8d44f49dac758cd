import { refusal } from '../../../core/authorize'
import { organizationOf, type Ctx } from '../../../core/ctx'
import type { DeliveryStatus, Prisma } from '../../../generated/prisma/client'
import { keyringOf } from '../../../infra/keyring'
import { openDeliveries, type DeliveryRow } from '../delivery-texts'
import { visibleDeliveries } from '../policy'

/** Which parcels are listed. */
export interface DeliveryFilter {
  siteId?: string | null | undefined
  hostId?: string | null | undefined
  status?: DeliveryStatus | null | undefined
  /** Only those that are for the caller. */
  mine?: boolean | null | undefined
}

const whereOf = (ctx: Ctx, { siteId, hostId, status, mine }: DeliveryFilter): Prisma.DeliveryWhereInput => ({
  ...(siteId ? { siteId } : {}),
  ...(status ? { status } : {}),
  AND: [...(hostId ? [{ hostId }] : []), ...(mine ? [{ hostId: ctx.hostId ?? '' }] : [])],
})

/**
 * Parcels that the caller may see: those at their desks, and those that are for them.
 * @param elseNone whoever may see none finds none, instead of being refused
 * @throws Refusal
 */
export async function findDeliveries(
  ctx: Ctx,
  { where = {}, ...page }: Pick<Prisma.DeliveryFindManyArgs, 'where' | 'orderBy' | 'take'>,
  filter: DeliveryFilter = {},
  { elseNone = false } = {},
): Promise<DeliveryRow[]> {
  const visible = visibleDeliveries(ctx)
  if (!visible && !elseNone) throw refusal(ctx)
  if (!visible) return []
  const rows = await ctx.db.delivery.findMany({ ...page, where: { AND: [where, visible, whereOf(ctx, filter)] } })
  return openDeliveries(ctx.db, await keyringOf(organizationOf(ctx)), rows)
}

import type { Ctx } from '../../../../core/ctx'
import { isId } from '../../../../core/ids'
import type { Room, Site } from '../../../../generated/prisma/client'
import type { TenantTransaction } from '../../../../infra/tenant-client'
import { holdSite } from '../../../organizations/use-cases/hold-site.sql'

/**
 * Takes a room for the rest of the transaction by taking its site, as whoever books it does first.
 * @returns both as they are now; null for a room that the organization does not have
 */
export async function holdRoom(ctx: Ctx, tx: TenantTransaction, id: string): Promise<{ room: Room; site: Site } | null> {
  const found = isId(id) ? await tx.room.findUnique({ where: { id }, select: { siteId: true } }) : null
  const site = found && (await holdSite(ctx, tx, found.siteId))
  const room = site && (await tx.room.findUnique({ where: { id } }))
  return room ? { room, site } : null
}

import type { Ctx } from '../../../core/ctx'
import { brandOf, type Brand } from '../../organizations/use-cases/find-brand'
import { kioskOf } from '../policy'

/** What a kiosk shows before anybody has done anything. */
export interface KioskState {
  name: string
  siteName: string
  brand: Brand
  isLocked: boolean
  /** Whether guests without an invitation register themselves at the site. */
  registersGuests: boolean
}

/** The kiosk that asks; null for whoever is none. */
export async function findKiosk(ctx: Ctx): Promise<KioskState | null> {
  if (ctx.actor.type !== 'device' || !ctx.actor.kioskSiteId) return null
  const { organizationId, deviceId, siteId } = kioskOf(ctx)
  const select = { name: true, lockedAt: true, site: { select: { name: true, closedAt: true } } } as const
  const device = await ctx.db.device.findUnique({ where: { id: deviceId }, select })
  if (!device) return null
  const page = await ctx.db.walkInPage.findFirst({ where: { siteId, isOpen: true }, select: { siteId: true } })
  return {
    name: device.name,
    siteName: device.site.name,
    brand: await brandOf(organizationId),
    isLocked: device.lockedAt !== null || device.site.closedAt !== null,
    registersGuests: page !== null,
  }
}

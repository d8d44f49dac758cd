import { refusal } from '../../core/authorize'
import { organizationOf, type Ctx } from '../../core/ctx'
import { invalid } from '../../core/failures'
import type { Failure } from '../../core/errors'

/** The kiosk behind a request. */
export interface Kiosk {
  organizationId: string
  deviceId: string
  siteId: string
}

/** The kiosk that asks. @throws Refusal for whoever is none */
export function kioskOf(ctx: Ctx): Kiosk {
  const { actor } = ctx
  if (actor.type !== 'device' || !actor.kioskSiteId) throw refusal(ctx)
  return { organizationId: organizationOf(ctx), deviceId: actor.id, siteId: actor.kioskSiteId }
}

/** Why a kiosk does nothing now: it is locked, or its site is closed. */
export async function lockedRefusal(ctx: Ctx, { siteId }: Kiosk): Promise<Failure | null> {
  const isLocked = ctx.actor.type === 'device' && ctx.actor.isLocked
  const isOpen = !isLocked && (await ctx.db.site.count({ where: { id: siteId, closedAt: null } })) > 0
  return isOpen ? null : invalid(ctx, [{ path: [], key: 'kioskLocked' }])
}

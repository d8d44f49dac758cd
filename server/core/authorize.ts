import { translate } from '../infra/i18n'
import type { Ctx, Within } from './ctx'
import { Refusal } from './errors'
import type { Permission } from './permissions'
import { isWithin, type Placed } from './within'

/** How far a permission reaches: the whole organization, nowhere, or some hosts and sites. */
export type Reach = 'all' | 'none' | Within

/** How far the caller's permission reaches. The system itself may do everything. */
export function reachOf(ctx: Ctx, permission: Permission): Reach {
  if (ctx.actor.type === 'system' || ctx.permissions.has(permission)) return 'all'
  const narrowed = ctx.narrowed.get(permission)
  const own = [...(ctx.hostId !== null && ctx.ownPermissions.has(permission) ? [ctx.hostId] : []), ...(ctx.delegated.get(permission) ?? [])]
  if (!narrowed) return own.length > 0 ? { hostIds: own, siteIds: [] } : 'none'
  return { hostIds: [...own, ...narrowed.hostIds], siteIds: narrowed.siteIds }
}

/** The refusal for a caller who lacks a right: "sign in" when nobody is signed in. */
export function refusal(ctx: Ctx): Refusal {
  return ctx.actor.type === 'anonymous'
    ? new Refusal('UNAUTHENTICATED', translate(ctx.language, 'errors.unauthenticated'))
    : new Refusal('FORBIDDEN', translate(ctx.language, 'errors.forbidden'))
}

/**
 * Demands a permission that is looked at where it is used: whoever calls narrows what they do to the reach.
 * @param thing what it is about; the permission must reach it
 * @returns how far the permission reaches
 * @throws Refusal UNAUTHENTICATED or FORBIDDEN
 */
export function authorizeWithin(ctx: Ctx, permission: Permission, thing?: Placed): Exclude<Reach, 'none'> {
  const reach = reachOf(ctx, permission)
  if (reach === 'none') throw refusal(ctx)
  if (thing && !isWithin(reach, thing)) throw refusal(ctx)
  return reach
}

/** Demands a permission in the whole organization. @throws Refusal UNAUTHENTICATED or FORBIDDEN */
export function authorize(ctx: Ctx, permission: Permission): void {
  if (reachOf(ctx, permission) !== 'all') throw refusal(ctx)
}

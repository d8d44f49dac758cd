import { translate } from '../infra/i18n'
import type { Ctx } from './ctx'
import { Refusal } from './errors'
import type { Permission } from './permissions'

/** How far a permission reaches: the whole organization, what the principal hosts, or nowhere. */
export type Reach = 'all' | 'own' | 'none'

/** How far the caller's permission reaches. The system itself may do everything. */
export function reachOf(ctx: Ctx, permission: Permission): Reach {
  if (ctx.actor.type === 'system' || ctx.permissions.has(permission)) return 'all'
  return ctx.hostId !== null && ctx.ownPermissions.has(permission) ? 'own' : 'none'
}

/** The refusal for a caller who lacks a right: "sign in" when nobody is signed in. */
export function refusal(ctx: Ctx): Refusal {
  return ctx.actor.type === 'anonymous'
    ? new Refusal('UNAUTHENTICATED', translate(ctx.language, 'errors.unauthenticated'))
    : new Refusal('FORBIDDEN', translate(ctx.language, 'errors.forbidden'))
}

/**
 * Demands a permission.
 * @param owner the host whose thing it is; a caller who holds the permission for their own may then go on
 * @returns how far the permission reaches
 * @throws Refusal UNAUTHENTICATED or FORBIDDEN
 */
export function authorize(ctx: Ctx, permission: Permission, owner?: { hostId: string }): Exclude<Reach, 'none'> {
  const reach = reachOf(ctx, permission)
  if (reach === 'none') throw refusal(ctx)
  if (reach === 'own' && owner && owner.hostId !== ctx.hostId) throw refusal(ctx)
  return reach
}

import type { Ctx } from './ctx'
import type { Permission } from './permissions'
import { isWithin, type Placed } from './within'

/**
 * For whom somebody acts who decides about a visit by a delegation, as its trace in the audit log says it.
 * @returns nothing for whoever acts in their own right
 */
export function actedFor(ctx: Ctx, permission: Permission, visit: Placed): { actedFor?: string } {
  const lent = ctx.delegated.get(permission) ?? []
  if (lent.length === 0 || ctx.permissions.has(permission)) return {}
  const narrowed = ctx.narrowed.get(permission) ?? { hostIds: [], siteIds: [] }
  const own = ctx.hostId !== null && ctx.ownPermissions.has(permission) ? [ctx.hostId] : []
  if (isWithin({ hostIds: [...own, ...narrowed.hostIds], siteIds: narrowed.siteIds }, visit)) return {}
  const host = lent.find((hostId) => isWithin({ hostIds: [hostId], siteIds: [] }, visit))
  return host ? { actedFor: host } : {}
}

import { authorizeWithin, reachOf, refusal } from '../../core/authorize'
import type { Ctx } from '../../core/ctx'
import type { Permission } from '../../core/permissions'

/** Who receives guests is known to those who read or book visits: a gate device, a developer and a key for other things need no list of names. */
export const maySeeHosts = (ctx: Ctx): boolean =>
  ctx.organizationId !== null && (reachOf(ctx, 'appointment:read') !== 'none' || reachOf(ctx, 'appointment:create') !== 'none')

/** Demands that the caller may see who receives guests. @throws Refusal */
export function hostsPermission(ctx: Ctx): void {
  if (!maySeeHosts(ctx)) throw refusal(ctx)
}

/** Whether the caller decides over a host: their own, or anybody's for whoever manages people. */
export const maySetUpHost = (ctx: Ctx, hostId: string): boolean => ctx.hostId === hostId || ctx.permissions.has('user:manage')

/**
 * The host that the caller means and may set up: their own where they name none.
 * @returns null where they may not, and none such is to be seen
 * @throws Refusal for whoever has no host of their own and manages nobody
 */
export function hostSetUp(ctx: Ctx, hostId: string | null | undefined): string | null {
  if (ctx.hostId === null) authorizeWithin(ctx, 'user:manage')
  const meant = hostId ?? ctx.hostId
  return meant !== null && maySetUpHost(ctx, meant) ? meant : null
}

/** Whether the caller may let somebody do these things for a host: their own are theirs to lend, those of others only whoever holds them everywhere. */
export const mayLend = (ctx: Ctx, hostId: string, rights: readonly Permission[]): boolean =>
  ctx.hostId === hostId || rights.every((right) => ctx.permissions.has(right))

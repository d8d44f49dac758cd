import { reachOf, refusal } from '../../core/authorize'
import type { Ctx } from '../../core/ctx'

/** Who receives guests is known to those who read or book visits: a gate device, a developer and a key for other things need no list of names. */
export const maySeeHosts = (ctx: Ctx): boolean =>
  ctx.organizationId !== null && (reachOf(ctx, 'appointment:read') !== 'none' || reachOf(ctx, 'appointment:create') !== 'none')

/** Demands that the caller may see who receives guests. @throws Refusal */
export function hostsPermission(ctx: Ctx): void {
  if (!maySeeHosts(ctx)) throw refusal(ctx)
}

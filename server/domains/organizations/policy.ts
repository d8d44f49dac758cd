import { refusal } from '../../core/authorize'
import type { Ctx } from '../../core/ctx'

/** Places and rooms may be seen by every principal that has something to do in the organization. @throws Refusal */
export function organizationPermission(ctx: Ctx): void {
  if (ctx.organizationId === null || ctx.permissions.size + ctx.ownPermissions.size === 0) throw refusal(ctx)
}

import { reachOf, refusal } from '../../core/authorize'
import type { Ctx } from '../../core/ctx'

/** Places and rooms may be seen by every principal that has something to do in the organization. @throws Refusal */
export function organizationPermission(ctx: Ctx): void {
  if (ctx.organizationId === null || ctx.permissions.size + ctx.ownPermissions.size + ctx.narrowed.size + ctx.delegated.size === 0)
    throw refusal(ctx)
}

/** Departments are known to those who manage people, and to those who see who receives guests. */
export const maySeeDepartments = (ctx: Ctx): boolean =>
  ctx.organizationId !== null &&
  (['user:manage', 'appointment:read', 'appointment:create'] as const).some((permission) => reachOf(ctx, permission) !== 'none')

import { refusal } from '../../core/authorize'
import type { Ctx } from '../../core/ctx'

/** Places, rooms and hosts may be seen by every principal that acts in the organization. @throws Refusal */
export function organizationPermission(ctx: Ctx): void {
  if (ctx.organizationId === null) throw refusal(ctx)
}

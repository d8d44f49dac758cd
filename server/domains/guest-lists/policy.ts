import { actorId } from '../../core/audit'
import { authorizeWithin, refusal } from '../../core/authorize'
import type { Ctx } from '../../core/ctx'

/** Who a list belongs to: the person or the key that asks, who may invite. @throws Refusal */
export function listOwner(ctx: Ctx): string {
  authorizeWithin(ctx, 'appointment:create')
  const id = actorId(ctx)
  if (id === null) throw refusal(ctx)
  return id
}

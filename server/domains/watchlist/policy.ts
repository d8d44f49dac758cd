import { reachOf, refusal } from '../../core/authorize'
import type { Ctx } from '../../core/ctx'
import { findHolders } from '../../core/holders'
import type { TenantTransaction } from '../../infra/tenant-client'

/** Whether the caller may see and change the list: a person who has the right everywhere, never a key. */
export const isOfficer = (ctx: Ctx): boolean =>
  ctx.organizationId !== null && ctx.actor.type === 'user' && !ctx.actor.insideUntil && reachOf(ctx, 'rule:manage') === 'all'

/** Whoever keeps the list and decides over visitors. @returns their id @throws Refusal */
export function officerOf(ctx: Ctx): string {
  if (ctx.actor.type !== 'user' || !isOfficer(ctx)) throw refusal(ctx)
  return ctx.actor.id
}

/** The same, asked of the database: a right that was taken a moment ago decides nothing. @throws Refusal */
export async function holdingOfficer(ctx: Ctx, tx: TenantTransaction): Promise<string> {
  const id = officerOf(ctx)
  if (!(await findHolders(tx, 'rule:manage')).includes(id)) throw refusal(ctx)
  return id
}

import { actorId } from '../../../core/audit'
import { openTexts } from '../../../core/appointment-texts'
import { reachOf } from '../../../core/authorize'
import { organizationOf, type Ctx } from '../../../core/ctx'
import type { GuestList, Prisma } from '../../../generated/prisma/client'
import { keyringOf } from '../../../infra/keyring'
import { listOwner } from '../policy'

/**
 * Lists of guests that the caller made.
 * @param elseNone whoever may not invite finds none, instead of being refused
 * @throws Refusal
 */
export async function findGuestLists(
  ctx: Ctx,
  query: Pick<Prisma.GuestListFindManyArgs, 'where' | 'orderBy' | 'take'>,
  { elseNone = false } = {},
): Promise<GuestList[]> {
  if (elseNone && (ctx.organizationId === null || actorId(ctx) === null || reachOf(ctx, 'appointment:create') === 'none')) return []
  const ownerId = listOwner(ctx)
  return ctx.db.guestList.findMany({ ...query, where: { AND: [query.where ?? {}, { ownerId }] } })
}

/** What the visits of a list are about. */
export async function titleOf(ctx: Ctx, list: GuestList): Promise<string | null> {
  return openTexts(await keyringOf(organizationOf(ctx)), list.id, list, 'guestLists').title
}

/** How long a list still takes, in seconds, if it goes on as until now; null for one that is not running or has not got anywhere yet. */
export function secondsLeft({ status, startedAt, rowCount, doneRows }: GuestList, now: Date): number | null {
  if (status !== 'RUNNING' || !startedAt || doneRows === 0) return null
  return Math.ceil((((now.getTime() - startedAt.getTime()) / 1_000) * (rowCount - doneRows)) / doneRows)
}

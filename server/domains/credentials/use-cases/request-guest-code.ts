import { organizationOf, type Ctx } from '../../../core/ctx'
import { newId } from '../../../core/ids'
import { emit } from '../../../infra/outbox'
import { guestCodeThrottle } from '../../../infra/throttle'
import { GuestCodeAsked } from '../events'
import { guestCodeLife, hashMark } from '../guest-code'
import type { OpenedInvite } from './open-invite.sql'

/** What became of a guest's wish for a code. */
export type GuestCodeAnswer = 'asked' | 'wait' | 'unreachable' | 'needless'

/**
 * Has a one-time code and link mailed to the guest, for this browser alone. The one that it asked for before ends.
 * @param browser the mark of the browser
 * @param why `evenByLink`: also where the link alone shows everything, before something that it must not do alone
 * @returns `wait` after too many, `unreachable` where nobody knows the guest's address, `needless` where the link alone shows everything
 */
export async function requestGuestCode(
  ctx: Ctx,
  invite: OpenedInvite,
  browser: string,
  { evenByLink = false } = {},
): Promise<GuestCodeAnswer> {
  if (invite.guestAccess === 'LINK' && !evenByLink) return 'needless'
  if (!invite.guestEmail) return 'unreachable'
  if ((await guestCodeThrottle.take(invite.pass.id, ctx.request.ip)) > 0) return 'wait'
  const [id, createdAt, organizationId] = [newId(), ctx.now(), organizationOf(ctx)]
  const asked = { visitPassId: invite.pass.id, browserHash: hashMark(browser) }
  await ctx.transaction(async (tx) => {
    await tx.guestChallenge.updateMany({ where: { ...asked, closedAt: null }, data: { closedAt: createdAt } })
    const expiresAt = new Date(createdAt.getTime() + guestCodeLife)
    await tx.guestChallenge.create({ data: { id, organizationId, ...asked, createdAt, expiresAt }, select: { id: true } })
    await emit(tx, organizationId, GuestCodeAsked, { guestChallengeId: id }, createdAt)
  })
  return 'asked'
}

import type { GuestProof } from '#shared/invite'
import { systemCtx } from '../../../core/ctx'
import { guestCodeTries, hashMark } from '../guest-code'
import type { GuestBrowser } from './find-guest-access'
import type { OpenedInvite } from './open-invite.sql'

/** How long a guest who has shown who they are need not show it again before something that cannot be undone, in milliseconds. */
const freshFor = 15 * 60_000

/**
 * Whether a guest has shown just now who they are: the bearer of a link need not be its guest, and a phone may lie about. Whoever cannot
 * be written to is believed where the link alone shows everything.
 */
export async function findGuestProof(invite: OpenedInvite, browser: GuestBrowser, now: Date): Promise<'fresh' | GuestProof['access']> {
  const valid = { visitPassId: invite.pass.id, expiresAt: { gt: now } }
  const { db } = systemCtx(invite.organizationId)
  const since = { createdAt: { gt: new Date(now.getTime() - freshFor) } }
  const session =
    browser.session && (await db.guestSession.findFirst({ where: { ...valid, ...since, tokenHash: hashMark(browser.session) } }))
  if (session) return 'fresh'
  if (!invite.guestEmail) return invite.guestAccess === 'LINK' ? 'fresh' : 'unreachable'
  if (!browser.mark) return 'closed'
  const open = { ...valid, browserHash: hashMark(browser.mark), closedAt: null, tries: { lt: guestCodeTries } }
  return (await db.guestChallenge.findFirst({ where: open, select: { id: true } })) ? 'asked' : 'closed'
}

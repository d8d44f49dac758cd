import type { GuestProof } from '#shared/invite'
import { systemCtx } from '../../../core/ctx'
import { guestCodeTries, hashMark } from '../guest-code'
import type { OpenedInvite } from './open-invite.sql'

/** What a browser brings to say that its guest has shown who they are. */
export interface GuestBrowser {
  /** The token of a guest session. */
  session: string | undefined
  /** The mark of the browser. */
  mark: string | undefined
}

/** Whether the guest sees all of the pass; else whether a code is on its way to them, or none can be sent. */
export type AccessState = 'open' | GuestProof['access']

/** What a browser may see of an invite, by the organization's policy. */
export async function findGuestAccess(invite: OpenedInvite, browser: GuestBrowser, now: Date): Promise<AccessState> {
  if (invite.guestAccess === 'LINK') return 'open'
  const { db } = systemCtx(invite.organizationId)
  const valid = { visitPassId: invite.pass.id, expiresAt: { gt: now } }
  const session = browser.session && (await db.guestSession.findFirst({ where: { ...valid, tokenHash: hashMark(browser.session) } }))
  if (session) return 'open'
  if (!invite.guestEmail) return 'unreachable'
  if (!browser.mark) return 'closed'
  const open = { ...valid, browserHash: hashMark(browser.mark), closedAt: null, tries: { lt: guestCodeTries } }
  return (await db.guestChallenge.findFirst({ where: open, select: { id: true } })) ? 'asked' : 'closed'
}

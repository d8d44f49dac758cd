import type { OpenedInvite } from './open-invite.sql'
import { livePass } from '../../../core/open-status'

/** Whether the pass has a code to show: it opens the way in, or the way out. */
export const hasCode = (invite: OpenedInvite): boolean => invite.code !== null || invite.pass.presence === 'INSIDE'

/** Whether the guest is still waited for: neither come nor called off, withdrawn or too late. */
export const isAwaited = ({ pass, canceled, status, validTo }: OpenedInvite, now: Date): boolean =>
  !canceled && livePass.includes(status) && pass.presence === 'EXPECTED' && validTo > now

/** First letters: enough for a guest to see that the visit is theirs. */
const initials = (name: string): string =>
  name
    .split(/\s+/)
    .filter(Boolean)
    .map((word) => `${Array.from(word)[0]}.`)
    .join(' ')

/**
 * What the bearer of a link sees before they have shown who they are: host, place and time, and no code.
 * Of the guest only initials; what the visit is about, and words to them, are theirs alone.
 */
export function asStranger(invite: OpenedInvite): OpenedInvite {
  const visitorName = initials(invite.visitorName)
  const { id, locale } = invite.pass.visitor ?? { id: '', locale: invite.locale }
  const visitor = { id, locale, name: visitorName, email: null, phone: null, company: null, erased: false }
  const pass = { ...invite.pass, bearer: false, qrToken: null, shortCode: null, sealedPlate: null, visitor }
  return { ...invite, visitorName, guestEmail: null, title: null, message: null, code: null, shortCode: null, pass }
}

import { keyFor } from '../../../infra/root-key'
import { guestCodeOf, isGuestCode } from '../guest-code'
import { makeInviteToken, readInviteToken } from '../invite-token'

const codeKey = keyFor('guest-code')
const linkKey = keyFor('guest-link')

/** What the mail of a challenge holds: six digits to type, and the key of a link to follow. */
export const secretsOf = (challengeId: string): { code: string; key: string } => ({
  code: guestCodeOf(challengeId, codeKey()),
  key: makeInviteToken(challengeId, 0, linkKey()),
})

/** The challenge that the key of a link answers; null for anything that is not one of ours. */
export const challengeOfKey = (key: string): string | null => readInviteToken(key, linkKey())?.passId ?? null

/** Whether the typed digits answer a challenge. */
export const answers = (typed: string, challengeId: string): boolean => isGuestCode(typed, challengeId, codeKey())

import { env } from '../../../infra/env'
import { keyFor } from '../../../infra/root-key'
import { makeInviteToken, readInviteToken } from '../invite-token'

// Made ready once: handing over bytes makes a key of them at every request, which costs five times the HMAC.
const key = keyFor('invite-link')

/** The invite token of a pass: derived, kept nowhere; a new version of the invite makes the old link void. */
export const inviteTokenOf = (pass: { id: string; inviteVersion: number }): string => makeInviteToken(pass.id, pass.inviteVersion, key())

/** The address of a pass's invite page. */
export const inviteUrlOf = (pass: { id: string; inviteVersion: number }): string =>
  new URL(`/i/${inviteTokenOf(pass)}`, env.PUBLIC_URL).href

/** What an invite token speaks of; null for anything that is not one of ours. */
export const readInvite = (token: string): { passId: string; inviteVersion: number } | null => readInviteToken(token, key())

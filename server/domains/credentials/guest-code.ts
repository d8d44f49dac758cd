import { createHash, createHmac, timingSafeEqual, type KeyObject } from 'node:crypto'

/** How long a guest's code and link stand, in milliseconds. */
export const guestCodeLife = 10 * 60_000

/** How often a code may be tried. */
export const guestCodeTries = 5

/**
 * The six digits of a challenge, derived from its id: the database and the job that mails them hold none.
 * 48 bits of HMAC-SHA256 by a million: no digit is likelier than another by more than 10⁻⁸.
 */
export function guestCodeOf(challengeId: string, key: Buffer | KeyObject): string {
  const digest = createHmac('sha256', key).update('guest-code').update(challengeId).digest()
  return String(digest.readUIntBE(0, 6) % 1_000_000).padStart(6, '0')
}

/** Whether the typed digits, spaces aside, are those of the challenge. Takes the same time wherever they differ. */
export function isGuestCode(typed: string, challengeId: string, key: Buffer | KeyObject): boolean {
  const code = typed.replaceAll(/[\s-]/g, '')
  return /^\d{6}$/.test(code) && timingSafeEqual(Buffer.from(code), Buffer.from(guestCodeOf(challengeId, key)))
}

/** The hash under which a browser's mark or a guest's session is kept: enough for 256 random bits. */
export const hashMark = (mark: string): Uint8Array<ArrayBuffer> => new Uint8Array(createHash('sha256').update(mark).digest())

import { randomBytes } from 'node:crypto'
import { HOTP, Secret, TOTP } from 'otpauth'

/** Seconds for which a code of an authenticator app stands (RFC 6238). */
const period = 30

/** How many time steps a phone's clock may be off, either way. */
const window = 1

const issuer = 'Guest Center'

/** A new seed for an authenticator app: 160 random bits, as RFC 4226 recommends. */
export const newSeed = (): Uint8Array<ArrayBuffer> => new Uint8Array(randomBytes(20))

const secretOf = (seed: Uint8Array): Secret => new Secret({ buffer: new Uint8Array(seed).buffer })

/** What a person types into the app where it cannot see the QR. */
export const seedText = (seed: Uint8Array): string => secretOf(seed).base32

/** What the QR says to the app. */
export const seedUri = (seed: Uint8Array, label: string): string =>
  new TOTP({ issuer, label, secret: secretOf(seed), algorithm: 'SHA1', digits: 6, period }).toString()

/** The time step that a code belongs to, where it is one of now or of a neighbour; null for a code of no such step. */
export function stepOf(seed: Uint8Array, code: string, now: Date): number | null {
  if (!/^\d{6}$/.test(code)) return null
  const current = Math.floor(now.getTime() / 1_000 / period)
  const delta = HOTP.validate({ token: code, secret: secretOf(seed), algorithm: 'SHA1', digits: 6, counter: current, window })
  return delta === null ? null : current + delta
}

/** What a pass code states about its pass. No personal data: the pass id means something to its organization only. */
export type PassClaims = {
  /** The signing key of the organization: 8 lower-case hex digits. */
  keyId: string
  /** A lower-case uuid. */
  passId: string
  /** The first moment of entry; whole seconds, milliseconds are cut. */
  notBefore: Date
  /** The moment from which entry is over; whole seconds, milliseconds are cut. */
  expiresAt: Date
  /** Eight bits that a gate without a connection must know; 0–255. The low four are the number of the code, the others are 0. */
  flags: number
}

/** The number of the last code that a pass can have; its first has 0. A signature is the same for the same claims: this sets codes apart. */
export const lastIssue = 0b1111

/** The flags of a pass with its code of a number. @throws RangeError for a number that does not fit */
export function flagsOfIssue(issueNumber: number): number {
  if (!Number.isInteger(issueNumber) || issueNumber < 0 || issueNumber > lastIssue)
    throw new RangeError('the number of a code is four bits')
  return issueNumber
}

/** The number of a code, of its flags. */
export const issueOfFlags = (flags: number): number => flags & lastIssue

/** Bytes of the encoded claims: version 1, key id 4, pass id 16, two times of 4, flags 1. */
export const CLAIMS_BYTES = 30

const VERSION = 1

/** Keeps the signature from meaning anything in another place where the same key might be used. */
const CONTEXT = new TextEncoder().encode('guest-center:pass:v1\0')

function writeHex(bytes: Uint8Array, offset: number, hex: string, length: number) {
  if (!new RegExp(`^[0-9a-f]{${length * 2}}$`, 'i').test(hex)) throw new RangeError(`not ${length} bytes of hex`)
  for (let index = 0; index < length; index++) bytes[offset + index] = Number.parseInt(hex.slice(index * 2, index * 2 + 2), 16)
}

function secondsOf(time: Date) {
  const seconds = Math.floor(time.getTime() / 1000)
  if (!(seconds >= 0 && seconds <= 0xffffffff)) throw new RangeError('a time of a pass lies between 1970 and 2106')
  return seconds
}

/**
 * The 30 bytes that the code carries and the signature covers; numbers big-endian.
 * @throws RangeError when a claim does not fit its field
 */
export function encodeClaims(claims: PassClaims): Uint8Array {
  if (!/^[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i.test(claims.passId)) throw new RangeError('the pass id is not a uuid')
  if (!Number.isInteger(claims.flags) || claims.flags < 0 || claims.flags > 255) throw new RangeError('flags are one byte')
  const bytes = new Uint8Array(CLAIMS_BYTES)
  const view = new DataView(bytes.buffer)
  bytes[0] = VERSION
  writeHex(bytes, 1, claims.keyId, 4)
  writeHex(bytes, 5, claims.passId.replaceAll('-', ''), 16)
  view.setUint32(21, secondsOf(claims.notBefore))
  view.setUint32(25, secondsOf(claims.expiresAt))
  bytes[29] = claims.flags
  return bytes
}

/** The bytes that are signed: the context `guest-center:pass:v1\0`, then the claims. @throws RangeError as encodeClaims */
export function signedBytes(claims: PassClaims): Uint8Array {
  const encoded = encodeClaims(claims)
  const bytes = new Uint8Array(CONTEXT.length + encoded.length)
  bytes.set(CONTEXT)
  bytes.set(encoded, CONTEXT.length)
  return bytes
}

const hexOf = (bytes: Uint8Array) => Array.from(bytes, (byte) => byte.toString(16).padStart(2, '0')).join('')

/** Reads claims from the beginning of a payload. @returns null for another version or too few bytes */
export function claimsFromBytes(payload: Uint8Array): PassClaims | null {
  if (payload.length < CLAIMS_BYTES || payload[0] !== VERSION) return null
  const view = new DataView(payload.buffer, payload.byteOffset, payload.byteLength)
  const id = hexOf(payload.subarray(5, 21))
  return {
    keyId: hexOf(payload.subarray(1, 5)),
    passId: [id.slice(0, 8), id.slice(8, 12), id.slice(12, 16), id.slice(16, 20), id.slice(20)].join('-'),
    notBefore: new Date(view.getUint32(21) * 1000),
    expiresAt: new Date(view.getUint32(25) * 1000),
    flags: payload[29]!,
  }
}

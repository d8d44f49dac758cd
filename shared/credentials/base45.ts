/** The 45 symbols of RFC 9285, in the order of their values; all of them fit QR's alphanumeric mode. */
export const BASE45_ALPHABET = '0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ $%*+-./:'

const VALUES = new Map([...BASE45_ALPHABET].map((symbol, value) => [symbol, value]))

const symbolOf = (value: number) => BASE45_ALPHABET.charAt(value % 45)

/** Writes bytes in base45 (RFC 9285): two bytes become three symbols, an odd last byte two. */
export function encodeBase45(bytes: Uint8Array): string {
  let text = ''
  let index = 0
  for (; index + 1 < bytes.length; index += 2) {
    const pair = bytes[index]! * 256 + bytes[index + 1]!
    text += symbolOf(pair) + symbolOf(Math.floor(pair / 45)) + symbolOf(Math.floor(pair / 2025))
  }
  if (index < bytes.length) text += symbolOf(bytes[index]!) + symbolOf(Math.floor(bytes[index]! / 45))
  return text
}

/**
 * Reads base45 (RFC 9285). Every sequence of bytes has exactly one text, so two texts never mean the same.
 * @returns the bytes, or null for a symbol outside the alphabet, an impossible length or a group that overflows; never throws
 */
export function decodeBase45(text: string): Uint8Array | null {
  const rest = text.length % 3
  if (rest === 1) return null
  const bytes = new Uint8Array(Math.floor(text.length / 3) * 2 + (rest === 2 ? 1 : 0))
  let written = 0
  for (let index = 0; index < text.length; index += 3) {
    const low = VALUES.get(text.charAt(index))
    const middle = VALUES.get(text.charAt(index + 1))
    if (low === undefined || middle === undefined) return null
    if (index + 2 === text.length) {
      if (low + middle * 45 > 0xff) return null
      bytes[written++] = low + middle * 45
      continue
    }
    const high = VALUES.get(text.charAt(index + 2))
    if (high === undefined) return null
    const pair = low + middle * 45 + high * 2025
    if (pair > 0xffff) return null
    bytes[written++] = pair >> 8
    bytes[written++] = pair & 0xff
  }
  return bytes
}

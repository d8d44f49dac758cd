import { decodeBase45, encodeBase45 } from './base45'
import { claimsFromBytes, encodeClaims, signedBytes, CLAIMS_BYTES, type PassClaims } from './pass-claims'
import { fromRussianLayout } from './keyboard-layout'
import { LIVE_LENGTH, parseLivePart, type LivePart } from './live-code'
import { normalizeShortCode } from './short-code'

export { encodeClaims, signedBytes, type PassClaims } from './pass-claims'

/** What every QR of a pass begins with: scanners of other systems and our own tell it apart by this. */
const PASS_CODE_PREFIX = 'GC1:'

const SIGNATURE_BYTES = 64
const PAYLOAD_BYTES = CLAIMS_BYTES + SIGNATURE_BYTES

/** Symbols in the whole code: 94 bytes are 141 symbols of base45, after the prefix. */
const PASS_CODE_LENGTH = PASS_CODE_PREFIX.length + (PAYLOAD_BYTES / 2) * 3

/** A pass code taken apart. Nothing in it is trusted until `signature` is verified over `signed`. */
export type ParsedPassCode = { claims: PassClaims; signed: Uint8Array; signature: Uint8Array }

/**
 * What was scanned or typed; `code` of a pass is its text as the QR holds it, without what changes. `live` is that part, of which nothing is
 * trusted until it is verified; null for a code that does not change.
 */
export type ReadCode =
  | ({ kind: 'pass'; code: string; live: LivePart | null } & ParsedPassCode)
  | { kind: 'short'; code: string }
  | { kind: 'unknown' }

/**
 * The text of the QR: prefix, claims and signature.
 * @throws RangeError when the signature is not 64 bytes or a claim does not fit its field
 */
export function formatPassCode(claims: PassClaims, signature: Uint8Array): string {
  if (signature.length !== SIGNATURE_BYTES) throw new RangeError('an Ed25519 signature has 64 bytes')
  const payload = new Uint8Array(PAYLOAD_BYTES)
  payload.set(encodeClaims(claims))
  payload.set(signature, CLAIMS_BYTES)
  return PASS_CODE_PREFIX + encodeBase45(payload)
}

/** Takes a pass code apart, checking its form only. @returns null for everything that is not exactly one code of version 1 */
export function parsePassCode(text: string): ParsedPassCode | null {
  if (text.length !== PASS_CODE_LENGTH || !text.startsWith(PASS_CODE_PREFIX)) return null
  const payload = decodeBase45(text.slice(PASS_CODE_PREFIX.length))
  const claims = payload && claimsFromBytes(payload)
  if (!claims) return null
  return { claims, signed: signedBytes(claims), signature: payload.slice(CLAIMS_BYTES) }
}

/** A scanner ends its input with Enter or Tab; that one key is not part of the code. Spaces are: base45 has them. */
const withoutTerminator = (text: string) => text.replace(/(?:\r\n|\r|\n|\t)$/, '')

/**
 * Gives back the code that a keyboard-wedge scanner meant: typed through the Russian layout ("ПС1Ж…"), with Caps Lock
 * on ("gc1:…", "пс1ж…") or both. One closing Enter or Tab is taken off, spaces never. Other text comes back as it was.
 */
export function correctKeyboardLayout(text: string): string {
  const typed = withoutTerminator(text)
  if (typed.startsWith('gc1:')) return typed.toUpperCase()
  return /^(?:ПС1Ж|пс1ж)/.test(typed) ? fromRussianLayout(typed) : typed
}

/** The text of a pass and what changes of it, which is empty for a code that does not change. */
function partsOf(code: string): [lasting: string, changing: string] {
  const isLive = code.length === PASS_CODE_LENGTH + LIVE_LENGTH && code.startsWith(PASS_CODE_PREFIX)
  return isLive ? [code.slice(0, PASS_CODE_LENGTH), code.slice(PASS_CODE_LENGTH)] : [code, '']
}

/** The longest text looked at; what is longer is no code of ours. */
const MAX_INPUT = 256

/** Tells what a scanner or a keyboard gave: a pass code, a short code for typing, or neither. Never throws. */
export function readCode(text: string): ReadCode {
  if (text.length > MAX_INPUT) return { kind: 'unknown' }
  const code = correctKeyboardLayout(text)
  const [lasting, changing] = partsOf(code)
  const pass = parsePassCode(lasting)
  const live = changing === '' ? null : parseLivePart(changing)
  if (pass && (live || changing === '')) return { kind: 'pass', code: lasting, live, ...pass }
  // Look-alikes come first: who types a code sees the letters, so "С" is meant as it looks, not as its key is labelled.
  const short = normalizeShortCode(code) ?? normalizeShortCode(fromRussianLayout(code))
  return short ? { kind: 'short', code: short } : { kind: 'unknown' }
}

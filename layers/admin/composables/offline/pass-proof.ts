import { readIdentifier } from '#shared/credentials/identifiers'
import { bytesOfStep, provesStep, type LivePart } from '#shared/credentials/live-code'
import { readCode, type PassClaims } from '#shared/credentials/pass-code'
import type { GatePlan } from '#shared/offline/gate-plan'
import { rosterKeyInfo, rosterPlace, sealedCodeInfo, sealedCodePrefix, type RosterPass } from '#shared/offline/roster'

type Bytes = Uint8Array<ArrayBuffer>

/** A code whose signature is the organization's, as its QR says it. */
export interface ProvenPass {
  code: string
  claims: PassClaims
  /** What changes of it, not proven; null for a code that does not. */
  live: LivePart | null
}

/** Bytes before the ciphertext of what is sealed: the format, then the nonce of AES-GCM. */
const [formatBytes, nonceBytes] = [1, 12]
const format = 1

const bytesOf = (base64: string): Bytes => Uint8Array.from(atob(base64), (symbol) => symbol.charCodeAt(0))
const base64Of = (bytes: Uint8Array): string => btoa(String.fromCharCode(...bytes))
const utf8 = (text: string): Bytes => new TextEncoder().encode(text) as Bytes

const publicKeys = new Map<string, Promise<CryptoKey>>()

/** Reading a key costs more than verifying with it. */
function publicKeyOf(raw: string): Promise<CryptoKey> {
  const known = publicKeys.get(raw) ?? crypto.subtle.importKey('raw', bytesOf(raw), 'Ed25519', false, ['verify'])
  publicKeys.set(raw, known)
  return known
}

/**
 * What a scanned or typed text says, proven by the public keys of the organization.
 * @returns null for everything that is no pass of the organization; `short` for a code, a card or a plate that only the server can look up
 */
export async function provePass({ keys }: Pick<GatePlan, 'keys'>, text: string): Promise<ProvenPass | 'short' | null> {
  if (readIdentifier(text)) return 'short'
  const read = readCode(text)
  if (read.kind === 'short') return 'short'
  const raw = read.kind === 'pass' ? keys[read.claims.keyId] : undefined
  if (read.kind !== 'pass' || raw === undefined) return null
  const isSigned = await crypto.subtle.verify('Ed25519', await publicKeyOf(raw), read.signature as Bytes, read.signed as Bytes)
  return isSigned ? { code: read.code, claims: read.claims, live: read.live } : null
}

/** Whether what changes of a code was made by the key of its pass, in base64. It says nothing about the time. */
export async function provesLive(live: LivePart, liveKey: string): Promise<boolean> {
  const key = await crypto.subtle.importKey('raw', bytesOf(liveKey), { name: 'HMAC', hash: 'SHA-256' }, false, ['sign'])
  return provesStep(live, new Uint8Array(await crypto.subtle.sign('HMAC', key, bytesOfStep(live.step))))
}

const derivedKey = async (secret: BufferSource, salt: BufferSource, info: string, usage: 'encrypt' | 'decrypt'): Promise<CryptoKey> => {
  const base = await crypto.subtle.importKey('raw', secret, 'HKDF', false, ['deriveKey'])
  return crypto.subtle.deriveKey({ name: 'HKDF', hash: 'SHA-256', salt, info: utf8(info) }, base, { name: 'AES-GCM', length: 256 }, false, [
    usage,
  ])
}

/** Opens the line of a pass with its code. @returns null where it is the line of a newer code */
export async function openLine(passId: string, code: string, sealed: string): Promise<RosterPass | null> {
  const bytes = bytesOf(sealed)
  const key = await derivedKey(utf8(code), new Uint8Array(), rosterKeyInfo, 'decrypt')
  const iv = bytes.subarray(formatBytes, formatBytes + nonceBytes)
  try {
    const algorithm = { name: 'AES-GCM', iv, additionalData: utf8(rosterPlace(passId)) }
    const opened = await crypto.subtle.decrypt(algorithm, key, bytes.subarray(formatBytes + nonceBytes))
    return JSON.parse(new TextDecoder().decode(opened)) as RosterPass
  } catch {
    return null
  }
}

/** A scanned text as it lies on the device until it is told: only the server opens it. */
export async function sealCode({ sealKey }: Pick<GatePlan, 'sealKey'>, text: string): Promise<string> {
  const theirRaw = bytesOf(sealKey)
  const theirs = await crypto.subtle.importKey('raw', theirRaw, 'X25519', false, [])
  const own = (await crypto.subtle.generateKey('X25519', false, ['deriveBits'])) as CryptoKeyPair
  const ownRaw = new Uint8Array(await crypto.subtle.exportKey('raw', own.publicKey))
  const secret = await crypto.subtle.deriveBits({ name: 'X25519', public: theirs }, own.privateKey, 256)
  const key = await derivedKey(secret, joined(ownRaw, theirRaw), sealedCodeInfo, 'encrypt')
  const iv = crypto.getRandomValues(new Uint8Array(nonceBytes))
  const sealed = await crypto.subtle.encrypt({ name: 'AES-GCM', iv, additionalData: utf8(sealedCodeInfo) }, key, utf8(text))
  return sealedCodePrefix + base64Of(joined(ownRaw, Uint8Array.of(format), iv, new Uint8Array(sealed)))
}

function joined(...parts: Uint8Array[]): Bytes {
  const bytes = new Uint8Array(parts.reduce((sum, { length }) => sum + length, 0))
  let at = 0
  for (const part of parts) {
    bytes.set(part, at)
    at += part.length
  }
  return bytes
}

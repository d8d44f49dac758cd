import { createHash, createPrivateKey, createPublicKey, generateKeyPairSync, sign, verify, type KeyObject } from 'node:crypto'
import { formatPassCode, signedBytes, type ParsedPassCode, type PassClaims } from '#shared/credentials/pass-code'

/** The fixed beginnings of the DER forms of an Ed25519 key (RFC 8410); the 32 raw bytes follow. */
const PKCS8_PREFIX = Buffer.from('302e020100300506032b657004220420', 'hex')
const SPKI_PREFIX = Buffer.from('302a300506032b6570032100', 'hex')
const RAW_BYTES = 32

/** An Ed25519 key of an organization: raw 32-byte halves for storage, and the id that codes carry. */
export type SigningKey = { keyId: string; publicKey: Buffer; privateKey: Buffer }

/** Makes a signing key. `keyId` is the first 4 bytes of the public key's SHA-256, in hex. */
export function generateSigningKey(): SigningKey {
  const pair = generateKeyPairSync('ed25519')
  const publicKey = pair.publicKey.export({ type: 'spki', format: 'der' }).subarray(SPKI_PREFIX.length)
  const privateKey = pair.privateKey.export({ type: 'pkcs8', format: 'der' }).subarray(PKCS8_PREFIX.length)
  return { keyId: createHash('sha256').update(publicKey).digest('hex').slice(0, 8), publicKey, privateKey }
}

function withPrefix(prefix: Buffer, raw: Uint8Array) {
  if (raw.length !== RAW_BYTES) throw new RangeError('an Ed25519 key has 32 bytes')
  return Buffer.concat([prefix, raw])
}

/** Reads a raw public key. Costs more than a verification: keep the object. @throws RangeError unless it is 32 bytes */
export function importPublicKey(raw: Uint8Array): KeyObject {
  return createPublicKey({ key: withPrefix(SPKI_PREFIX, raw), format: 'der', type: 'spki' })
}

/** Reads a raw private key (the seed). Keep the object. @throws RangeError unless it is 32 bytes */
export function importPrivateKey(seed: Uint8Array): KeyObject {
  return createPrivateKey({ key: withPrefix(PKCS8_PREFIX, seed), format: 'der', type: 'pkcs8' })
}

/** Signs the claims. @returns the text of the QR. @throws RangeError when a claim does not fit its field */
export function signPassCode(claims: PassClaims, privateKey: KeyObject): string {
  return formatPassCode(claims, sign(null, signedBytes(claims), privateKey))
}

/** Whether the signature of a code is by this key. It says nothing about times or status. */
export function verifyPassCode(parsed: Pick<ParsedPassCode, 'signed' | 'signature'>, publicKey: KeyObject): boolean {
  return verify(null, parsed.signed, publicKey, parsed.signature)
}

import { Transform } from 'node:stream'
import { createCipheriv, createDecipheriv, createSecretKey, hkdfSync, randomBytes, type KeyObject } from 'node:crypto'

/** A sealed value that cannot be opened: changed, of another key, purpose or place, or no sealed value at all. */
export class SealBroken extends Error {
  override name = 'SealBroken'
  constructor() {
    super('A sealed value cannot be opened: it was changed, moved, or sealed under another key')
  }
}

const FORMAT = 1
const IV_BYTES = 12
const TAG_BYTES = 16
const HEAD_BYTES = 1 + IV_BYTES
const KEY_BYTES = 32

/** Node takes four times as long to open a short value with bytes as with a key that it has seen. */
const secretOf = (key: Buffer | KeyObject): KeyObject => (Buffer.isBuffer(key) ? createSecretKey(key) : key)

/**
 * A key of 32 bytes for one purpose, by HKDF-SHA256 from the master key: what leaks of one purpose says nothing of another.
 * @throws RangeError when the master key is shorter than 32 bytes
 */
export function deriveKey(masterKey: Buffer, purpose: string): Buffer {
  if (masterKey.length < KEY_BYTES) throw new RangeError('MASTER_KEY has fewer than 32 bytes')
  return Buffer.from(hkdfSync('sha256', masterKey, '', `guest-center:${purpose}`, KEY_BYTES))
}

/**
 * Seals with AES-256-GCM: format byte, random 12-byte IV, ciphertext, 16-byte tag.
 * @param key 32 bytes
 * @param aad where the value belongs (`table:column:id`): moved elsewhere, it does not open
 */
export function sealWith(key: Buffer | KeyObject, plaintext: Buffer, aad: string): Buffer {
  const iv = randomBytes(IV_BYTES)
  const cipher = createCipheriv('aes-256-gcm', secretOf(key), iv, { authTagLength: TAG_BYTES }).setAAD(Buffer.from(aad))
  return Buffer.concat([Buffer.from([FORMAT]), iv, cipher.update(plaintext), cipher.final(), cipher.getAuthTag()])
}

/** Seals what flows through it as {@link sealWith} does: what is too long to be held is sealed on its way. */
export function sealingWith(key: Buffer | KeyObject, aad: string): Transform {
  const iv = randomBytes(IV_BYTES)
  const cipher = createCipheriv('aes-256-gcm', secretOf(key), iv, { authTagLength: TAG_BYTES }).setAAD(Buffer.from(aad))
  let head: Buffer | null = Buffer.concat([Buffer.from([FORMAT]), iv])
  return new Transform({
    transform(chunk: Buffer, _, done) {
      const sealed = cipher.update(chunk)
      done(null, head ? Buffer.concat([head, sealed]) : sealed)
      head = null
    },
    flush(done) {
      done(null, Buffer.concat([head ?? Buffer.alloc(0), cipher.final(), cipher.getAuthTag()]))
    },
  })
}

/** Opens what `sealWith` made with the same key and aad. @throws SealBroken for anything else */
export function openWith(key: Buffer | KeyObject, sealed: Uint8Array, aad: string): Buffer {
  if (sealed.length < HEAD_BYTES + TAG_BYTES || sealed[0] !== FORMAT) throw new SealBroken()
  const decipher = createDecipheriv('aes-256-gcm', secretOf(key), sealed.subarray(1, HEAD_BYTES), { authTagLength: TAG_BYTES })
  decipher.setAAD(Buffer.from(aad)).setAuthTag(sealed.subarray(-TAG_BYTES))
  try {
    return Buffer.concat([decipher.update(sealed.subarray(HEAD_BYTES, -TAG_BYTES)), decipher.final()])
  } catch {
    throw new SealBroken()
  }
}

/** Seals under the master key itself, for one purpose. */
export const seal = (masterKey: Buffer, purpose: string, plaintext: Buffer, aad: string): Buffer =>
  sealWith(deriveKey(masterKey, purpose), plaintext, aad)

/** Opens what `seal` made with the same key, purpose and aad. @throws SealBroken for anything else */
export const unseal = (masterKey: Buffer, purpose: string, sealed: Uint8Array, aad: string): Buffer =>
  openWith(deriveKey(masterKey, purpose), sealed, aad)

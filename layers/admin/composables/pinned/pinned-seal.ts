/** How often a PIN is hashed: OWASP's advice for PBKDF2 with SHA-256. */
const iterations = 600_000

/** Sealed bytes with their nonce. */
export interface SealedText {
  iv: Uint8Array<ArrayBuffer>
  bytes: ArrayBuffer
}

/** The key of what a device keeps, wrapped by a PIN and by a key that the browser does not give away. */
export interface WrappedKey {
  salt: Uint8Array<ArrayBuffer>
  wrapped: SealedText
}

const random = (length: number): Uint8Array<ArrayBuffer> => crypto.getRandomValues(new Uint8Array(length))
const aes = { name: 'AES-GCM', length: 256 } as const

/** A key that never leaves the browser: it is kept as a thing, not as bytes. */
export const newDeviceKey = (): Promise<CryptoKey> => crypto.subtle.generateKey(aes, false, ['encrypt', 'decrypt'])

async function sealBytes(key: CryptoKey, bytes: BufferSource): Promise<SealedText> {
  const iv = random(12)
  return { iv, bytes: await crypto.subtle.encrypt({ name: 'AES-GCM', iv }, key, bytes) }
}

const openBytes = (key: CryptoKey, { iv, bytes }: SealedText): Promise<ArrayBuffer> =>
  crypto.subtle.decrypt({ name: 'AES-GCM', iv }, key, bytes)

/** Seals a text. */
export const sealText = (key: CryptoKey, text: string): Promise<SealedText> => sealBytes(key, new TextEncoder().encode(text))

/** Opens a text. @throws DOMException where the key is another one or it was changed */
export const openText = async (key: CryptoKey, sealed: SealedText): Promise<string> =>
  new TextDecoder().decode(await openBytes(key, sealed))

async function pinKey(pin: string, salt: Uint8Array<ArrayBuffer>): Promise<CryptoKey> {
  const word = await crypto.subtle.importKey('raw', new TextEncoder().encode(pin), 'PBKDF2', false, ['deriveKey'])
  return crypto.subtle.deriveKey({ name: 'PBKDF2', hash: 'SHA-256', salt, iterations }, word, aes, false, ['encrypt', 'decrypt'])
}

const importKey = (raw: BufferSource): Promise<CryptoKey> => crypto.subtle.importKey('raw', raw, aes, false, ['encrypt', 'decrypt'])

/** Makes a key that opens by a PIN on this device alone. */
export async function newPinnedKey(pin: string, device: CryptoKey): Promise<{ key: CryptoKey; kept: WrappedKey }> {
  const [raw, salt] = [random(32), random(16)]
  const inner = await sealBytes(await pinKey(pin, salt), raw)
  const joined = new Uint8Array([...inner.iv, ...new Uint8Array(inner.bytes)])
  return { key: await importKey(raw), kept: { salt, wrapped: await sealBytes(device, joined) } }
}

/** Opens it. @returns null for a wrong PIN */
export async function openPinnedKey(pin: string, device: CryptoKey, { salt, wrapped }: WrappedKey): Promise<CryptoKey | null> {
  const joined = new Uint8Array(await openBytes(device, wrapped))
  const inner = { iv: joined.slice(0, 12), bytes: joined.slice(12).buffer }
  return pinKey(pin, salt)
    .then((key) => openBytes(key, inner))
    .then(importKey, () => null)
}

/** What only whoever holds the private key of a box opens: anybody may put things into it. */
export interface BoxedText {
  /** The public half of a key that was made for this text. */
  from: ArrayBuffer
  sealed: SealedText
}

/** A box: its public key, and its private one sealed. */
export interface Box {
  publicKey: ArrayBuffer
  privateKey: SealedText
}

const curve = { name: 'ECDH', namedCurve: 'P-256' } as const
const boxInfo = new TextEncoder().encode('guest-center:box:v1')

const importPublic = (raw: ArrayBuffer): Promise<CryptoKey> => crypto.subtle.importKey('raw', raw, curve, false, [])

async function sharedKey(own: CryptoKey, their: CryptoKey, salt: BufferSource): Promise<CryptoKey> {
  const bits = await crypto.subtle.deriveBits({ name: 'ECDH', public: their }, own, 256)
  const base = await crypto.subtle.importKey('raw', bits, 'HKDF', false, ['deriveKey'])
  return crypto.subtle.deriveKey({ name: 'HKDF', hash: 'SHA-256', salt, info: boxInfo }, base, aes, false, ['encrypt', 'decrypt'])
}

/** Makes a box that opens by a key: what is new is put into it without that key. */
export async function newBox(key: CryptoKey): Promise<Box> {
  const pair = await crypto.subtle.generateKey(curve, true, ['deriveBits'])
  const secret = await crypto.subtle.exportKey('pkcs8', pair.privateKey)
  return { publicKey: await crypto.subtle.exportKey('raw', pair.publicKey), privateKey: await sealBytes(key, secret) }
}

/** Puts a text into a box. */
export async function boxText({ publicKey }: Box, text: string): Promise<BoxedText> {
  const own = await crypto.subtle.generateKey(curve, false, ['deriveBits'])
  const from = await crypto.subtle.exportKey('raw', own.publicKey)
  return { from, sealed: await sealText(await sharedKey(own.privateKey, await importPublic(publicKey), from), text) }
}

/** Takes a text out of a box. @throws DOMException where the key is another one or it was changed */
export async function unboxText(key: CryptoKey, { privateKey }: Box, { from, sealed }: BoxedText): Promise<string> {
  const own = await crypto.subtle.importKey('pkcs8', await openBytes(key, privateKey), curve, false, ['deriveBits'])
  return openText(await sharedKey(own, await importPublic(from), from), sealed)
}

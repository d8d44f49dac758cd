import { createHmac, createPrivateKey, createPublicKey, diffieHellman, hkdfSync, type KeyObject } from 'node:crypto'
import { LRUCache } from 'lru-cache'
import { sealedCodeInfo, sealedCodePrefix } from '#shared/offline/roster'
import { keyFor } from '../../infra/root-key'
import { openWith } from '../../infra/seal'

/** The fixed beginnings of the DER forms of an X25519 key (RFC 8410); the 32 raw bytes follow. */
const PKCS8_PREFIX = Buffer.from('302e020100300506032b656e04220420', 'hex')
const SPKI_PREFIX = Buffer.from('302a300506032b656e032100', 'hex')
const RAW_BYTES = 32

const installationKey = keyFor('offline-scan-codes')
const privateKeys = new LRUCache<string, KeyObject>({ max: 1_000 })

const publicKeyOf = (raw: Uint8Array): KeyObject => createPublicKey({ key: Buffer.concat([SPKI_PREFIX, raw]), format: 'der', type: 'spki' })
const rawOf = (key: KeyObject): Buffer => createPublicKey(key).export({ type: 'spki', format: 'der' }).subarray(SPKI_PREFIX.length)

/** The organization's key, made of the installation's: it is stored nowhere. */
function privateKeyOf(organizationId: string): KeyObject {
  const known = privateKeys.get(organizationId)
  if (known) return known
  const seed = createHmac('sha256', installationKey()).update(organizationId).digest()
  const key = createPrivateKey({ key: Buffer.concat([PKCS8_PREFIX, seed]), format: 'der', type: 'pkcs8' })
  privateKeys.set(organizationId, key)
  return key
}

/** The raw public key under which devices of an organization keep the codes that they scanned until they are told: 32 bytes. */
export const sealKeyOf = (organizationId: string): Buffer => rawOf(privateKeyOf(organizationId))

/**
 * The code that a device has kept sealed (X25519, HKDF-SHA256, AES-256-GCM). Whoever has the device cannot open it.
 * @returns the text as it was scanned; what is not sealed comes back as it is, and what does not open is no code
 */
export function openSealedCode(organizationId: string, text: string): string {
  if (!text.startsWith(sealedCodePrefix)) return text
  const sealed = Buffer.from(text.slice(sealedCodePrefix.length), 'base64')
  const [theirs, content] = [sealed.subarray(0, RAW_BYTES), sealed.subarray(RAW_BYTES)]
  try {
    const own = privateKeyOf(organizationId)
    const secret = diffieHellman({ privateKey: own, publicKey: publicKeyOf(theirs) })
    const key = Buffer.from(hkdfSync('sha256', secret, Buffer.concat([theirs, rawOf(own)]), sealedCodeInfo, RAW_BYTES))
    return openWith(key, content, sealedCodeInfo).toString('utf8')
  } catch {
    return ''
  }
}

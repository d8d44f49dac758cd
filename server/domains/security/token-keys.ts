import { createPrivateKey, createPublicKey, generateKeyPair, type KeyObject } from 'node:crypto'
import { promisify } from 'node:util'
import { exportJWK, type JWK } from 'jose'
import { newId } from '../../core/ids'
import { prisma } from '../../infra/db'
import { rootKey } from '../../infra/root-key'
import { seal, unseal } from '../../infra/seal'

/** RFC 9068 asks every server for RS256. */
export const tokenAlgorithm = 'RS256'

const purpose = 'token-signing-key'
const placeOf = (id: string): string => `token_signing_keys:sealed_private_key:${id}`
const day = 86_400_000

/** For how long a key signs, in milliseconds; from then on there is a newer one. */
const signsFor = 30 * day

/** A new key signs only when everybody who keeps the published keys has read it: from this age on, in milliseconds. */
const knownAfter = 10 * 60_000

/** A key that signs no more is published until the last of its tokens has long expired, in milliseconds. */
const keptFor = signsFor + day

/** For how long this process goes on with the keys that it read, in milliseconds. */
const freshness = 30_000

/** A key of the installation. */
interface TokenKey {
  id: string
  publicKey: KeyObject
  /** Opened when it is to sign. */
  sealed: Uint8Array
  createdAt: Date
}

let read: { at: number; keys: Promise<TokenKey[]> } | undefined

async function readKeys(): Promise<TokenKey[]> {
  const rows = await prisma.tokenSigningKey.findMany({ orderBy: [{ createdAt: 'desc' }, { id: 'desc' }] })
  return rows.map(({ id, publicKey, sealedPrivateKey, createdAt }) => {
    const key = createPublicKey({ key: Buffer.from(publicKey), format: 'der', type: 'spki' })
    return { id, publicKey: key, sealed: sealedPrivateKey, createdAt }
  })
}

/** Every key that may have signed a token that still works, the newest first. */
function tokenKeys(): Promise<TokenKey[]> {
  if (read && Date.now() - read.at < freshness) return read.keys
  const keys = readKeys()
  const now = { at: Date.now(), keys }
  read = now
  keys.catch(() => (read = read === now ? undefined : read))
  return keys
}

/** Makes a key. Its private half is sealed with the root key and bound to its row. */
async function makeKey(now: Date): Promise<void> {
  await prisma.tokenSigningKey.create({ data: await newKey(now) })
  read = undefined
}

async function newKey(createdAt: Date) {
  const { publicKey, privateKey } = await promisify(generateKeyPair)('rsa', { modulusLength: 2_048 })
  const id = newId()
  const sealed = seal(rootKey(), purpose, privateKey.export({ format: 'der', type: 'pkcs8' }), placeOf(id))
  const der = publicKey.export({ format: 'der', type: 'spki' })
  return { id, publicKey: new Uint8Array(der), sealedPrivateKey: new Uint8Array(sealed), createdAt }
}

/** Makes the next key, if this one still is the newest: of several who find it too old at once, one does. */
async function succeed(newest: { id: string; createdAt: Date }, now: Date): Promise<boolean> {
  const data = await newKey(now)
  const made = await prisma.$transaction(async (tx) => {
    // Writes what stands there: the statement is for its lock.
    await tx.tokenSigningKey.updateMany({ where: { id: newest.id }, data: { createdAt: newest.createdAt } })
    if ((await tx.tokenSigningKey.count({ where: { createdAt: { gt: newest.createdAt } } })) > 0) return false
    await tx.tokenSigningKey.create({ data, select: { id: true } })
    return true
  })
  read = undefined
  return made
}

/** The key that signs now; made on first need. */
export async function tokenSigner(now: Date): Promise<{ id: string; privateKey: KeyObject }> {
  if ((await tokenKeys()).length === 0) await makeKey(now)
  const keys = await tokenKeys()
  const key = keys.find(({ createdAt }) => now.getTime() - createdAt.getTime() >= knownAfter) ?? keys.at(-1)
  if (!key) throw new Error('The key that was just made is missing')
  const der = unseal(rootKey(), purpose, key.sealed, placeOf(key.id))
  return { id: key.id, privateKey: createPrivateKey({ key: der, format: 'der', type: 'pkcs8' }) }
}

/** The public key of this id; null for one that there is not. */
export async function tokenKeyNamed(id: string): Promise<KeyObject | null> {
  return (await tokenKeys()).find((key) => key.id === id)?.publicKey ?? null
}

/** The published keys (RFC 7517). */
export async function publishedKeys(): Promise<{ keys: JWK[] }> {
  const keys = await tokenKeys()
  const published = keys.map(async ({ id, publicKey }) => ({ ...(await exportJWK(publicKey)), kid: id, use: 'sig', alg: tokenAlgorithm }))
  return { keys: await Promise.all(published) }
}

/** Makes a new key when the newest has signed for a month, and forgets those whose tokens have all expired. @returns how many are new */
export async function rotateTokenKeys(now = new Date()): Promise<number> {
  const newest = await prisma.tokenSigningKey.findFirst({ orderBy: { createdAt: 'desc' }, select: { id: true, createdAt: true } })
  // Without any there is nobody yet who asks for tokens.
  if (!newest) return 0
  const made = now.getTime() - newest.createdAt.getTime() >= signsFor && (await succeed(newest, now))
  await prisma.tokenSigningKey.deleteMany({ where: { createdAt: { lt: new Date(now.getTime() - keptFor - signsFor) } } })
  return made ? 1 : 0
}

import type { KeyObject } from 'node:crypto'
import { LRUCache } from 'lru-cache'
import { openForOrganization, sealedColumns, sealForOrganization } from '../../../core/organization-seal'
import type { Prisma } from '../../../generated/prisma/client'
import { prisma } from '../../../infra/db'
import { keyringOf } from '../../../infra/keyring'
import { generateSigningKey, importPrivateKey, importPublicKey } from '../pass-signature'

/** A private key ready to sign with. */
export interface Signer {
  keyId: string
  privateKey: KeyObject
}

const signers = new LRUCache<string, Signer>({ max: 1_000, ttl: 30_000 })
const publicKeys = new LRUCache<string, { organizationId: string; key: KeyObject }>({ max: 10_000, ttl: 30_000 })

/**
 * A new signing key for an organization, as it is kept: its private half is sealed under the organization's key and bound to its row.
 * @param signsFrom from when on it signs; at once where it is left out
 */
export async function newSigningKey(organizationId: string, createdAt: Date, signsFrom: Date | null = null) {
  const { keyId, publicKey, privateKey } = generateSigningKey()
  const sealedPrivateKey = sealForOrganization(await keyringOf(organizationId), privateKey, sealedColumns.signingKey, keyId)
  return { keyId, organizationId, publicKey: new Uint8Array(publicKey), sealedPrivateKey, createdAt, signsFrom }
}

/** Makes a signing key for an organization, which signs at once. */
export async function createSigningKey(db: Pick<Prisma.TransactionClient, 'signingKey'>, organizationId: string, now: Date): Promise<void> {
  await db.signingKey.create({ data: await newSigningKey(organizationId, now) })
}

/** Finds the key that signs at some moment: of those that may the newest. */
export const signingAt = (organizationId: string, now: Date) =>
  ({
    where: { organizationId, retiredAt: null, OR: [{ signsFrom: null }, { signsFrom: { lte: now } }] },
    // What signs at once has no beginning: MySQL puts that last, as the oldest.
    orderBy: [{ signsFrom: 'desc' }, { createdAt: 'desc' }],
  }) satisfies Prisma.SigningKeyFindFirstArgs

/** The key with which an organization signs passes now; made on first need. */
export async function signerOf(organizationId: string): Promise<Signer> {
  const cached = signers.get(organizationId)
  if (cached) return cached
  const find = () => prisma.signingKey.findFirst(signingAt(organizationId, new Date()))
  let row = await find()
  if (!row) {
    await createSigningKey(prisma, organizationId, new Date())
    row = await find()
  }
  if (!row?.sealedPrivateKey) throw new Error('The signing key that was just made is missing')
  const seed = openForOrganization(await keyringOf(organizationId), row.sealedPrivateKey, sealedColumns.signingKey, row.keyId)
  const signer = { keyId: row.keyId, privateKey: importPrivateKey(seed) }
  signers.set(organizationId, signer)
  return signer
}

/** The public key with this id if it is one of the organization's, those that sign no more and revoked ones included; null for any other. */
export async function publicKeyOf(organizationId: string, keyId: string): Promise<KeyObject | null> {
  let known = publicKeys.get(keyId)
  if (!known) {
    const row = await prisma.signingKey.findUnique({ where: { keyId } })
    if (!row) return null
    known = { organizationId: row.organizationId, key: importPublicKey(row.publicKey) }
    publicKeys.set(keyId, known)
  }
  return known.organizationId === organizationId ? known.key : null
}

/** The public keys by which passes of an organization are known, those that do not sign yet, and no more, among them. */
export const signingKeysOf = (organizationId: string): Promise<{ keyId: string; publicKey: Uint8Array }[]> =>
  prisma.signingKey.findMany({
    where: { organizationId, revokedAt: null },
    select: { keyId: true, publicKey: true },
    orderBy: { keyId: 'asc' },
  })

/** Forgets what this process keeps of the key of an organization: it signs with another one now. */
export const forgetSigner = (organizationId: string): boolean => signers.delete(organizationId)

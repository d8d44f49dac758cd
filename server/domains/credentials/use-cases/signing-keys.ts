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

/** Makes a signing key for an organization; its private half is sealed under the organization's key and bound to its row. */
export async function createSigningKey(db: Pick<Prisma.TransactionClient, 'signingKey'>, organizationId: string, now: Date): Promise<void> {
  const { keyId, publicKey, privateKey } = generateSigningKey()
  const sealedPrivateKey = sealForOrganization(await keyringOf(organizationId), privateKey, sealedColumns.signingKey, keyId)
  await db.signingKey.create({ data: { keyId, organizationId, publicKey: new Uint8Array(publicKey), sealedPrivateKey, createdAt: now } })
}

/** The key with which an organization signs passes now; made on first need. */
export async function signerOf(organizationId: string): Promise<Signer> {
  const cached = signers.get(organizationId)
  if (cached) return cached
  const find = () => prisma.signingKey.findFirst({ where: { organizationId, retiredAt: null }, orderBy: { createdAt: 'desc' } })
  let row = await find()
  if (!row) {
    await createSigningKey(prisma, organizationId, new Date())
    row = await find()
  }
  if (!row) throw new Error('The signing key that was just made is missing')
  const seed = openForOrganization(await keyringOf(organizationId), row.sealedPrivateKey, sealedColumns.signingKey, row.keyId)
  const signer = { keyId: row.keyId, privateKey: importPrivateKey(seed) }
  signers.set(organizationId, signer)
  return signer
}

/** The public key with this id if it is one of the organization's, retired ones included; null for any other. */
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

/** The public keys by which passes of an organization are known, those that sign no more among them. */
export const signingKeysOf = (organizationId: string): Promise<{ keyId: string; publicKey: Uint8Array }[]> =>
  prisma.signingKey.findMany({ where: { organizationId }, select: { keyId: true, publicKey: true }, orderBy: { keyId: 'asc' } })

import { createSecretKey, randomBytes, type KeyObject } from 'node:crypto'
import type { InstallationKey } from '../generated/prisma/client'
import { prisma } from './db'
import { env } from './env'
import { log } from './log'
import { deriveKey, seal, SealBroken, unseal } from './seal'
import { MasterKeyError, unwrapWithVault, wrapWithVault } from './vault'

type Wrapped = Pick<InstallationKey, 'driver' | 'wrappedKey'>

const name = 'root'
const KEY_BYTES = 32
const purpose = 'root-key'
const place = 'installation_keys:wrapped_key:root'

const bytesOf = (text: string | undefined): Buffer | null => (text ? Buffer.from(text, 'base64') : null)

/** Keys of the environment that may open what they wrapped, the present one first. */
const masterKeys = (): Buffer[] => [bytesOf(env.MASTER_KEY), bytesOf(env.MASTER_KEY_PREVIOUS)].filter((key) => key !== null)

let opened: Buffer | undefined

/**
 * The root key of the installation, 32 bytes. It stays when MASTER_KEY changes (ADR 17).
 * @throws Error before {@link openRootKey}
 */
export function rootKey(): Buffer {
  if (opened) return opened
  // The databases of the tests hold none: MASTER_KEY is the root key there.
  const [first] = env.NODE_ENV === 'test' ? masterKeys() : []
  if (!first) throw new Error('The root key was not opened yet')
  return first
}

/** A key for one purpose, derived from the root key when it is first asked for. */
export function keyFor(derivedPurpose: string): () => KeyObject {
  let key: KeyObject | undefined
  return () => (key ??= createSecretKey(deriveKey(rootKey(), derivedPurpose)))
}

async function wrap(key: Buffer): Promise<Wrapped> {
  if (env.KMS_URL) return { driver: 'VAULT', wrappedKey: new Uint8Array(await wrapWithVault(key)) }
  const [master] = masterKeys()
  if (!master) throw new MasterKeyError('MASTER_KEY is missing.')
  return { driver: 'ENVIRONMENT', wrappedKey: new Uint8Array(seal(master, purpose, key, place)) }
}

function openWith(master: Buffer, wrapped: Uint8Array): Buffer | null {
  try {
    return unseal(master, purpose, wrapped, place)
  } catch (error) {
    if (error instanceof SealBroken) return null
    throw error
  }
}

async function unwrap({ driver, wrappedKey }: Wrapped): Promise<Buffer> {
  if (driver === 'VAULT' && !env.KMS_URL)
    throw new MasterKeyError('The root key is wrapped by a key management service: set KMS_URL, KMS_KEY and KMS_TOKEN.')
  const key = driver === 'VAULT' ? await unwrapWithVault(wrappedKey) : unwrapWithMasterKeys(wrappedKey)
  if (key.length !== KEY_BYTES) throw new MasterKeyError('What opened is no root key.')
  return key
}

function unwrapWithMasterKeys(wrapped: Uint8Array): Buffer {
  const keys = masterKeys()
  const [index, found] = keys.map((key) => openWith(key, wrapped)).entries().find(([, key]) => key !== null) ?? []
  if (!found) throw new MasterKeyError('MASTER_KEY is another one than the database was made with, or MASTER_KEY_PREVIOUS is missing.')
  if (index !== 0 || env.KMS_URL || keys[0] !== masterKeys()[0])
    log.warn('the root key is wrapped by an earlier master key: run `npm run keys:rotate -- --master`')
  return found
}

/**
 * Opens the root key for this process. Every program does it once, before it opens, seals or derives anything.
 * @throws MasterKeyError
 */
export async function openRootKey(): Promise<void> {
  const row = await prisma.installationKey.findUnique({ where: { name } })
  if (!row) throw new MasterKeyError('The database has no root key yet: run `npm run migrate`.')
  opened = await unwrap(row)
}

/** The same for a program that cannot go on without: says why in one line and ends the process. */
export async function openRootKeyOrExit(): Promise<void> {
  try {
    await openRootKey()
  } catch (error) {
    if (!(error instanceof MasterKeyError)) throw error
    console.error(`Guest Center cannot start: ${error.message}`)
    process.exit(78)
  }
}

/** Whether a key of an organization, as versions before the root key wrapped it, opens with a master key. */
async function fits(master: Buffer): Promise<boolean> {
  const row = await prisma.organizationKey.findFirst()
  if (!row) return true
  try {
    return unseal(master, 'organization-key', row.wrappedKey, `organization_keys:wrapped_key:${row.organizationId}:${row.id}`).length > 0
  } catch {
    return false
  }
}

/** A new installation gets a key of its own; one that is older than root keys keeps what it derived everything from. */
async function firstKey(): Promise<Buffer> {
  if ((await prisma.user.count()) + (await prisma.organizationKey.count()) === 0) return randomBytes(KEY_BYTES)
  for (const master of masterKeys().toReversed()) if (await fits(master)) return master
  throw new MasterKeyError('MASTER_KEY is another one than the database was made with.')
}

/** Makes the root key where there is none, and opens it. Of two that make it at once, one is kept. @throws MasterKeyError */
export async function ensureRootKey(now = new Date()): Promise<void> {
  if (!(await prisma.installationKey.findUnique({ where: { name } }))) {
    const row = { name, ...(await wrap(await firstKey())), createdAt: now, wrappedAt: now }
    await prisma.installationKey.createMany({ data: [row], skipDuplicates: true })
  }
  await openRootKey()
}

/**
 * Wraps the root key anew, with the MASTER_KEY of today or the key management service. What runs goes on: it holds the root key itself.
 * @param done is called in the same transaction, with what wrapped it before and what does now
 * @returns whether this call did it: false when somebody else wrapped it meanwhile
 * @throws MasterKeyError
 */
export async function rewrapRootKey(
  now: Date,
  done: (tx: Pick<typeof prisma, 'auditLog'>, change: { before: string; after: string }) => Promise<void>,
): Promise<boolean> {
  const row = await prisma.installationKey.findUniqueOrThrow({ where: { name } })
  const next = await wrap(await unwrap(row))
  return prisma.$transaction(async (tx) => {
    const { count } = await tx.installationKey.updateMany({ where: { name, wrappedKey: row.wrappedKey }, data: { ...next, wrappedAt: now } })
    if (count === 1) await done(tx, { before: row.driver, after: next.driver })
    return count === 1
  })
}

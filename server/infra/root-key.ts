import { createSecretKey, randomBytes, type KeyObject } from 'node:crypto'
import { setTimeout as after } from 'node:timers/promises'
import { Prisma, type InstallationKey, type MasterKeyDriver } from '../generated/prisma/client'
import { prisma } from './db'
import { env } from './env'
import { describeError, log } from './log'
import { deriveKey, seal, SealBroken, unseal } from './seal'
import { MasterKeyError, unwrapWithVault, wrapWithVault } from './vault'

type Wrapped = Pick<InstallationKey, 'driver' | 'wrappedKey'>

const name = 'root'
const KEY_BYTES = 32
const purpose = 'root-key'
const place = 'installation_keys:wrapped_key:root'

/** What finishes a change of what wraps the root key. */
const finish = 'run `npm run keys:rotate -- --master`'

/** How long a process waits before it asks again for a database that is not there yet, in milliseconds. */
const pause = 1_000

const tableIsMissing = 'P2021'

const bytesOf = (text: string | undefined): Buffer | null => (text ? Buffer.from(text, 'base64') : null)

/** Keys of the environment that may open what they wrapped. */
const masterKeys = () => ({ present: bytesOf(env.MASTER_KEY), previous: bytesOf(env.MASTER_KEY_PREVIOUS) })

let opened: Buffer | undefined

/**
 * The root key of the installation, 32 bytes. It stays when MASTER_KEY changes (ADR 17).
 * @throws Error before {@link openRootKey}
 */
export function rootKey(): Buffer {
  if (opened) return opened
  // The databases of the tests hold none: MASTER_KEY is the root key there.
  const { present } = masterKeys()
  if (env.NODE_ENV !== 'test' || !present) throw new Error('The root key was not opened yet')
  return present
}

/** A key for one purpose, derived from the root key when it is first asked for. */
export function keyFor(derivedPurpose: string): () => KeyObject {
  let key: KeyObject | undefined
  return () => (key ??= createSecretKey(deriveKey(rootKey(), derivedPurpose)))
}

async function wrap(key: Buffer, driver: MasterKeyDriver): Promise<Wrapped> {
  if (driver === 'VAULT') return { driver, wrappedKey: new Uint8Array(await wrapWithVault(key)) }
  const { present } = masterKeys()
  if (!present) throw new MasterKeyError('MASTER_KEY is missing.')
  return { driver, wrappedKey: new Uint8Array(seal(present, purpose, key, place)) }
}

function openWith(master: Buffer | null, wrapped: Uint8Array): Buffer | null {
  try {
    return master && unseal(master, purpose, wrapped, place)
  } catch (error) {
    if (error instanceof SealBroken) return null
    throw error
  }
}

function unwrapWithMasterKeys(wrapped: Uint8Array): Buffer {
  const { present, previous } = masterKeys()
  const byPresent = openWith(present, wrapped)
  if (byPresent) {
    if (env.KMS_URL) log.warn(`MASTER_KEY still wraps the root key, not the key management service: ${finish}`)
    return byPresent
  }
  const byPrevious = openWith(previous, wrapped)
  if (!byPrevious)
    throw new MasterKeyError(
      'MASTER_KEY is missing or another than the one that wraps the root key; was the earlier one left out of MASTER_KEY_PREVIOUS?',
    )
  log.warn(`MASTER_KEY_PREVIOUS still wraps the root key: ${finish}`)
  return byPrevious
}

async function unwrap({ driver, wrappedKey }: Wrapped): Promise<Buffer> {
  if (driver === 'VAULT' && !env.KMS_URL)
    throw new MasterKeyError('A key management service wraps the root key: set KMS_URL, KMS_KEY and KMS_TOKEN.')
  const key = driver === 'VAULT' ? await unwrapWithVault(wrappedKey) : unwrapWithMasterKeys(wrappedKey)
  if (key.length !== KEY_BYTES) throw new MasterKeyError('What opened is no root key.')
  return key
}

/** The row of the root key; null in a database that has none yet. */
async function findRow(): Promise<InstallationKey | null> {
  try {
    return await prisma.installationKey.findUnique({ where: { name } })
  } catch (error) {
    if (error instanceof Prisma.PrismaClientKnownRequestError && error.code === tableIsMissing) return null
    throw error
  }
}

/**
 * Opens the root key for this process. Every program does it once, before it opens, seals or derives anything.
 * @throws MasterKeyError
 */
export async function openRootKey(): Promise<void> {
  const row = await findRow()
  if (!row) throw new MasterKeyError('The database has no root key yet: run `npm run migrate`.')
  opened = await unwrap(row)
}

/**
 * The same for a process that serves: it waits for a database that cannot be reached; where the key cannot be had, it says
 * why in one line and ends the process.
 */
export async function openRootKeyOrExit(): Promise<void> {
  while (!opened) {
    try {
      await openRootKey()
    } catch (error) {
      if (error instanceof MasterKeyError) {
        process.stderr.write(`Guest Center cannot start: ${error.message}\n`)
        process.exit(78)
      }
      log.warn({ err: describeError(error) }, 'the root key cannot be read from the database; tried again in a second')
      await after(pause)
    }
  }
}

/** Whether a key of an organization, as versions before the root key wrapped it, opens with a master key. */
async function opensOrganizationKeys(master: Buffer): Promise<boolean> {
  const row = await prisma.organizationKey.findFirst()
  if (!row) return true
  try {
    return unseal(master, 'organization-key', row.wrappedKey, `organization_keys:wrapped_key:${row.organizationId}:${row.id}`).length > 0
  } catch (error) {
    if (error instanceof SealBroken) return false
    throw error
  }
}

/** Whether what an earlier version sealed opens with a master key. */
type Fits = (master: Buffer) => Promise<boolean>

/** A new installation gets a key of its own; one that is older than root keys keeps what it derived everything from. */
async function firstKey(fits: Fits): Promise<Buffer> {
  if ((await prisma.user.count()) + (await prisma.organization.count()) === 0) return randomBytes(KEY_BYTES)
  const { present, previous } = masterKeys()
  for (const master of [previous, present]) if (master && (await opensOrganizationKeys(master)) && (await fits(master))) return master
  throw new MasterKeyError('MASTER_KEY is missing or another than the database was made with.')
}

const driverOfToday = (): MasterKeyDriver => (env.KMS_URL ? 'VAULT' : 'ENVIRONMENT')

/**
 * Makes the root key where there is none, and opens it. Of two that make it at once, one is kept.
 * @param fits whether a MASTER_KEY opens what is still sealed with it; that of an older installation becomes its root key
 * @throws MasterKeyError
 */
export async function ensureRootKey(fits: Fits, now = new Date()): Promise<void> {
  if (!(await findRow())) {
    const wrapped = await wrapProven(await firstKey(fits), driverOfToday())
    await prisma.installationKey.createMany({ data: [{ name, ...wrapped, createdAt: now, wrappedAt: now }], skipDuplicates: true })
  }
  await openRootKey()
}

/** Wraps, and proves that it opens again before anything depends on it. @throws MasterKeyError */
async function wrapProven(key: Buffer, driver: MasterKeyDriver): Promise<Wrapped> {
  const wrapped = await wrap(key, driver)
  if (!(await unwrap(wrapped)).equals(key))
    throw new MasterKeyError('What wrapped the root key does not open it again. Nothing was changed.')
  return wrapped
}

/** A change of what wraps the root key. */
interface RootKeyRewrap {
  before: MasterKeyDriver
  after: MasterKeyDriver
}

/**
 * Wraps the root key anew, with the MASTER_KEY of today or the key management service. What runs goes on: it holds the root key itself.
 * @param note is called in the same transaction
 * @param driver what is to wrap it; unless told, the service where one is set
 * @returns the change; null when somebody else wrapped it meanwhile
 * @throws MasterKeyError
 */
export async function rewrapRootKey(
  now: Date,
  note: (tx: Prisma.TransactionClient, change: RootKeyRewrap) => Promise<void>,
  driver: MasterKeyDriver = driverOfToday(),
): Promise<RootKeyRewrap | null> {
  const row = await findRow()
  if (!row) throw new MasterKeyError('The database has no root key yet: run `npm run migrate`.')
  const next = await wrapProven(await unwrap(row), driver)
  const change = { before: row.driver, after: next.driver }
  return prisma.$transaction(async (tx) => {
    const { count } = await tx.installationKey.updateMany({
      where: { name, wrappedKey: row.wrappedKey },
      data: { ...next, wrappedAt: now },
    })
    if (count === 0) return null
    await note(tx, change)
    return change
  })
}

import { createPrivateKey, createPublicKey, generateKeyPairSync, type KeyObject } from 'node:crypto'
import { mkdir, readFile, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { env } from '../../infra/env'
import { rootKey } from '../../infra/root-key'
import { seal, unseal } from '../../infra/seal'

/** Where checkpoints are kept: outside the database, so that whoever rules it does not rule them. */
export const checkpointFolder = join(env.DATA_DIR, 'audit-checkpoints')

/** The key pair that signs checkpoints. */
export interface CheckpointKey {
  privateKey: KeyObject
  publicKey: KeyObject
}

const file = join(checkpointFolder, 'key')
const purpose = 'audit-checkpoint-key'
const place = 'audit-checkpoints:key'

const codeOf = (error: unknown): unknown => (error instanceof Error && 'code' in error ? error.code : null)

/** The key, or null where none was made yet. @throws SealBroken when it was sealed with another root key or changed */
export async function findCheckpointKey(): Promise<CheckpointKey | null> {
  const sealed = await readFile(file, 'utf8').catch((error: unknown) => {
    if (codeOf(error) === 'ENOENT') return null
    throw error
  })
  if (sealed === null) return null
  const der = unseal(rootKey(), purpose, Buffer.from(sealed, 'base64'), place)
  const privateKey = createPrivateKey({ key: der, format: 'der', type: 'pkcs8' })
  return { privateKey, publicKey: createPublicKey(privateKey) }
}

/** The key; made on first need, sealed with the root key. Of two that make it at once, one is kept. */
export async function checkpointKey(): Promise<CheckpointKey> {
  const known = await findCheckpointKey()
  if (known) return known
  await mkdir(checkpointFolder, { recursive: true, mode: 0o700 })
  const der = generateKeyPairSync('ed25519').privateKey.export({ type: 'pkcs8', format: 'der' })
  const sealed = seal(rootKey(), purpose, der, place).toString('base64')
  await writeFile(file, sealed, { flag: 'wx', mode: 0o600 }).catch((error: unknown) => {
    if (codeOf(error) !== 'EEXIST') throw error
  })
  const made = await findCheckpointKey()
  if (!made) throw new Error('The checkpoint key that was just made is missing')
  return made
}

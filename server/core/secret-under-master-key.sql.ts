import type { Connection } from 'mariadb'
import { keyringOf } from '../infra/keyring'
import { rootKey } from '../infra/root-key'
import { SealBroken, unseal } from '../infra/seal'
import { waitingTables } from '../infra/work-off.sql'
import { sealedColumns, sealForOrganization } from './organization-seal'

/** A secret of an organization as an earlier version sealed it, with MASTER_KEY itself, which is the root key of such an installation. */
export interface SecretUnderMasterKey {
  id: string
  organization_id: string
  kind: 'signingKey' | 'clientSecret'
  sealed: Uint8Array
}

const purposes = { signingKey: 'pass-signing-key', clientSecret: 'client-secret' } as const

const placeOf = ({ id, organization_id, kind }: SecretUnderMasterKey): string =>
  kind === 'signingKey' ? `${organization_id}:${id}` : `identity_providers:client_secret:${organization_id}`

const openWith = (master: Buffer, secret: SecretUnderMasterKey): Buffer =>
  unseal(master, purposes[secret.kind], secret.sealed, placeOf(secret))

/** Whether a MASTER_KEY opens the secrets that still wait under one; true where none does. */
export async function opensWaitingSecrets(connection: Connection, master: Buffer): Promise<boolean> {
  if ((await waitingTables(connection, ['secrets_under_master_key'])).length === 0) return true
  const [secret] = await connection.query<SecretUnderMasterKey[]>('SELECT * FROM secrets_under_master_key ORDER BY id LIMIT 1')
  try {
    return !secret || openWith(master, secret).length > 0
  } catch (error) {
    if (error instanceof SealBroken) return false
    throw error
  }
}

/**
 * Seals a secret under the key of its organization, where it stands; one that was replaced meanwhile stays.
 * @throws SealBroken for one that was sealed with another MASTER_KEY
 */
export async function sealSecretAnew(connection: Connection, secret: SecretUnderMasterKey): Promise<void> {
  const at = sealedColumns[secret.kind]
  const plain = openWith(rootKey(), secret)
  const sealed = sealForOrganization(await keyringOf(secret.organization_id), plain, at, secret.id)
  await connection.query(`UPDATE ${at.table} SET ${at.column} = ? WHERE ${at.id} = ? AND organization_id = ? AND ${at.column} = ?`, [
    Buffer.from(sealed),
    secret.id,
    secret.organization_id,
    Buffer.from(secret.sealed),
  ])
}

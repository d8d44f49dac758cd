import type { Connection } from 'mariadb'
import { keyringOf } from '../infra/keyring'
import { rootKey } from '../infra/root-key'
import { unseal } from '../infra/seal'
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

/**
 * Seals a secret under the key of its organization, where it stands; one that was replaced meanwhile stays.
 * @throws SealBroken for one that was sealed with another MASTER_KEY
 */
export async function sealSecretAnew(connection: Connection, secret: SecretUnderMasterKey): Promise<void> {
  const at = sealedColumns[secret.kind]
  const plain = unseal(rootKey(), purposes[secret.kind], secret.sealed, placeOf(secret))
  const sealed = sealForOrganization(await keyringOf(secret.organization_id), plain, at, secret.id)
  await connection.query(`UPDATE ${at.table} SET ${at.column} = ? WHERE ${at.id} = ? AND organization_id = ? AND ${at.column} = ?`, [
    Buffer.from(sealed),
    secret.id,
    secret.organization_id,
    Buffer.from(secret.sealed),
  ])
}

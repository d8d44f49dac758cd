import type { KeyObject } from 'node:crypto'
import { scopesOf } from '../../../core/api-key'
import { openForOrganization, sealedColumns } from '../../../core/organization-seal'
import type { Permission } from '../../../core/permissions'
import { keyringOf } from '../../../infra/keyring'
import { signingKey } from '../signature'
import type { LeasedEndpoint } from './take-due.sql'

/** An endpoint ready to be delivered to. */
export interface OpenEndpoint {
  id: string
  organizationId: string
  applicationId: string
  url: string
  /** What deliveries are signed with, the newest first. */
  keys: KeyObject[]
  selection: string | null
  /** What its application may do now. */
  scopes: Permission[]
}

/** Opens what is sealed of an endpoint. @throws SealBroken */
export async function openEndpoint({ sealedUrl, secrets, scopes, ...endpoint }: LeasedEndpoint): Promise<OpenEndpoint> {
  const keyring = await keyringOf(endpoint.organizationId)
  return {
    ...endpoint,
    scopes: scopesOf(scopes),
    url: openForOrganization(keyring, sealedUrl, sealedColumns.webhookUrl, endpoint.id).toString(),
    keys: secrets.map(({ id, sealedSecret }) =>
      signingKey(openForOrganization(keyring, sealedSecret, sealedColumns.webhookSecret, id).toString()),
    ),
  }
}

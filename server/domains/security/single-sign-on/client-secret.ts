import { openForOrganization, sealedColumns, sealForOrganization } from '../../../core/organization-seal'
import type { IdentityProvider } from '../../../generated/prisma/client'
import { keyringOf } from '../../../infra/keyring'

/** The secret by which a provider knows us, as the database keeps it. */
export const sealClientSecret = async (organizationId: string, secret: string): Promise<Uint8Array<ArrayBuffer>> =>
  sealForOrganization(await keyringOf(organizationId), Buffer.from(secret), sealedColumns.clientSecret, organizationId)

/** The secret itself. @throws SealBroken for one that was changed or moved from another organization's row */
export async function openClientSecret({
  organizationId,
  clientSecret,
}: Pick<IdentityProvider, 'organizationId' | 'clientSecret'>): Promise<string> {
  const keyring = await keyringOf(organizationId)
  return openForOrganization(keyring, clientSecret ?? new Uint8Array(), sealedColumns.clientSecret, organizationId).toString()
}

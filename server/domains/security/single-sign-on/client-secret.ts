import type { IdentityProvider } from '../../../generated/prisma/client'
import { masterKey } from '../../../infra/env'
import { seal, unseal } from '../../../infra/seal'

const place = (organizationId: string): string => `identity_providers:client_secret:${organizationId}`

/** The secret by which a provider knows us, as the database keeps it. */
export const sealClientSecret = (organizationId: string, secret: string): Uint8Array<ArrayBuffer> =>
  new Uint8Array(seal(masterKey, 'client-secret', Buffer.from(secret), place(organizationId)))

/** The secret itself. @throws SealBroken for one that was changed or moved from another organization's row */
export const openClientSecret = ({ organizationId, clientSecret }: Pick<IdentityProvider, 'organizationId' | 'clientSecret'>): string =>
  unseal(masterKey, 'client-secret', Buffer.from(clientSecret ?? []), place(organizationId)).toString()

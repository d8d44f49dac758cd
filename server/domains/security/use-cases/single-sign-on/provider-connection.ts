import { X509Certificate } from 'node:crypto'
import type { z } from 'zod'
import type { setIdentityProviderSchema } from '#shared/schemas/single-sign-on'
import { organizationOf, type Ctx } from '../../../../core/ctx'
import type { Failure } from '../../../../core/errors'
import { invalid } from '../../../../core/failures'
import type { IdentityProvider } from '../../../../generated/prisma/client'
import { sealClientSecret } from '../../single-sign-on/client-secret'

type Wanted = z.output<typeof setIdentityProviderSchema>

/** How a provider is reached and proved. */
export type ConnectionRow = Pick<
  IdentityProvider,
  'protocol' | 'issuer' | 'clientId' | 'clientSecret' | 'samlUrl' | 'samlCertificates' | 'emailClaim' | 'emailVerifiedClaim'
>

/** Whether a secret is given, and not only kept. */
export const hasNewSecret = (wanted: Wanted): boolean => wanted.protocol === 'OIDC' && !!wanted.clientSecret

/** Whether a certificate holds an RSA key of 2048 bits at least, or one on a curve. */
function isStrong(pem: string): boolean {
  try {
    const { asymmetricKeyType, asymmetricKeyDetails } = new X509Certificate(pem).publicKey
    return asymmetricKeyType === 'ec' || (asymmetricKeyType === 'rsa' && (asymmetricKeyDetails?.modulusLength ?? 0) >= 2_048)
  } catch {
    return false
  }
}

const endOfCertificate = '-----END CERTIFICATE-----'

async function clientSecretOf(
  ctx: Ctx,
  wanted: Extract<Wanted, { protocol: 'OIDC' }>,
  before: IdentityProvider | null,
): Promise<Uint8Array<ArrayBuffer> | Failure> {
  if (wanted.clientSecret) return sealClientSecret(organizationOf(ctx), wanted.clientSecret)
  if (!before?.clientSecret) return invalid(ctx, [{ path: ['clientSecret'], key: 'clientSecretRequired' }])
  // A secret that is kept could otherwise be sent to a server of somebody else's choice.
  return before.issuer === wanted.issuer ? before.clientSecret : invalid(ctx, [{ path: ['clientSecret'], key: 'clientSecretAgain' }])
}

/** How a provider shall be reached and proved. @returns the columns, or VALIDATION_FAILED */
export async function connectionOf(ctx: Ctx, wanted: Wanted, before: IdentityProvider | null): Promise<ConnectionRow | Failure> {
  const { protocol, issuer, emailClaim, emailVerifiedClaim } = wanted
  const both = { protocol, issuer, emailClaim, emailVerifiedClaim }
  if (wanted.protocol === 'SAML') {
    const { samlUrl, samlCertificates } = wanted
    const parts = samlCertificates.split(endOfCertificate).filter((part) => part.trim())
    if (!parts.every((part) => isStrong(part + endOfCertificate)))
      return invalid(ctx, [{ path: ['samlCertificates'], key: 'samlCertificateInvalid' }])
    return { ...both, samlUrl, samlCertificates, clientId: null, clientSecret: null }
  }
  const clientSecret = await clientSecretOf(ctx, wanted, before)
  if ('failure' in clientSecret) return clientSecret
  return { ...both, clientId: wanted.clientId, clientSecret, samlUrl: null, samlCertificates: null }
}

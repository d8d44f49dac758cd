import type { ShownProvider } from './sso-documents'

/** What the form of a provider holds; an empty text stands for nothing. */
export type TypedProvider = ReturnType<typeof typedProvider>

/** What the form begins with: the provider as it is, or what most of them call things. The secret is never shown. */
export const typedProvider = (provider: ShownProvider | null) => ({
  name: provider?.name ?? '',
  protocol: provider?.protocol ?? ('OIDC' as const),
  issuer: provider?.issuer ?? '',
  clientId: provider?.clientId ?? '',
  clientSecret: '',
  samlUrl: provider?.samlUrl ?? '',
  samlCertificates: provider?.samlCertificates ?? '',
  emailClaim: provider?.emailClaim ?? 'email',
  emailVerifiedClaim: provider?.emailVerifiedClaim ?? 'email_verified',
  nameClaim: provider?.nameClaim ?? 'name',
  secondFactor: provider?.secondFactor ?? ('OURS' as const),
  isEnabled: provider?.isEnabled ?? false,
  isRequired: provider?.isRequired ?? false,
  breakGlassMemberId: provider?.breakGlassMemberId ?? '',
  newRoleId: provider?.newRoleId ?? '',
})

/** What is sent of it: nothing of the other protocol, and null for what is empty. */
export const providerInput = ({
  clientId,
  clientSecret,
  samlUrl,
  samlCertificates,
  breakGlassMemberId,
  newRoleId,
  ...typed
}: TypedProvider) => ({
  ...typed,
  ...(typed.protocol === 'OIDC' ? { clientId, clientSecret: clientSecret || null } : { samlUrl, samlCertificates }),
  breakGlassMemberId: breakGlassMemberId || null,
  newRoleId: newRoleId || null,
})

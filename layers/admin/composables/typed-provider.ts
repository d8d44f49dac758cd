import type { ShownProvider } from './sso-documents'

/** What the form of a provider holds; an empty text stands for nothing. */
export type TypedProvider = ReturnType<typeof typedProvider>

/** What the form begins with: the provider as it is, or what most of them call things. The secret is never shown. */
export const typedProvider = (provider: ShownProvider | null) => ({
  name: provider?.name ?? '',
  issuer: provider?.issuer ?? '',
  clientId: provider?.clientId ?? '',
  clientSecret: '',
  emailClaim: provider?.emailClaim ?? 'email',
  emailVerifiedClaim: provider?.emailVerifiedClaim ?? 'email_verified',
  nameClaim: provider?.nameClaim ?? 'name',
  secondFactor: provider?.secondFactor ?? ('OURS' as const),
  isEnabled: provider?.isEnabled ?? false,
  isRequired: provider?.isRequired ?? false,
  breakGlassMemberId: provider?.breakGlassMemberId ?? '',
  newRoleId: provider?.newRoleId ?? '',
})

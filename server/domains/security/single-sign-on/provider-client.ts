import type { IdentityProvider } from '../../../generated/prisma/client'
import { ProviderError, type Assertion } from './assertion'
import type { AttemptSecrets } from './attempt-secrets'
import { authorizationUrl, discoverAnew, proveAnswer } from './oidc-client'
import { proveSamlResponse, samlUrl } from './saml-client'

/** What a browser brought back from a provider. */
export type ProviderAnswer = { protocol: 'OIDC'; query: URLSearchParams } | { protocol: 'SAML'; response: string }

/** Where a browser goes to be recognised by the provider. @throws ProviderError */
export const addressAt = (provider: IdentityProvider, secrets: AttemptSecrets): Promise<string> =>
  provider.protocol === 'SAML' ? samlUrl(provider, secrets) : authorizationUrl(provider, secrets)

/** Asks the provider now what it is, where its protocol lets it be asked. @throws ProviderError */
export async function askProvider(provider: IdentityProvider): Promise<void> {
  if (provider.protocol === 'OIDC') await discoverAnew(provider)
}

/** Proves what a browser brought back. @throws ProviderError for anything that is not right */
export async function prove(provider: IdentityProvider, answer: ProviderAnswer, secrets: AttemptSecrets): Promise<Assertion> {
  if (answer.protocol !== provider.protocol) throw new ProviderError('INVALID_ANSWER', 'protocol')
  return answer.protocol === 'SAML' ? proveSamlResponse(provider, answer.response, secrets) : proveAnswer(provider, answer.query, secrets)
}

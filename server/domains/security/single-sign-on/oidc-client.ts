import { LRUCache } from 'lru-cache'
import * as oidc from 'openid-client'
import type { IdentityProvider } from '../../../generated/prisma/client'
import { env } from '../../../infra/env'
import { fetchOutside, OutboundRefused } from '../../../infra/outbound'
import { SealBroken } from '../../../infra/seal'
import { ProviderError, type Assertion } from './assertion'
import { assertionOf } from './claims'
import { openClientSecret } from './client-secret'
import type { AttemptSecrets } from './attempt-secrets'

/** Where a provider sends people back to; each organization has its own address, so that no provider can answer for another. */
export const redirectUrl = (organizationId: string): string => new URL(`/sso/oidc/${organizationId}`, env.PUBLIC_URL).href

/** What a provider says of itself, kept for a few minutes. Changed settings make another key. */
const configurations = new LRUCache<string, Promise<oidc.Configuration>>({ max: 500, ttl: 5 * 60_000 })

const fetchForClient: oidc.CustomFetch = (url, { method, headers, body, signal }) =>
  fetchOutside(url, { method, headers: Object.fromEntries(new Headers(headers)), body: body ? textOf(body) : null, signal: signal ?? null })

function textOf(body: NonNullable<oidc.FetchBody>): string {
  if (typeof body === 'string' || body instanceof URLSearchParams) return body.toString()
  throw new TypeError('A body of this kind is not sent')
}

/** Says our secret in the way that the provider takes it. */
const authenticationBy =
  (secret: string): oidc.ClientAuth =>
  (server, ...request) => {
    const isPlain = server.token_endpoint_auth_methods_supported?.includes('client_secret_basic') ?? true
    return (isPlain ? oidc.ClientSecretBasic(secret) : oidc.ClientSecretPost(secret))(server, ...request)
  }

async function discover(provider: IdentityProvider): Promise<oidc.Configuration> {
  const secret = await openClientSecret(provider)
  const extensions = [oidc.enableNonRepudiationChecks, ...(env.NODE_ENV === 'test' ? [oidc.allowInsecureRequests] : [])]
  const configuration = await oidc.discovery(new URL(provider.issuer), provider.clientId ?? '', secret, authenticationBy(secret), {
    [oidc.customFetch]: fetchForClient,
    execute: extensions,
    timeout: 10,
  })
  // Some providers answer for every tenant of theirs under one address: each of them would be the organization's.
  if (configuration.serverMetadata().issuer !== provider.issuer) throw new ProviderError('NOT_A_PROVIDER', 'issuer')
  return configuration
}

/** What a provider says of itself. @throws ProviderError */
export async function configurationOf(provider: IdentityProvider): Promise<oidc.Configuration> {
  const key = `${provider.organizationId}:${provider.updatedAt.getTime()}`
  let found = configurations.get(key)
  if (!found) {
    found = discover(provider)
    configurations.set(key, found)
    found.catch(() => configurations.delete(key))
  }
  return found.catch((error: unknown) => {
    throw asProviderError(error, 'NOT_A_PROVIDER')
  })
}

/** Asks anew what a provider says of itself, for a test. @throws ProviderError */
export async function discoverAnew(provider: IdentityProvider): Promise<oidc.Configuration> {
  configurations.delete(`${provider.organizationId}:${provider.updatedAt.getTime()}`)
  return configurationOf(provider)
}

/** The address at which the provider asks who is there. @throws ProviderError */
export async function authorizationUrl(provider: IdentityProvider, secrets: AttemptSecrets): Promise<string> {
  const url = oidc.buildAuthorizationUrl(await configurationOf(provider), {
    redirect_uri: redirectUrl(provider.organizationId),
    scope: 'openid email profile',
    state: secrets.state,
    nonce: secrets.nonce,
    code_challenge: await oidc.calculatePKCECodeChallenge(secrets.verifier),
    code_challenge_method: 'S256',
  })
  return url.href
}

/**
 * Exchanges the code that a browser brought back, and proves the ID token: its signature, issuer, audience, nonce and times.
 * @param query what the address of the answer says
 * @throws ProviderError for anything that is not right
 */
export async function proveAnswer(provider: IdentityProvider, query: URLSearchParams, secrets: AttemptSecrets): Promise<Assertion> {
  const configuration = await configurationOf(provider)
  const url = new URL(redirectUrl(provider.organizationId))
  url.search = query.toString()
  try {
    const tokens = await oidc.authorizationCodeGrant(configuration, url, {
      pkceCodeVerifier: secrets.verifier,
      expectedState: secrets.state,
      expectedNonce: secrets.nonce,
      idTokenExpected: true,
    })
    const claims = tokens.claims()
    if (!claims) throw new ProviderError('INVALID_ANSWER', 'id_token')
    const hasMore = provider.emailClaim in claims || !configuration.serverMetadata().userinfo_endpoint
    const told = hasMore ? {} : await oidc.fetchUserInfo(configuration, tokens.access_token, claims.sub)
    return assertionOf(provider, { ...told, ...claims })
  } catch (error) {
    throw asProviderError(error, 'INVALID_ANSWER')
  }
}

/** A word of the protocol, as far as it is one. */
const wordOf = (text: unknown): string | null => (typeof text === 'string' && /^[\w.-]{1,60}$/.test(text) ? text : null)

function asProviderError(error: unknown, otherwise: 'NOT_A_PROVIDER' | 'INVALID_ANSWER'): ProviderError {
  if (error instanceof SealBroken) throw error
  if (error instanceof ProviderError) return error
  if (error instanceof oidc.ResponseBodyError || error instanceof oidc.AuthorizationResponseError)
    return new ProviderError('REFUSED', wordOf(error.error))
  for (let cause: unknown = error; cause instanceof Error; cause = cause.cause)
    if (cause instanceof OutboundRefused || 'syscall' in cause || ['TimeoutError', 'AbortError'].includes(cause.name))
      return new ProviderError('UNREACHABLE', cause instanceof OutboundRefused ? 'forbidden' : wordOf(Reflect.get(cause, 'code')))
  return new ProviderError(otherwise, error instanceof Error ? wordOf(Reflect.get(error, 'code')) : null)
}

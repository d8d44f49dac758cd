import { defineEventHandler, setResponseHeader } from 'h3'
import { integratorScopes } from '../../core/permissions'
import { issuer } from '../../domains/security/access-token'

/** What programs need to know to get access tokens (RFC 8414). */
export default defineEventHandler((event) => {
  setResponseHeader(event, 'cache-control', 'public, max-age=300')
  return {
    issuer,
    token_endpoint: `${issuer}/oauth/token`,
    jwks_uri: `${issuer}/.well-known/jwks.json`,
    grant_types_supported: ['client_credentials'],
    response_types_supported: [],
    token_endpoint_auth_methods_supported: ['client_secret_basic', 'client_secret_post'],
    scopes_supported: integratorScopes,
  }
})

import { timingSafeEqual } from 'node:crypto'
import { scopesOf } from '../../../core/api-key'
import { isId, newId } from '../../../core/ids'
import { hashToken } from '../../../core/token'
import { prisma } from '../../../infra/db'
import { clientThrottle } from '../../../infra/throttle'
import { signAccessToken, tokenLifetime } from '../access-token'

/** What a client sends for a token, as it came. */
export interface TokenRequest {
  grantType: string | undefined
  scope: string | undefined
  clientId: string | undefined
  clientSecret: string | undefined
  address: string | null
}

/** An answer of the token endpoint (RFC 6749, 5.1). */
export interface IssuedToken {
  access_token: string
  token_type: 'Bearer'
  expires_in: number
  scope: string
}

/** Why there is no token (RFC 6749, 5.2), or that there were too many tries. */
export interface TokenRefusal {
  error: 'invalid_request' | 'invalid_client' | 'invalid_scope' | 'unsupported_grant_type' | 'too_many_requests'
  retryAfterSeconds?: number
}

/** What an unknown client's secret is compared with: the answer takes as long. */
const nobody = hashToken(newId())

async function findClient(clientId: string, secret: string) {
  const client = isId(clientId) ? await prisma.serviceClient.findUnique({ where: { id: clientId } }) : null
  const isRight = timingSafeEqual(hashToken(secret), client?.secretHash ?? nobody)
  return client && isRight && !client.revokedAt ? client : null
}

/** How coarse "last used" is, in milliseconds. */
const usedInterval = 5 * 60_000

function noteUsed({ id, lastUsedAt }: { id: string; lastUsedAt: Date | null }, now: Date): void {
  if (lastUsedAt && now.getTime() - lastUsedAt.getTime() < usedInterval) return
  prisma.serviceClient.updateMany({ where: { id, lastUsedAt, revokedAt: null }, data: { lastUsedAt: now } }).catch(() => undefined)
}

/** The scopes that were asked for, in the order of the client's; all without a wish. @returns null for one that it does not hold */
function grantedScopes(held: readonly string[], wish: string | undefined): string[] | null {
  if (wish === undefined || wish === '') return [...held]
  const wanted = new Set(wish.split(' '))
  return [...wanted].every((scope) => held.includes(scope)) ? held.filter((scope) => wanted.has(scope)) : null
}

/**
 * Gives a service client an access token for a quarter of an hour (RFC 6749, 4.4).
 * Wrong secrets are counted by client and address, tokens by client.
 */
export async function issueAccessToken(request: TokenRequest, now = new Date()): Promise<IssuedToken | TokenRefusal> {
  const { grantType, scope, clientId, clientSecret, address } = request
  if (!clientId || !clientSecret) return { error: 'invalid_client' }
  const wait = await clientThrottle.blockedFor(clientId, address)
  if (wait > 0) return { error: 'too_many_requests', retryAfterSeconds: wait }
  const client = await findClient(clientId, clientSecret)
  if (!client) {
    await clientThrottle.failed(clientId, address)
    return { error: 'invalid_client' }
  }
  if (!grantType) return { error: 'invalid_request' }
  if (grantType !== 'client_credentials') return { error: 'unsupported_grant_type' }
  const scopes = grantedScopes(scopesOf(client.scopes), scope)
  if (!scopes) return { error: 'invalid_scope' }
  const rest = await clientThrottle.take(client.id)
  if (rest > 0) return { error: 'too_many_requests', retryAfterSeconds: rest }
  noteUsed(client, now)
  const { id, organizationId } = client
  const token = await signAccessToken({ clientId: id, organizationId, scopes }, now)
  return { access_token: token, token_type: 'Bearer', expires_in: tokenLifetime, scope: scopes.join(' ') }
}

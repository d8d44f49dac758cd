import { errors, jwtVerify, SignJWT } from 'jose'
import { newId } from '../../core/ids'
import { env } from '../../infra/env'
import { tokenAlgorithm, tokenKeyNamed, tokenSigner } from './token-keys'

/** For how long an access token works, in seconds. */
export const tokenLifetime = 900

/** Who makes the tokens: the installation, by its address. */
export const issuer = new URL(env.PUBLIC_URL).origin

/** For whom they are. */
export const audience = new URL('/graphql', env.PUBLIC_URL).href

/** The type of an access token among JWTs (RFC 9068): no other JWT of the same issuer is taken for one. */
const type = 'at+jwt'

/** What an access token says. */
export interface AccessToken {
  clientId: string
  organizationId: string
  scopes: string[]
}

/** Signs an access token (RFC 9068). */
export async function signAccessToken({ clientId, organizationId, scopes }: AccessToken, now: Date): Promise<string> {
  const { id, privateKey } = await tokenSigner(now)
  const seconds = Math.floor(now.getTime() / 1_000)
  return new SignJWT({ client_id: clientId, org: organizationId, scope: scopes.join(' ') })
    .setProtectedHeader({ alg: tokenAlgorithm, typ: type, kid: id })
    .setIssuer(issuer)
    .setAudience(audience)
    .setSubject(clientId)
    .setJti(newId())
    .setIssuedAt(seconds)
    .setExpirationTime(seconds + tokenLifetime)
    .sign(privateKey)
}

/** Whether a text has the form of a JWT, before anything of it is read. */
export const isTokenForm = (text: string): boolean => /^eyJ[\w-]+\.[\w-]+\.[\w-]+$/.test(text)

/**
 * What an access token of ours says; null for one that is forged, expired, for others, of another algorithm, or no access token.
 * Whether its client still lets in is another question.
 */
export async function readAccessToken(text: string, now: Date): Promise<AccessToken | null> {
  try {
    const { payload } = await jwtVerify(
      text,
      async ({ kid }) => (await tokenKeyNamed(kid ?? '')) ?? Promise.reject(new errors.JWKSNoMatchingKey()),
      {
        issuer,
        audience,
        algorithms: [tokenAlgorithm],
        typ: type,
        currentDate: now,
        maxTokenAge: tokenLifetime,
        requiredClaims: ['exp', 'sub', 'jti'],
      },
    )
    const { client_id: clientId, org, scope, sub } = payload
    if (typeof clientId !== 'string' || typeof org !== 'string' || typeof scope !== 'string' || sub !== clientId) return null
    return { clientId, organizationId: org, scopes: scope.split(' ').filter(Boolean) }
  } catch (error) {
    if (error instanceof errors.JOSEError) return null
    throw error
  }
}

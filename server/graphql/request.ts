import { deleteCookie, getCookie, getHeader, setCookie, type H3Event } from 'h3'
import { newTraceId, type RequestInfo } from '../core/ctx'
import { Refusal } from '../core/errors'
import { authenticate, type Credentials } from '../domains/security/use-cases/authenticate'
import { clientAddress } from '../infra/client-address'
import { env } from '../infra/env'
import { preferredLanguage, translate, type Language } from '../infra/i18n'
import { describeError, log } from '../infra/log'
import { createGraphqlContext, type GraphqlContext, type ResponseCookies } from './context'
import { isOwnOrigin } from './origin'

/** Name of the session cookie. */
export const sessionCookie = 'gc_session'

/** Name of the cookie that binds a passkey's challenge to its browser. */
const challengeCookie = 'gc_challenge'

/** Name of the cookie that binds a sign-in by a provider to its browser. */
const providerCookie = 'gc_provider'
/** Name of the cookie that makes a browser an enrolled device. */
export const deviceCookie = 'gc_device'

/** As long as browsers keep a cookie at most, in seconds: a device is enrolled until it is revoked. */
const deviceCookieAge = 400 * 86_400

const secure = env.PUBLIC_URL.startsWith('https:')

/** The language a person chose, or the best one their browser names. */
export const languageFrom = (chosen: string | undefined, header: string | undefined): Language =>
  chosen === 'ru' || chosen === 'en' ? chosen : preferredLanguage(header)

function cookiesOf(event: H3Event): ResponseCookies {
  const options = { httpOnly: true, sameSite: 'lax' as const, secure, path: '/' }
  return {
    setSession: (token, expiresAt) => setCookie(event, sessionCookie, token, { ...options, expires: expiresAt }),
    clearSession: () => deleteCookie(event, sessionCookie, options),
    setChallenge: (token, expiresAt) => setCookie(event, challengeCookie, token, { ...options, sameSite: 'strict', expires: expiresAt }),
    setDevice: (token) => setCookie(event, deviceCookie, token, { ...options, maxAge: deviceCookieAge }),
    challenge: getCookie(event, challengeCookie),
    // The way back from a provider begins at another site: a strict cookie would not come along.
    setProviderAttempt: (token, expiresAt) => setCookie(event, providerCookie, token, { ...options, expires: expiresAt }),
    clearProviderAttempt: () => deleteCookie(event, providerCookie, options),
    providerAttempt: getCookie(event, providerCookie),
  }
}

/**
 * The context of an HTTP request. A request that names who it is by header is that one alone: its cookie does not count. Nor does
 * the cookie that a browser adds to what another site's page asks.
 */
export async function contextOf(event: H3Event): Promise<GraphqlContext> {
  const authorization = getHeader(event, 'authorization')
  const isOurs = isOwnOrigin(getHeader(event, 'origin'), getHeader(event, 'host'))
  const own = () => ({ session: getCookie(event, sessionCookie), device: getCookie(event, deviceCookie) })
  const credentials: Credentials = authorization ? { authorization } : isOurs ? own() : {}
  const request: RequestInfo = {
    ip: clientAddress(event),
    userAgent: getHeader(event, 'user-agent') ?? null,
  }
  const language = languageFrom(getCookie(event, 'gc_lang'), getHeader(event, 'accept-language'))
  const traceId = newTraceId()
  const principal = await authenticate(credentials).catch((error: unknown) => {
    log.error({ traceId, err: describeError(error) }, 'nobody can be recognised')
    throw new Refusal('UNAVAILABLE', translate(language, 'errors.unavailable', { traceId }), { traceId })
  })
  return createGraphqlContext(principal, { language, traceId, request }, cookiesOf(event))
}

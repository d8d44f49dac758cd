import { defineEventHandler, getHeader, setResponseHeader, setResponseStatus } from 'h3'
import { issueAccessToken, type TokenRefusal } from '../../domains/security/use-cases/issue-access-token'
import { readBoundedBody } from '../../graphql/bounded-body'
import { clientAddress } from '../../infra/client-address'
import { describeError, log } from '../../infra/log'

const statusOf: Record<TokenRefusal['error'], number> = {
  invalid_request: 400,
  invalid_client: 401,
  invalid_scope: 400,
  unsupported_grant_type: 400,
  too_many_requests: 429,
}

type Credentials = { clientId: string | undefined; clientSecret: string | undefined }

/** A part of Basic credentials: sent as in a form (RFC 6749, 2.3.1). */
function decoded(part: string): string | undefined {
  try {
    return decodeURIComponent(part.replaceAll('+', ' '))
  } catch {
    return undefined
  }
}

/** Who asks, by header or by form; null for somebody who says it twice. */
function credentialsOf(header: string | undefined, form: URLSearchParams): Credentials | null {
  const inForm = { clientId: form.get('client_id') ?? undefined, clientSecret: form.get('client_secret') ?? undefined }
  const basic = /^Basic ([A-Za-z0-9+/=]{1,600})$/i.exec(header ?? '')?.[1]
  if (!basic) return inForm
  const [clientId = '', clientSecret = ''] = Buffer.from(basic, 'base64').toString().split(':', 2)
  const given = { clientId: decoded(clientId), clientSecret: decoded(clientSecret) }
  if (inForm.clientSecret !== undefined || (inForm.clientId !== undefined && inForm.clientId !== given.clientId)) return null
  return given
}

/** Parameters that were sent, each once: a repeated one is a mistake (RFC 6749, 3.2). */
function formOf(type: string | undefined, body: unknown): URLSearchParams | null {
  if (!/^application\/x-www-form-urlencoded(;|$)/i.test(type ?? '') || typeof body !== 'string') return null
  const form = new URLSearchParams(body)
  return new Set(form.keys()).size === form.size ? form : null
}

async function answer(type: string | undefined, header: string | undefined, body: unknown, address: string | null) {
  const form = formOf(type, body)
  const credentials = form && credentialsOf(header, form)
  if (!form || !credentials) return { error: 'invalid_request' } as const
  const [grantType, scope] = [form.get('grant_type') ?? undefined, form.get('scope') ?? undefined]
  return issueAccessToken({ ...credentials, grantType, scope, address })
}

/** The token endpoint of OAuth 2: client credentials alone, by Basic or in the form. */
export default defineEventHandler(async (event) => {
  setResponseHeader(event, 'cache-control', 'no-store')
  if (!(await readBoundedBody(event))) {
    setResponseStatus(event, 413)
    return { error: 'invalid_request' }
  }
  try {
    const address = clientAddress(event)
    const body: unknown = Reflect.get(event.node.req, 'body')
    const token = await answer(getHeader(event, 'content-type'), getHeader(event, 'authorization'), body, address)
    if (!('error' in token)) return token
    setResponseStatus(event, statusOf[token.error])
    if (token.error === 'invalid_client') setResponseHeader(event, 'www-authenticate', 'Basic realm="oauth"')
    if ('retryAfterSeconds' in token && token.retryAfterSeconds) setResponseHeader(event, 'retry-after', token.retryAfterSeconds)
    return { error: token.error }
  } catch (error) {
    log.error({ err: describeError(error) }, 'no token could be issued')
    setResponseStatus(event, 503)
    return { error: 'temporarily_unavailable' }
  }
})

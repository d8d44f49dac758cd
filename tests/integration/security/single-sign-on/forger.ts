import { createHmac, generateKeyPairSync, sign, type KeyObject } from 'node:crypto'
import { createServer, type IncomingMessage } from 'node:http'
import type { AddressInfo } from 'node:net'

/** What a forger does otherwise than a provider should. */
export interface Forgery {
  claims?: Record<string, unknown>
  header?: Record<string, unknown>
  /** Whose key signs: the one that is published, another one, none, or the published one misread as a shared secret. */
  signedBy?: 'own' | 'stranger' | 'nobody' | 'public-key-as-secret'
  issuer?: string
  tokenAnswer?: object
  userinfo?: Record<string, unknown>
}

/** A provider that answers whatever it likes. */
export interface Forger {
  issuer: string
  forgery: Forgery
  /** Who came to the token endpoint, with what. */
  asked: URLSearchParams[]
  /** What it would send a browser back with. */
  back: (authorizationUrl: string, more?: Record<string, string>) => URLSearchParams
  stop: () => void
}

const pair = () => generateKeyPairSync('rsa', { modulusLength: 2048 })
const own = pair()
const stranger = pair()
const encoded = (value: object): string => Buffer.from(JSON.stringify(value)).toString('base64url')

function signatureOf(text: string, by: Forgery['signedBy']): string {
  const rsa = (key: KeyObject) => sign('sha256', Buffer.from(text), key).toString('base64url')
  if (by === 'nobody') return ''
  if (by === 'public-key-as-secret')
    return createHmac('sha256', own.publicKey.export({ type: 'spki', format: 'pem' }))
      .update(text)
      .digest('base64url')
  return rsa(by === 'stranger' ? stranger.privateKey : own.privateKey)
}

function idToken(forger: Forger, nonce: string): string {
  const { header, claims, signedBy } = forger.forgery
  const now = Math.floor(Date.now() / 1_000)
  const usual = { iss: forger.issuer, sub: 'subject', aud: 'guest-center', iat: now, exp: now + 300, nonce }
  const text = `${encoded({ alg: 'RS256', kid: 'own', ...header })}.${encoded({ ...usual, ...claims })}`
  return `${text}.${signatureOf(text, signedBy)}`
}

async function bodyOf(request: IncomingMessage): Promise<URLSearchParams> {
  let text = ''
  for await (const part of request) text += String(part)
  return new URLSearchParams(text)
}

/** Starts a forger. Honest in everything that its `forgery` does not say. */
export async function startForger(): Promise<Forger> {
  const server = createServer()
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const issuer = `http://127.0.0.1:${(server.address() as AddressInfo).port}`
  let nonce = ''
  const forger: Forger = { issuer, forgery: {}, asked: [], back, stop: () => server.close() }

  function back(authorizationUrl: string, more: Record<string, string> = {}): URLSearchParams {
    const asked = new URL(authorizationUrl).searchParams
    nonce = asked.get('nonce') ?? ''
    return new URLSearchParams({ code: 'a-code', state: asked.get('state') ?? '', iss: issuer, ...more })
  }

  const answers: Record<string, () => object> = {
    '/.well-known/openid-configuration': () => ({
      issuer: forger.forgery.issuer ?? issuer,
      authorization_endpoint: `${issuer}/auth`,
      token_endpoint: `${issuer}/token`,
      userinfo_endpoint: `${issuer}/me`,
      jwks_uri: `${issuer}/jwks`,
      response_types_supported: ['code'],
      subject_types_supported: ['public'],
      id_token_signing_alg_values_supported: ['RS256', 'HS256', 'none'],
      authorization_response_iss_parameter_supported: true,
    }),
    '/jwks': () => ({ keys: [{ ...own.publicKey.export({ format: 'jwk' }), kid: 'own', alg: 'RS256', use: 'sig' }] }),
    '/me': () => forger.forgery.userinfo ?? { sub: 'subject' },
    '/token': () =>
      forger.forgery.tokenAnswer ?? { access_token: 'x', token_type: 'Bearer', expires_in: 300, id_token: idToken(forger, nonce) },
  }
  server.on('request', async (request, answer) => {
    const path = request.url?.split('?')[0] ?? ''
    if (path === '/token') forger.asked.push(await bodyOf(request))
    answer.writeHead(answers[path] ? 200 : 404, { 'content-type': 'application/json' }).end(JSON.stringify(answers[path]?.() ?? {}))
  })
  return forger
}

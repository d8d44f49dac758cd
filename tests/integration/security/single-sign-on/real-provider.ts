import { generateKeyPairSync } from 'node:crypto'
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import { Provider, type JWK } from 'oidc-provider'
import { redirectUrl } from '../../../../server/domains/security/single-sign-on/oidc-client'

/** What a real provider knows of the person who signs in at it. */
export interface Account {
  sub: string
  email?: string
  email_verified?: boolean
  name?: string
  /** How the person was recognised. */
  amr?: string[]
}

/** A provider (oidc-provider) that listens on this machine and signs in whoever is `account` without a word. */
export interface RealProvider {
  issuer: string
  clientId: string
  clientSecret: string
  account: Account
  /** Makes the next sign-in end with the person saying no. */
  declines: boolean
  stop: () => void
}

const clientId = 'guest-center'
const clientSecret = 'a secret of the tests that is long enough for everybody'

const signingKey = { ...generateKeyPairSync('rsa', { modulusLength: 2048 }).privateKey.export({ format: 'jwk' }), alg: 'RS256', use: 'sig' }

function providerOf(issuer: string, redirectUris: string[], person: { account: Account }): Provider {
  return new Provider(issuer, {
    clients: [{ client_id: clientId, client_secret: clientSecret, redirect_uris: redirectUris }],
    jwks: { keys: [signingKey as JWK] },
    cookies: { keys: ['the cookies of the tests'] },
    claims: { openid: ['sub', 'amr'], email: ['email', 'email_verified'], profile: ['name'] },
    features: { devInteractions: { enabled: false } },
    findAccount: (_, id) => ({ accountId: id, claims: () => ({ ...person.account, sub: id }) }),
    interactions: { url: (_, { uid }) => `/interaction/${uid}` },
    pkce: { required: () => true },
    renderError: (ctx, { error }) => {
      ctx.body = error
    },
  })
}

async function interact(provider: Provider, real: RealProvider, request: IncomingMessage, answer: ServerResponse): Promise<void> {
  const { prompt, session } = await provider.interactionDetails(request, answer)
  if (real.declines) return provider.interactionFinished(request, answer, { error: 'access_denied' })
  if (prompt.name === 'login') {
    const { sub: accountId, amr } = real.account
    return provider.interactionFinished(request, answer, { login: { accountId, ...(amr && { amr }) } })
  }
  const grant = new provider.Grant({ accountId: session?.accountId ?? '', clientId })
  grant.addOIDCScope('openid email profile')
  const consent = { grantId: await grant.save() }
  return provider.interactionFinished(request, answer, { consent }, { mergeWithLastSubmission: true })
}

/** Starts a provider that knows the product as the client of these organizations. */
export async function startRealProvider(organizationIds: string[], account: Account): Promise<RealProvider> {
  const server = createServer()
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const issuer = `http://127.0.0.1:${(server.address() as AddressInfo).port}`
  const real: RealProvider = { issuer, clientId, clientSecret, account, declines: false, stop: () => server.close() }
  const provider = providerOf(issuer, organizationIds.map(redirectUrl), real)
  const answerAll = provider.callback()
  server.on('request', (request: IncomingMessage, answer: ServerResponse) => {
    if (request.url?.startsWith('/interaction/'))
      void interact(provider, real, request, answer).catch((error: unknown) => answer.writeHead(500).end(String(error)))
    else void answerAll(request, answer)
  })
  return real
}

/** A browser that keeps the cookies of one site and follows it until it is sent back to us. */
export async function walkThrough(start: string): Promise<URL> {
  const jar = new Map<string, string>()
  const { origin } = new URL(start)
  for (let at = new URL(start), step = 0; step < 12; step++) {
    const cookie = [...jar].map(([name, value]) => `${name}=${value}`).join('; ')
    const answer = await fetch(at, { redirect: 'manual', headers: { cookie } })
    for (const line of answer.headers.getSetCookie()) {
      const [pair = ''] = line.split(';')
      jar.set(pair.slice(0, pair.indexOf('=')), pair.slice(pair.indexOf('=') + 1))
    }
    const location = answer.headers.get('location')
    if (!location) throw new Error(`The provider stopped at ${at.pathname} with ${answer.status}: ${await answer.text()}`)
    at = new URL(location, at)
    if (at.origin !== origin) return at
  }
  throw new Error('The provider goes round in circles')
}

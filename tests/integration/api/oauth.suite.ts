import { createPublicKey, verify } from 'node:crypto'
import { describe, expect, it } from 'vitest'
import type { BuiltServer } from '../built-server'
import { dataFrom, post, sessionCookie } from '../http-client'

interface Token {
  access_token?: string
  error?: string
  scope?: string
}

const mutationOf = (type: string, field: string, shown: string) =>
  `mutation ($input: ${type}Input!) { made: ${field}(input: $input) { __typename ... on ${type}Success { ${shown} } } }`

/** The token endpoint and what is published beside it, as programs meet them. */
export function oauthEndpoints(server: () => BuiltServer): void {
  const [here, there] = [() => server().urls[0]!, () => server().urls[1]!]

  async function newClient() {
    const developer = await sessionCookie(here(), server().demo.users.developer)
    const { applications } = await dataFrom<{ applications: { id: string }[] }>(here(), developer, '{ applications { id } }')
    const shown = 'secret serviceClient { id oauthName }'
    const { made } = await dataFrom<{ made: { secret: string; serviceClient: { id: string; oauthName: string } } }>(
      here(),
      developer,
      mutationOf('CreateServiceClient', 'createServiceClient', shown),
      { input: { applicationId: applications[0]!.id, scopes: ['appointment:read', 'gate:read'] } },
    )
    const { id, oauthName: clientId } = made.serviceClient
    const revoke = () =>
      dataFrom(here(), developer, mutationOf('RevokeServiceClient', 'revokeServiceClient', 'serviceClient { id }'), {
        input: { serviceClientId: id },
      })
    return { clientId, secret: made.secret, revoke }
  }

  async function ask(form: Record<string, string> | string, headers: Record<string, string> = {}) {
    const body = typeof form === 'string' ? form : new URLSearchParams(form).toString()
    const type = { 'content-type': 'application/x-www-form-urlencoded' }
    const response = await fetch(`${here()}/oauth/token`, { method: 'POST', headers: { ...type, ...headers }, body })
    return { status: response.status, headers: response.headers, token: (await response.json()) as Token }
  }
  const grant = { grant_type: 'client_credentials' }
  const basic = (id: string, secret: string) => ({ authorization: `Basic ${Buffer.from(`${id}:${secret}`).toString('base64')}` })

  describe('the token endpoint', () => {
    it('takes a client’s secret by Basic and in the form, and its token opens GraphQL at every process until it is revoked', async () => {
      const { clientId, secret, revoke } = await newClient()
      const byHeader = await ask(grant, basic(clientId, secret))
      expect([byHeader.status, byHeader.headers.get('cache-control')]).toEqual([200, 'no-store'])
      const byForm = await ask({ ...grant, client_id: clientId, client_secret: secret, scope: 'gate:read' })
      expect(byForm.token).toMatchObject({ token_type: 'Bearer', expires_in: 900, scope: 'gate:read' })
      const caller = { token: byHeader.token.access_token ?? '' }
      const viewer = '{ viewer { permissions } }'
      for (const url of [here(), there()])
        expect(await dataFrom(url, caller, viewer)).toEqual({ viewer: { permissions: ['appointment:read', 'gate:read'] } })
      expect(await dataFrom(there(), { token: byForm.token.access_token ?? '' }, viewer)).toEqual({
        viewer: { permissions: ['gate:read'] },
      })
      await revoke()
      const started = performance.now()
      while ((await post(there(), caller, viewer)).data?.viewer && performance.now() - started < 5_000);
      expect(performance.now() - started).toBeLessThan(1_000)
      expect(await ask(grant, basic(clientId, secret))).toMatchObject({ status: 401, token: { error: 'invalid_client' } })
    })

    it('refuses what the specification refuses', async () => {
      const { clientId, secret } = await newClient()
      const own = { client_id: clientId, client_secret: secret }
      const refused = await ask({ ...grant, ...own, client_secret: 'wrong' })
      expect([refused.status, refused.token, refused.headers.get('www-authenticate')]).toEqual([
        401,
        { error: 'invalid_client' },
        'Basic realm="oauth"',
      ])
      expect(await ask({ ...grant, ...own }, basic(clientId, secret))).toMatchObject({ status: 400, token: { error: 'invalid_request' } })
      expect(await ask(own)).toMatchObject({ status: 400, token: { error: 'invalid_request' } })
      expect(await ask({ ...own, grant_type: 'authorization_code' })).toMatchObject({ token: { error: 'unsupported_grant_type' } })
      expect(await ask({ ...grant, ...own, scope: 'user:manage' })).toMatchObject({ token: { error: 'invalid_scope' } })
      const twice = `grant_type=client_credentials&grant_type=client_credentials&${new URLSearchParams(own)}`
      expect(await ask(twice)).toMatchObject({ status: 400, token: { error: 'invalid_request' } })
      expect(await ask('{}', { 'content-type': 'application/json' })).toMatchObject({ status: 400, token: { error: 'invalid_request' } })
      expect((await fetch(`${here()}/oauth/token?${new URLSearchParams({ ...grant, ...own })}`)).status).not.toBe(200)
    })

    it('publishes where it is and the keys that prove its tokens', async () => {
      const { clientId, secret } = await newClient()
      const { token } = await ask(grant, basic(clientId, secret))
      const metadata = (await (await fetch(`${here()}/.well-known/oauth-authorization-server`)).json()) as Record<string, unknown>
      expect(metadata).toMatchObject({ grant_types_supported: ['client_credentials'], response_types_supported: [] })
      expect(new URL(String(metadata.token_endpoint)).pathname).toBe('/oauth/token')
      const { pathname } = new URL(String(metadata.jwks_uri))
      const { keys } = (await (await fetch(`${there()}${pathname}`)).json()) as {
        keys: { kid: string; n: string; e: string; kty: string }[]
      }
      const [head = '', body = '', signature = ''] = (token.access_token ?? '').split('.')
      const { kid } = JSON.parse(Buffer.from(head, 'base64url').toString()) as { kid: string }
      const jwk = keys.find((key) => key.kid === kid)
      const key = createPublicKey({ key: { kty: 'RSA', n: jwk?.n ?? '', e: jwk?.e ?? '' }, format: 'jwk' })
      expect(verify('sha256', Buffer.from(`${head}.${body}`), key, Buffer.from(signature, 'base64url'))).toBe(true)
      expect(JSON.stringify(keys)).not.toMatch(/"(d|p|q|dp|dq|qi)":/)
    })
  })
}

import { createHmac, createPublicKey, generateKeyPairSync, type KeyObject } from 'node:crypto'
import { decodeJwt, decodeProtectedHeader, SignJWT } from 'jose'
import { beforeAll, describe, expect, it } from 'vitest'
import type { Ctx } from '../../../server/core/ctx'
import { newId } from '../../../server/core/ids'
import { audience, issuer, signAccessToken } from '../../../server/domains/security/access-token'
import { publishedKeys, rotateTokenKeys, tokenSigner } from '../../../server/domains/security/token-keys'
import { authenticate } from '../../../server/domains/security/use-cases/authenticate'
import { issueAccessToken, type IssuedToken, type TokenRequest } from '../../../server/domains/security/use-cases/issue-access-token'
import { prisma } from '../../../server/infra/db'
import { createOrganization, type TestOrganization } from '../../setup/organization'
import { asApiKey, asDeveloper, asHost, asOperator, asOrgAdmin } from '../../setup/principals'
import { call, dataOf, gid } from '../api/graphql-call'

let org: TestOrganization
let theirs: TestOrganization
beforeAll(async () => {
  org = await createOrganization()
  theirs = await createOrganization()
})

interface Result {
  __typename: string
  application?: { id: string }
  secret?: string | null
  serviceClient?: { id: string; oauthName: string; scopes: string[] }
}
const failures = '... on ValidationFailed { fields { message } } ... on UserError { code path }'
const documentOf = (field: string, shown: string) => {
  const type = field[0]?.toUpperCase() + field.slice(1)
  return `mutation ($input: ${type}Input!) { result: ${field}(input: $input) { __typename ... on ${type}Success { ${shown} } ${failures} } }`
}
const documents = {
  createApplication: documentOf('createApplication', 'application { id }'),
  updateApplication: documentOf('updateApplication', 'application { id }'),
  createServiceClient: documentOf('createServiceClient', 'secret serviceClient { id oauthName scopes }'),
  revokeServiceClient: documentOf('revokeServiceClient', 'serviceClient { id }'),
}
const send = async (ctx: Ctx, what: keyof typeof documents, input: object) =>
  (await dataOf<{ result: Result }>(ctx, documents[what], { input })).result

const application = async (at: TestOrganization) =>
  (await send(asOrgAdmin(at), 'createApplication', { name: 'ERP', scopes: ['appointment:read', 'pass:read'] })).application?.id ?? ''

interface Client {
  id: string
  clientId: string
  clientSecret: string
  applicationId: string
}

async function client(at: TestOrganization, scopes = ['appointment:read', 'pass:read']): Promise<Client> {
  const applicationId = await application(at)
  const { secret, serviceClient } = await send(asDeveloper(at), 'createServiceClient', { applicationId, scopes })
  if (!secret || !serviceClient) throw new Error('The client was not made')
  return { id: serviceClient.id, clientId: serviceClient.oauthName, clientSecret: secret, applicationId }
}

const ask = (who: Pick<Client, 'clientId' | 'clientSecret'>, more: Partial<TokenRequest> = {}) =>
  issueAccessToken({ grantType: 'client_credentials', scope: undefined, address: null, ...who, ...more })

async function token(who: Client, more: Partial<TokenRequest> = {}): Promise<string> {
  const issued = await ask(who, more)
  if ('error' in issued) throw new Error(issued.error)
  return issued.access_token
}

const principalOf = (text: string, now?: Date) => authenticate({ authorization: `Bearer ${text}` }, now)
const lets = async (text: string, now?: Date) => (await principalOf(text, now)).actor.type === 'key'
const traces = (action: string, id: string) => prisma.auditLog.findMany({ where: { action, entityId: id } })

describe('a service client', () => {
  it('gets a token of a quarter of an hour that does what the client may', async () => {
    const who = await client(org)
    const issued = (await ask(who)) as IssuedToken
    expect(issued).toMatchObject({ token_type: 'Bearer', expires_in: 900, scope: 'appointment:read pass:read' })
    expect(decodeProtectedHeader(issued.access_token)).toMatchObject({ alg: 'RS256', typ: 'at+jwt' })
    const claims = decodeJwt(issued.access_token)
    expect(claims).toMatchObject({ iss: issuer, aud: audience, sub: who.clientId, client_id: who.clientId, org: org.id })
    expect((claims.exp ?? 0) - (claims.iat ?? 0)).toBe(900)
    expect(await principalOf(issued.access_token)).toMatchObject({
      actor: { type: 'key', id: who.clientId },
      organizationId: org.id,
      permissions: new Set(['appointment:read', 'pass:read']),
    })
    expect(await principalOf(await token(who, { scope: 'pass:read' }))).toMatchObject({ permissions: new Set(['pass:read']) })
    expect(await traces('service_client.create', who.clientId)).toMatchObject([{ actorId: org.developer.id }])
    await expect.poll(async () => (await prisma.serviceClient.findUniqueOrThrow({ where: { id: who.clientId } })).lastUsedAt).not.toBeNull()
    expect(JSON.stringify(await prisma.serviceClient.findUnique({ where: { id: who.clientId } }))).not.toContain(who.clientSecret)
  })

  it('gets none for a wrong secret, another grant, a scope that it does not hold, or when it is unknown', async () => {
    const [who, other] = [await client(org), await client(theirs)]
    expect(await ask({ ...who, clientSecret: other.clientSecret })).toEqual({ error: 'invalid_client' })
    expect(await ask({ ...who, clientSecret: `${who.clientSecret}x` })).toEqual({ error: 'invalid_client' })
    expect(await ask({ ...who, clientId: newId() })).toEqual({ error: 'invalid_client' })
    expect(await ask({ ...who, clientId: 'x' })).toEqual({ error: 'invalid_client' })
    expect(await ask(who, { clientSecret: undefined })).toEqual({ error: 'invalid_client' })
    expect(await ask(who, { grantType: 'password' })).toEqual({ error: 'unsupported_grant_type' })
    expect(await ask(who, { grantType: undefined })).toEqual({ error: 'invalid_request' })
    expect(await ask(who, { scope: 'pass:read scan:admit' })).toEqual({ error: 'invalid_scope' })
  })

  it('has to wait after twenty wrong secrets from an address, and after sixty tokens in a minute', async () => {
    const [who, address] = [await client(org), `198.51.100.${Math.floor(Math.random() * 250)}`]
    const wrong = { ...who, clientSecret: 'wrong' }
    for (let count = 0; count < 20; count++) expect(await ask(wrong, { address })).toEqual({ error: 'invalid_client' })
    expect(await ask(who, { address })).toMatchObject({ error: 'too_many_requests' })
    expect(await ask(who, { address: '203.0.113.77' })).toMatchObject({ expires_in: 900 })
    const answers = await Promise.all(Array.from({ length: 70 }, () => ask(who, { address: '203.0.113.77' })))
    expect(answers.filter((answer) => 'error' in answer).length).toBe(11)
  })

  it('and its tokens are out at once when it is revoked, with one trace', async () => {
    const who = await client(org)
    const text = await token(who)
    expect(await lets(text)).toBe(true)
    const answers = await Promise.all(
      Array.from({ length: 4 }, () => send(asDeveloper(org), 'revokeServiceClient', { serviceClientId: who.id })),
    )
    expect(answers.filter(({ __typename }) => __typename === 'RevokeServiceClientSuccess')).toHaveLength(1)
    expect([await lets(text), await ask(who)]).toEqual([false, { error: 'invalid_client' }])
    expect(await traces('service_client.revoke', who.clientId)).toHaveLength(1)
  })

  it('loses at once what its application may no longer, also in tokens that it has', async () => {
    const who = await client(org)
    const text = await token(who)
    expect((await principalOf(text)).permissions).toEqual(new Set(['appointment:read', 'pass:read']))
    await send(asDeveloper(org), 'updateApplication', { applicationId: who.applicationId, name: 'ERP', scopes: ['pass:read'] })
    expect((await principalOf(text)).permissions).toEqual(new Set(['pass:read']))
    expect(await ask(who, { scope: 'appointment:read' })).toEqual({ error: 'invalid_scope' })
  })

  it('is made of what its application is allowed, once by one idempotency key', async () => {
    const applicationId = await application(org)
    const make = (more: object) => send(asOrgAdmin(org), 'createServiceClient', { applicationId, scopes: ['pass:read'], ...more })
    expect(await make({ scopes: ['scan:admit'] })).toMatchObject({ __typename: 'ValidationFailed' })
    expect(await make({ scopes: [] })).toMatchObject({ __typename: 'ValidationFailed' })
    for (const id of [await application(theirs), gid('Application', newId())])
      expect(await make({ applicationId: id })).toMatchObject({ __typename: 'NotFound' })
    const answers = await Promise.all(Array.from({ length: 4 }, () => make({ idempotencyKey: `once-${applicationId}` })))
    expect(new Set(answers.map(({ serviceClient }) => serviceClient?.id)).size).toBe(1)
    expect(answers.filter(({ secret }) => secret)).toHaveLength(1)
  })

  it('is for those alone who manage applications, and never one of another organization', async () => {
    const [who, foreign] = [await client(org), await client(theirs)]
    for (const ctx of [asOperator(org), asHost(org), await asApiKey(org)])
      expect((await call(ctx, documents.revokeServiceClient, { input: { serviceClientId: who.id } })).errors).toMatchObject([
        { extensions: { code: 'FORBIDDEN' } },
      ])
    expect(await send(asDeveloper(org), 'revokeServiceClient', { serviceClientId: foreign.id })).toMatchObject({ __typename: 'NotFound' })
    expect(await lets(await token(foreign))).toBe(true)
  })
})

describe('a token that is refused', () => {
  /** A token as the product makes it, with something else about it. */
  async function forged(who: Client, change: { header?: object; claims?: object; key?: KeyObject | Uint8Array } = {}): Promise<string> {
    const { id, privateKey } = await tokenSigner(new Date())
    const iat = Math.floor(Date.now() / 1_000)
    const claims = { client_id: who.clientId, org: org.id, scope: 'pass:read', iss: issuer, aud: audience, sub: who.clientId }
    return new SignJWT({ ...claims, jti: newId(), iat, exp: iat + 900, ...change.claims })
      .setProtectedHeader({ alg: 'RS256', typ: 'at+jwt', kid: id, ...change.header })
      .sign(change.key ?? privateKey)
  }
  const part = (value: object) => Buffer.from(JSON.stringify(value)).toString('base64url')

  it('is right before anything of it is changed', async () => {
    expect(await lets(await forged(await client(org)))).toBe(true)
  })

  it('has no signature, whatever it is called, or one by the public key taken for a secret', async () => {
    const text = await token(await client(org))
    const [head = '', body = ''] = text.split('.')
    const { kid } = decodeProtectedHeader(text)
    for (const alg of ['none', 'None', 'NONE', 'nOnE'])
      for (const signature of ['', 'AAAA']) expect(await lets(`${part({ alg, typ: 'at+jwt', kid })}.${body}.${signature}`)).toBe(false)
    const { keys } = await publishedKeys()
    const jwk = keys.find((one) => one.kid === kid)
    const secrets = [
      createPublicKey({ key: jwk!, format: 'jwk' }).export({ format: 'pem', type: 'spki' }),
      createPublicKey({ key: jwk!, format: 'jwk' }).export({ format: 'der', type: 'spki' }),
      JSON.stringify(jwk),
    ]
    for (const secret of secrets) {
      const signed = `${part({ alg: 'HS256', typ: 'at+jwt', kid })}.${body}`
      expect(await lets(`${signed}.${createHmac('sha256', secret).update(signed).digest('base64url')}`)).toBe(false)
    }
    expect(await lets(`${head}.${body}.`)).toBe(false)
  })

  it('is signed by another key under ours’ name, or brings its key along', async () => {
    const who = await client(org)
    const { privateKey, publicKey } = generateKeyPairSync('rsa', { modulusLength: 2_048 })
    const jwk = publicKey.export({ format: 'jwk' })
    for (const header of [{}, { kid: newId() }, { kid: undefined }, { jwk }, { jku: 'https://attacker.example/jwks.json' }])
      expect(await lets(await forged(who, { key: privateKey, header })), JSON.stringify(header)).toBe(false)
    expect(await lets(await forged(who, { header: { alg: 'PS256' } }))).toBe(false)
    expect(await lets(await forged(who, { header: { alg: 'RS512' } }))).toBe(false)
  })

  it('is for somebody else, from somebody else, of another type, or says nothing of who it is', async () => {
    const who = await client(org)
    const wrong = [
      { claims: { aud: 'https://other.example/graphql' } },
      { claims: { aud: undefined } },
      { claims: { iss: 'https://other.example' } },
      { claims: { iss: `${issuer}/` } },
      { claims: { sub: newId() } },
      { claims: { client_id: undefined } },
      { claims: { exp: undefined } },
      { claims: { jti: undefined } },
      { header: { typ: 'JWT' } },
      { header: { typ: undefined } },
    ]
    for (const change of wrong) expect(await lets(await forged(who, change)), JSON.stringify(change)).toBe(false)
  })

  it('is a second too old, not yet valid, or of a longer life than tokens have', async () => {
    const who = await client(org)
    const now = new Date()
    const about = { clientId: who.clientId, organizationId: org.id, scopes: ['pass:read'] }
    const seconds = Math.floor(now.getTime() / 1_000)
    const [early, late] = [await signAccessToken(about, now), await signAccessToken(about, now)]
    expect(await lets(early, new Date((seconds + 899) * 1_000))).toBe(true)
    expect(await lets(late, new Date((seconds + 900) * 1_000))).toBe(false)
    expect(await lets(await forged(who, { claims: { nbf: seconds + 60 } }))).toBe(false)
    expect(await lets(await forged(who, { claims: { iat: seconds - 901, exp: seconds + 900 } }))).toBe(false)
    expect(await lets(await forged(who, { claims: { iat: seconds + 60, exp: seconds + 900 } }))).toBe(false)
  })

  it('names the organization of another client, or scopes that its client does not hold', async () => {
    const [who, foreign] = [await client(org, ['pass:read']), await client(theirs)]
    expect(await lets(await forged(foreign))).toBe(false)
    expect(await lets(await forged(who, { claims: { org: theirs.id } }))).toBe(false)
    const wider = await forged(who, { claims: { scope: 'pass:read appointment:read user:manage platform:manage' } })
    expect((await principalOf(wider)).permissions).toEqual(new Set(['pass:read']))
  })

  it('is cut, extended or changed in any place', async () => {
    const text = await token(await client(org))
    const signature = text.lastIndexOf('.')
    const places = [20, signature - 40, signature + 20, signature + 100]
    const swapped = places.map((place) => text.slice(0, place) + (text[place] === 'A' ? 'B' : 'A') + text.slice(place + 1))
    for (const wrong of [...swapped, text.slice(0, -4), `${text}AAAA`, `${text}.x`, text.replaceAll('.', '..'), `eyJ${'A'.repeat(5_000)}`])
      expect(await lets(wrong)).toBe(false)
  })
})

describe('the keys that sign', () => {
  it('are replaced after a month, the new one signs when everybody knows it, and old tokens go on', async () => {
    const who = await client(org)
    const before = await token(who)
    const first = decodeProtectedHeader(before).kid
    const monthAgo = new Date(Date.now() - 31 * 86_400_000)
    await prisma.tokenSigningKey.updateMany({ data: { createdAt: monthAgo } })
    expect(await rotateTokenKeys()).toBe(1)
    expect(await rotateTokenKeys()).toBe(0)
    expect((await publishedKeys()).keys.map(({ kid }) => kid)).toContain(first)
    expect((await publishedKeys()).keys).toHaveLength(2)
    for (const key of (await publishedKeys()).keys) expect(key).toMatchObject({ kty: 'RSA', use: 'sig', alg: 'RS256' })
    for (const key of (await publishedKeys()).keys) expect(Object.keys(key)).not.toContain('d')
    expect(decodeProtectedHeader(await token(who)).kid).toBe(first)
    const soon = new Date(Date.now() + 11 * 60_000)
    const issued = (await issueAccessToken(
      { ...who, grantType: 'client_credentials', scope: undefined, address: null },
      soon,
    )) as IssuedToken
    expect(decodeProtectedHeader(issued.access_token).kid).not.toBe(first)
    expect(await lets(before)).toBe(true)
  })
})

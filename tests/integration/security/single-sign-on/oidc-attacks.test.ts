import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { secretsOf } from '../../../../server/domains/security/single-sign-on/attempt-secrets'
import { prisma } from '../../../../server/infra/db'
import { createOrganization, createUser, type TestOrganization, type TestUser } from '../../../setup/organization'
import { asAnonymous } from '../../../setup/principals'
import { startForger, type Forger, type Forgery } from './forger'
import { startRealProvider, walkThrough, type RealProvider } from './real-provider'
import { begin, comeBack, connect, ownDomain, refusals, whoCameIn } from './set-up'

const [expired, refused] = [
  { kind: 'refused', why: 'expired' },
  { kind: 'refused', why: 'refused' },
]

let org: TestOrganization
let other: TestOrganization
let member: TestUser
let real: RealProvider
let forger: Forger
let honest: Record<string, unknown>

beforeAll(async () => {
  org = await createOrganization()
  other = await createOrganization()
  const domain = await ownDomain(org)
  member = await createUser(org.id, 'Operator')
  await prisma.user.update({ where: { id: member.id }, data: { email: `member@${domain}` } })
  honest = { email: `member@${domain}`, email_verified: true }
  real = await startRealProvider([org.id, other.id], { sub: 'subject', ...honest })
  forger = await startForger()
})

afterAll(() => {
  real.stop()
  forger.stop()
})

describe('what a browser brings back from a real provider', () => {
  async function answered() {
    await connect(org, real)
    const { url, token } = await begin(org)
    return { token, query: (await walkThrough(url)).searchParams, url: new URL(url) }
  }
  const changed = (query: URLSearchParams, name: string, value: string | null) => {
    const copy = new URLSearchParams(query)
    if (value === null) copy.delete(name)
    else copy.set(name, value)
    return copy
  }

  it('opens one session when it comes twice, one after the other and at once', async () => {
    const { token, query } = await answered()
    const all = await Promise.all(Array.from({ length: 5 }, () => comeBack(org, token, query)))
    expect(all.filter(({ kind }) => kind === 'opened')).toHaveLength(1)
    expect(await comeBack(org, token, query)).toEqual(expired)
  })

  it('opens nothing in another browser, or in one without the cookie: nobody is made to sign in as somebody else', async () => {
    const { query, token } = await answered()
    const elsewhere = await begin(org)
    expect(await comeBack(org, undefined, query)).toEqual(expired)
    expect(await comeBack(org, elsewhere.token, query)).toEqual(refused)
    expect(await comeBack(org, `${token}0`, query)).toEqual(expired)
    expect(await comeBack(org, 'x'.repeat(5_000), query)).toEqual(expired)
  })

  it.each([
    ['another state', (query: URLSearchParams) => changed(query, 'state', 'x')],
    ['no state', (query: URLSearchParams) => changed(query, 'state', null)],
    ['another issuer', (query: URLSearchParams) => changed(query, 'iss', 'https://evil.example')],
    ['no issuer', (query: URLSearchParams) => changed(query, 'iss', null)],
    ['another code', (query: URLSearchParams) => changed(query, 'code', 'x')],
    ['no code', (query: URLSearchParams) => changed(query, 'code', null)],
    ['two codes', (query: URLSearchParams) => new URLSearchParams(`${query.toString()}&code=x`)],
    ['an error that is made up', (query: URLSearchParams) => changed(query, 'error', '<script>alert(1)</script>')],
  ])('opens nothing with %s', async (_, tamper) => {
    const { token, query } = await answered()
    expect(await comeBack(org, token, tamper(query))).toEqual(refused)
    expect(await comeBack(org, token, query), 'the same answer, put right').toEqual(expired)
  })

  it('opens nothing with a code that was used before: of the same browser, and of another', async () => {
    const { token, query } = await answered()
    await whoCameIn(await comeBack(org, token, query))
    const second = await begin(org)
    const stolen = changed(query, 'state', secretsOf(second.token).state)
    expect(await comeBack(org, second.token, stolen)).toEqual(refused)
  })

  it('opens nothing with a code that another browser got: it does not know the verifier', async () => {
    const [victim, thief] = [await answered(), await begin(org)]
    const stolen = changed(victim.query, 'state', secretsOf(thief.token).state)
    expect(await comeBack(org, thief.token, stolen)).toEqual(refused)
  })

  it('opens nothing where it was begun with another organization, though the provider is the same', async () => {
    await connect(other, real)
    const { token, query } = await answered()
    expect(await comeBack(other, token, query)).toEqual(expired)
    const theirs = await begin(other)
    expect(await comeBack(org, theirs.token, (await walkThrough(theirs.url)).searchParams)).toEqual(expired)
  })

  it('opens nothing ten minutes later, nor after the provider was changed', async () => {
    const late = await answered()
    expect(await comeBack(org, late.token, late.query, asAnonymous({ now: () => new Date(Date.now() + 600_001) }))).toEqual(expired)
    const { token, query } = await answered()
    await prisma.identityProvider.update({ where: { organizationId: org.id }, data: { updatedAt: new Date(Date.now() + 5) } })
    expect(await comeBack(org, token, query)).toEqual(expired)
  })

  it('is asked for with PKCE, state and nonce, at an address that the provider holds against others', async () => {
    const { url } = await answered()
    expect(url.searchParams.get('code_challenge_method')).toBe('S256')
    for (const name of ['state', 'nonce', 'code_challenge']) expect(url.searchParams.get(name)).toMatch(/^[\w-]{43}$/)
    url.searchParams.set('redirect_uri', 'https://evil.example/')
    await expect(walkThrough(url.href)).rejects.toThrow('400')
  })
})

describe('a provider that forges', () => {
  const now = () => Math.floor(Date.now() / 1_000)

  /** A sign-in at the forger. */
  async function signIn(forgery: Forgery, more: Record<string, string> = {}) {
    forger.forgery = { ...forgery, claims: { ...honest, ...forgery.claims } }
    await connect(org, forger)
    const { url, token } = await begin(org)
    return comeBack(org, token, forger.back(url, more))
  }

  it('gets through when it does everything right: what follows is refused for what is wrong with it', async () => {
    expect((await whoCameIn(await signIn({}))).actor).toMatchObject({ id: member.id })
    expect(forger.asked.at(-1)?.get('code_verifier')).toMatch(/^[\w-]{43}$/)
  })

  it.each<[string, Forgery]>([
    ['another issuer', { claims: { iss: 'https://evil.example' } }],
    ['another audience', { claims: { aud: 'somebody-else' } }],
    ['several audiences and another party', { claims: { aud: ['guest-center', 'somebody-else'], azp: 'somebody-else' } }],
    ['another nonce', { claims: { nonce: 'x' } }],
    ['no nonce', { claims: { nonce: undefined } }],
    ['no expiry', { claims: { exp: undefined } }],
    ['no time', { claims: { iat: undefined } }],
    ['no subject', { claims: { sub: undefined } }],
    ['an empty subject', { claims: { sub: '' } }],
    ['a subject that is a list', { claims: { sub: ['subject'] } }],
    ['a subject without end', { claims: { sub: 'x'.repeat(5_000) } }],
    ['no signature (alg none)', { header: { alg: 'none' }, signedBy: 'nobody' }],
    ['a signature that was cut off', { signedBy: 'nobody' }],
    ['the signature of a key that is not published', { signedBy: 'stranger' }],
    ['the public key as a shared secret (HS256)', { header: { alg: 'HS256' }, signedBy: 'public-key-as-secret' }],
    ['a key of its own in the header', { header: { jwk: {}, kid: 'x' }, signedBy: 'stranger' }],
    ['an extension that must be understood', { header: { crit: ['x'], x: 1 } }],
    ['no ID token', { tokenAnswer: { access_token: 'x', token_type: 'Bearer' } }],
    ['an answer that is an error', { tokenAnswer: { error: 'invalid_grant' } }],
    ['user information of somebody else', { claims: { email: undefined }, userinfo: { sub: 'other', email: 'x@y.example' } }],
  ])('is refused with %s', async (_, forgery) => {
    expect(await signIn(forgery)).toEqual(refused)
  })

  it('is refused with a token that expired, a little after the clocks of both could differ', async () => {
    expect(await signIn({ claims: { exp: now() - 31 } })).toEqual(refused)
    expect(await signIn({ claims: { nbf: now() + 60 } })).toEqual(refused)
  })

  it('is refused when it answers for another (mix-up)', async () => {
    expect(await signIn({}, { iss: real.issuer })).toEqual(refused)
  })

  it('is refused when it calls itself otherwise than it was set up, and nobody is sent there', async () => {
    forger.forgery = { issuer: 'https://login.example.com' }
    await connect(org, forger, { updatedAt: new Date(Date.now() + 10) })
    await expect(begin(org)).rejects.toThrow('unavailable')
  })
})

it('whoever is refused finds nothing of why in the answer; the administrators do', async () => {
  const problems = new Set((await refusals(org)).map((details) => (details as { problem: string }).problem))
  expect([...problems].sort()).toEqual(['INVALID_ANSWER', 'REFUSED'])
})

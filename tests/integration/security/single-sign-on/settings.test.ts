import { Resolver } from 'node:dns/promises'
import { hash } from '@node-rs/argon2'
import { afterEach, describe, expect, it, vi } from 'vitest'
import type { Ctx } from '../../../../server/core/ctx'
import { isFailure } from '../../../../server/core/errors'
import { builtInRoles } from '../../../../server/core/permissions'
import { signIn } from '../../../../server/domains/security/use-cases/sign-in'
import { testIdentityProvider } from '../../../../server/domains/security/use-cases/single-sign-on/test-identity-provider'
import { prisma } from '../../../../server/infra/db'
import { createOrganization, createUser, type TestOrganization, type TestUser } from '../../../setup/organization'
import { asAnonymous, asOperator } from '../../../setup/principals'
import { call, dataOf, gid } from '../../api/graphql-call'
import { inSession, send } from '../sessions-of-people'
import { startRealProvider, walkThrough, type RealProvider } from './real-provider'
import { comeBack, ownDomain, signInAt, whoCameIn } from './set-up'

const undo: (() => void)[] = []
afterEach(() => undo.splice(0).forEach((step) => step()))

const now = () => new Date()
const password = 'a password of the tests'

interface World {
  org: TestOrganization
  provider: RealProvider
  admin: Ctx
  member: TestUser
}

async function world(): Promise<World> {
  const org = await createOrganization()
  const domain = await ownDomain(org)
  const member = await createUser(org.id, 'Operator')
  await prisma.user.update({ where: { id: member.id }, data: { email: `member@${domain}`, passwordHash: await hash(password) } })
  const provider = await startRealProvider([org.id], { sub: 's', email: `member@${domain}`, email_verified: true })
  undo.push(provider.stop)
  return { org, provider, member: { ...member, email: `member@${domain}` }, admin: await inSession(org.orgAdmin, org.id, now) }
}

const wanted = ({ issuer, clientId, clientSecret }: RealProvider, more: object = {}) => ({
  name: 'Acme',
  protocol: 'OIDC',
  issuer,
  clientId,
  clientSecret,
  emailClaim: 'email',
  emailVerifiedClaim: 'email_verified',
  nameClaim: 'name',
  secondFactor: 'OURS',
  isEnabled: true,
  isRequired: false,
  ...more,
})
const set = (ctx: Ctx, input: object) => send(ctx, 'setIdentityProvider', input, 'provider { issuer isRequired hasPassedTest newRoleId }')
const memberId = async (org: TestOrganization, { id: userId }: TestUser) =>
  gid('Member', (await prisma.membership.findFirstOrThrow({ where: { organizationId: org.id, userId } })).id)

/** Takes a test to its end. @returns its steps */
async function test({ org, provider, admin }: World, account = provider.account): Promise<unknown> {
  const started = await testIdentityProvider(admin)
  if (isFailure(started)) throw new Error(started.code)
  if (started.attempt) {
    const before = provider.account
    provider.account = account
    const { searchParams } = await walkThrough(started.attempt.url)
    expect(await comeBack(org, started.attempt.token, searchParams, admin)).toEqual({ kind: 'tested' })
    provider.account = before
  }
  const look = '{ identityProvider { testSteps { step problem detail } } }'
  return (await dataOf<{ identityProvider: { testSteps: unknown } }>(admin, look)).identityProvider.testSteps
}

const remove = async (admin: Ctx) =>
  (
    await dataOf<{ result: unknown }>(
      admin,
      'mutation { result: removeIdentityProvider { __typename ... on RemoveIdentityProviderSuccess { issuer } } }',
    )
  ).result

describe('the provider of an organization', () => {
  it('is set up by an administrator who has proved lately who they are; its secret is sealed, and audited without it', async () => {
    const { org, provider, admin } = await world()
    const old = await inSession(org.orgAdmin, org.id, now, new Date(Date.now() - 3_600_000))
    expect(await set(old, wanted(provider))).toMatchObject({ __typename: 'ConfirmationRequired' })
    expect((await call(asOperator(org), '{ identityProvider { issuer } }')).errors).toMatchObject([{ extensions: { code: 'FORBIDDEN' } }])
    expect(await set(admin, wanted(provider, { clientSecret: null }))).toMatchObject({ path: ['input', 'clientSecret'] })
    expect(await set(admin, wanted(provider))).toMatchObject({ __typename: 'SetIdentityProviderSuccess' })
    const row = await prisma.identityProvider.findUniqueOrThrow({ where: { organizationId: org.id } })
    expect(Buffer.from(row.clientSecret ?? []).includes(provider.clientSecret)).toBe(false)
    expect(await set(admin, wanted(provider, { name: 'Other', clientSecret: null }))).toMatchObject({
      __typename: 'SetIdentityProviderSuccess',
    })
    expect((await whoCameIn(await signInAt(org))).organizationId).toBe(org.id)
    const rows = await prisma.auditLog.findMany({ where: { organizationId: org.id, action: 'identity_provider.change' } })
    expect(rows).toHaveLength(2)
    expect(JSON.stringify(rows)).not.toContain(provider.clientSecret)
  })

  it('does not get a secret that was kept for another, and gives no role that the administrator could not', async () => {
    const { provider, admin } = await world()
    await set(admin, wanted(provider))
    const elsewhere = wanted(provider, { issuer: 'https://evil.example', clientSecret: null })
    expect(await set(admin, elsewhere)).toMatchObject({ path: ['input', 'clientSecret'] })
    const foreign = await createOrganization()
    expect(await set(admin, wanted(provider, { newRoleId: gid('Role', builtInRoles.PlatformAdmin.id) }))).toMatchObject({
      __typename: 'NotFound',
    })
    const stranger = await memberId(foreign, foreign.orgAdmin)
    expect(await set(admin, wanted(provider, { breakGlassMemberId: stranger }))).toMatchObject({ __typename: 'NotFound' })
    expect(await set(admin, wanted(provider, { newRoleId: gid('Role', foreign.id) }))).toMatchObject({ __typename: 'NotFound' })
    const few = {
      ...admin,
      permissions: new Set(['organization:manage'] as const),
      db: admin.db,
      transaction: admin.transaction.bind(admin),
    }
    expect(await set(few as Ctx, wanted(provider)), 'who could not make an administrator').toMatchObject({
      __typename: 'ValidationFailed',
      path: ['input'],
    })
    for (const refused of [await remove(few as Ctx), await send(few as Ctx, 'removeEmailDomain', { domain: 'any.example' })])
      expect(refused).toMatchObject({ __typename: 'ValidationFailed' })
    expect(await set(admin, wanted(provider, { newRoleId: gid('Role', builtInRoles.Host.id) }))).toMatchObject({
      provider: { newRoleId: gid('Role', builtInRoles.Host.id) },
    })
  })

  it.each(['login.example.com', 'ftp://example.com', 'https://a:b@example.com', 'https://example.com/?x=1', 'javascript:alert(1)'])(
    'is not at %s',
    async (issuer) => {
      const { provider, admin } = await world()
      expect(await set(admin, wanted(provider, { issuer }))).toMatchObject({ path: ['input', 'issuer'] })
    },
  )

  it('is tested without signing anybody in, and every step says what it found', async () => {
    const here = await world()
    const { org, provider, admin, member } = here
    await set(admin, wanted(provider))
    const well = { problem: null, detail: null }
    expect(await test(here)).toEqual([
      { step: 'DISCOVERY', ...well },
      { step: 'SIGN_IN', ...well },
      { step: 'ADDRESS', ...well },
      { step: 'PERSON', problem: null, detail: 'LINK' },
    ])
    expect(await test(here, { ...provider.account, email_verified: false })).toMatchObject([{}, {}, { problem: 'EMAIL_UNVERIFIED' }, {}])
    provider.declines = true
    expect(await test(here)).toMatchObject([{}, { step: 'SIGN_IN', problem: 'REFUSED', detail: 'access_denied' }])
    await set(admin, wanted(provider, { issuer: 'http://127.0.0.1:1' }))
    expect(await test(here)).toMatchObject([{ step: 'DISCOVERY', problem: 'UNREACHABLE', detail: 'ECONNREFUSED' }])
    expect(await prisma.session.count({ where: { userId: member.id } })).toBe(0)
    expect(await prisma.externalIdentity.count({ where: { organizationId: org.id } })).toBe(0)
    expect(await prisma.auditLog.count({ where: { organizationId: org.id, action: 'identity_provider.test' } })).toBe(4)
  })

  it('is removed with every session that it opened', async () => {
    const { org, provider, admin } = await world()
    await set(admin, wanted(provider))
    const finished = await signInAt(org)
    await whoCameIn(finished)
    expect(await remove(admin)).toMatchObject({ issuer: provider.issuer })
    expect((await whoCameIn(finished)).actor.type).toBe('anonymous')
    expect(await remove(admin)).toMatchObject({ __typename: 'NotFound' })
  })
})

describe('a provider that is the only way in', () => {
  const switchTo = (ctx: Ctx, { id }: TestOrganization) => send(ctx, 'switchOrganization', { organizationId: gid('Organization', id) })
  const workplaces = async (ctx: Ctx) =>
    (await dataOf<{ viewer: { workplaces: { name: string }[] } }>(ctx, '{ viewer { workplaces { name } } }')).viewer.workplaces.map(
      ({ name }) => name,
    )
  const enter = ({ email }: { email: string }) => signIn(asAnonymous(), { email, password })

  it('takes a test that went well, and an administrator who can do without it', async () => {
    const here = await world()
    const { org, provider, admin } = here
    const only = { isRequired: true, breakGlassMemberId: await memberId(org, org.orgAdmin) }
    await set(admin, wanted(provider))
    expect(await set(admin, wanted(provider, { isRequired: true }))).toMatchObject({ path: ['input', 'breakGlassMemberId'] })
    expect(await set(admin, wanted(provider, only)), 'without means of their own').toMatchObject({ path: ['input', 'breakGlassMemberId'] })
    await prisma.user.update({ where: { id: org.orgAdmin.id }, data: { passwordHash: await hash(password) } })
    expect(await set(admin, wanted(provider, only))).toMatchObject({ path: ['input', 'isRequired'] })
    await test(here)
    expect(await set(admin, wanted(provider, { ...only, isEnabled: false }))).toMatchObject({ path: ['input', 'isRequired'] })
    expect(await set(admin, wanted(provider, { ...only, emailClaim: 'mail' }))).toMatchObject({ path: ['input', 'isRequired'] })
    const operator = { ...only, breakGlassMemberId: await memberId(org, org.operator) }
    expect(await set(admin, wanted(provider, operator))).toMatchObject({ path: ['input', 'breakGlassMemberId'] })
    expect(await set(admin, wanted(provider, only))).toMatchObject({ provider: { isRequired: true, hasPassedTest: true } })
  })

  it('refuses passwords and ends what they opened, but for that administrator, who leaves a trace', async () => {
    const here = await world()
    const { org, provider, admin, member } = here
    await prisma.user.update({ where: { id: org.orgAdmin.id }, data: { passwordHash: await hash(password) } })
    const before = await enter(member)
    if (isFailure(before)) throw new Error(before.code)
    await set(admin, wanted(provider))
    await test(here)
    await set(admin, wanted(provider, { isRequired: true, breakGlassMemberId: await memberId(org, org.orgAdmin) }))
    expect((await whoCameIn({ kind: 'opened', session: before, next: null })).actor.type).toBe('anonymous')
    expect(await enter(member)).toMatchObject({ failure: 'ProviderRequired' })
    expect(await signIn(asAnonymous(), { email: member.email, password: 'wrong' })).toMatchObject({ failure: 'InvalidCredentials' })
    expect((await whoCameIn(await signInAt(org))).actor).toMatchObject({ id: member.id })
    expect(await enter(org.orgAdmin)).toMatchObject({ expiresAt: expect.any(Date) })
    const rows = await prisma.auditLog.findMany({ where: { organizationId: org.id, action: 'session.break_glass' } })
    expect(rows).toMatchObject([{ actorId: org.orgAdmin.id }])
  })

  it('leaves a person their other organizations', async () => {
    const here = await world()
    const { org, provider, admin, member } = here
    const other = await createOrganization()
    const [organizationId, userId] = [other.id, member.id]
    await prisma.membership.create({ data: { id: other.id, organizationId, userId, name: 'M', createdAt: now(), acceptedAt: now() } })
    await prisma.userRole.create({ data: { id: other.id, organizationId, userId, roleId: builtInRoles.Host.id } })
    await prisma.user.update({ where: { id: org.orgAdmin.id }, data: { passwordHash: await hash(password) } })
    await set(admin, wanted(provider))
    await test(here)
    await set(admin, wanted(provider, { isRequired: true, breakGlassMemberId: await memberId(org, org.orgAdmin) }))
    const session = await enter(member)
    if (isFailure(session)) throw new Error(session.code)
    const ctx = await whoCameIn({ kind: 'opened', session, next: null })
    expect(ctx.organizationId).toBe(other.id)
    expect(await workplaces(ctx)).toEqual([other.name])
    expect(await switchTo(ctx, org)).toMatchObject({ __typename: 'NotFound' })
    const byProvider = await whoCameIn(await signInAt(org))
    expect(await workplaces(byProvider)).toEqual([org.name])
    expect(await switchTo(byProvider, other)).toMatchObject({ __typename: 'NotFound' })
  })
})

describe('a domain of e-mail addresses', () => {
  const add = (ctx: Ctx, domain: string) => send(ctx, 'addEmailDomain', { domain }, 'domain { domain verifiedAt recordName recordValue }')
  const verify = (ctx: Ctx, domain: string) => send(ctx, 'verifyEmailDomain', { domain }, 'domain { verifiedAt }')

  it('counts once its own records say whose it is, for one organization', async () => {
    const [one, two] = [await world(), await world()]
    const domain = `shared-${one.org.code}.example`
    const records = new Map<string, string[][]>()
    const asked = vi
      .spyOn(Resolver.prototype, 'resolveTxt')
      .mockImplementation(async (name) => records.get(name) ?? Promise.reject(new Error('ENOTFOUND')))
    undo.push(() => asked.mockRestore())
    const look = () => dataOf(asAnonymous(), `{ signInProvider(email: "x@${domain}") { name organizationCode isRequired } }`)
    await set(one.admin, wanted(one.provider))
    const { domain: made } = (await add(one.admin, ` ${domain.toUpperCase()} `)) as unknown as {
      domain: { recordName: string; recordValue: string }
    }
    const { domain: theirs } = (await add(two.admin, domain)) as unknown as { domain: { recordValue: string } }
    expect(made).toMatchObject({ domain, verifiedAt: null, recordName: `_guest-center.${domain}` })
    expect(theirs.recordValue).not.toBe(made.recordValue)
    expect(await verify(one.admin, domain)).toMatchObject({ __typename: 'ValidationFailed' })
    records.set(made.recordName, [['v=spf1'], [theirs.recordValue]])
    expect(await verify(one.admin, domain)).toMatchObject({ __typename: 'ValidationFailed' })
    expect(await look()).toEqual({ signInProvider: null })
    records.set(made.recordName, [[made.recordValue.slice(0, 20), made.recordValue.slice(20)], [theirs.recordValue]])
    expect(await verify(one.admin, domain)).toMatchObject({ domain: { verifiedAt: expect.any(String) } })
    expect(await verify(two.admin, domain)).toMatchObject({ __typename: 'ValidationFailed' })
    expect(await look()).toEqual({ signInProvider: { name: 'Acme', organizationCode: one.org.code, isRequired: false } })
    expect(await send(one.admin, 'removeEmailDomain', { domain }, 'domain')).toMatchObject({ domain })
    expect(await look()).toEqual({ signInProvider: null })
    expect(await verify(two.admin, domain)).toMatchObject({ domain: { verifiedAt: expect.any(String) } })
  })

  it.each([
    'localhost',
    'com',
    'a b.example',
    '*.example.com',
    'example..com',
    '-a.example',
    'a@b.example',
    '192.168.1.1',
    'x'.repeat(70) + '.example',
  ])('is not %s', async (domain) => {
    const { admin } = await world()
    expect(await add(admin, domain)).toMatchObject({ __typename: 'ValidationFailed', path: ['input', 'domain'] })
  })
})

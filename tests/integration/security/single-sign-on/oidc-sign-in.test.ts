import { afterEach, describe, expect, it } from 'vitest'
import { builtInRoles } from '../../../../server/core/permissions'
import { completeProviderSignIn } from '../../../../server/domains/security/use-cases/single-sign-on/complete-provider-sign-in'
import { prisma } from '../../../../server/infra/db'
import { createOrganization, createUser, type TestOrganization, type TestUser } from '../../../setup/organization'
import { asAnonymous } from '../../../setup/principals'
import { codeAt } from '../authenticator-code'
import { inSession, send } from '../sessions-of-people'
import { startRealProvider, walkThrough, type Account, type RealProvider } from './real-provider'
import { begin, comeBack, connect, ownDomain, refusals, signInAt, whoCameIn } from './set-up'

const undo: (() => void)[] = []
afterEach(() => undo.splice(0).forEach((step) => step()))

interface World {
  org: TestOrganization
  domain: string
  provider: RealProvider
  member: TestUser
}

/** An organization with a provider, and a member whose address is of its domain. */
async function world(settings: Parameters<typeof connect>[2] = {}, account: Partial<Account> = {}): Promise<World> {
  const org = await createOrganization()
  const domain = await ownDomain(org)
  const member = await withAddress(await createUser(org.id, 'Operator'), `Member@${domain}`.toLowerCase())
  const person = { sub: 'subject-1', email: `Member@${domain}`, email_verified: true, name: 'M. Ember', ...account }
  const provider = await startRealProvider([org.id], person)
  undo.push(provider.stop)
  await connect(org, provider, settings)
  return { org, domain, provider, member }
}

async function withAddress(user: TestUser, email: string): Promise<TestUser> {
  await prisma.user.update({ where: { id: user.id }, data: { email } })
  return { ...user, email }
}

const refused = { kind: 'refused', why: 'refused' }

describe('a sign-in by the organization’s provider', () => {
  it('ties a member at the first time, by the verified address, and finds them by the subject afterwards', async () => {
    const { org, provider, member } = await world()
    const ctx = await whoCameIn(await signInAt(org))
    expect([ctx.actor, ctx.organizationId, ctx.permissions.has('scan:admit')]).toMatchObject([
      { type: 'user', id: member.id },
      org.id,
      true,
    ])
    provider.account = { sub: 'subject-1', email: 'somebody.else@example.net', email_verified: false }
    expect((await whoCameIn(await signInAt(org))).actor).toMatchObject({ id: member.id })
    const rows = await prisma.auditLog.findMany({ where: { organizationId: org.id }, orderBy: { createdAt: 'asc' } })
    const opened = { action: 'session.open', actorId: member.id, details: { method: 'PROVIDER' } }
    expect(rows).toMatchObject([{ action: 'user.link_identity', actorId: member.id, entityId: member.id }, opened, opened])
    const notices = await prisma.accountNotice.findMany({ where: { userId: member.id } })
    expect(notices, 'is told by mail').toMatchObject([{ change: 'IDENTITY_LINKED' }])
    const sessions = await prisma.session.findMany({ where: { userId: member.id } })
    expect(sessions).toMatchObject([{ providerOrganizationId: org.id }, { providerOrganizationId: org.id }])
  })

  it('accepts an invitation that is open, and one of a suspended person not', async () => {
    const { org, member } = await world()
    const where = { organizationId_userId: { organizationId: org.id, userId: member.id } }
    await prisma.membership.update({ where, data: { acceptedAt: null, suspendedAt: new Date() } })
    expect(await signInAt(org)).toEqual(refused)
    await prisma.membership.update({ where, data: { suspendedAt: null } })
    expect((await whoCameIn(await signInAt(org))).actor).toMatchObject({ id: member.id })
    await prisma.membership.update({ where, data: { suspendedAt: new Date() } })
    expect(await signInAt(org)).toEqual(refused)
    expect(await refusals(org)).toEqual([{ problem: 'SUSPENDED' }, { problem: 'SUSPENDED' }])
  })

  it('opens a session that acts in this organization alone, and proves nothing of an account that others know too', async () => {
    const [{ org, member }, other] = [await world(), await createOrganization()]
    await prisma.membership.create({
      data: { id: other.id, organizationId: other.id, userId: member.id, name: 'M', createdAt: new Date(), acceptedAt: new Date() },
    })
    const ctx = await whoCameIn(await signInAt(org))
    expect(await send(ctx, 'startTotp', null)).toMatchObject({ __typename: 'ConfirmationRequired' })
    const finished = await signInAt(org)
    await prisma.session.updateMany({ where: { userId: member.id }, data: { organizationId: other.id } })
    expect((await whoCameIn(finished)).actor.type).toBe('anonymous')
  })

  it('makes nobody new unless the organization wants it, then with its role', async () => {
    const { org, provider, domain } = await world()
    provider.account = { sub: 'new', email: `new@${domain}`, email_verified: true, name: 'New Person' }
    expect(await signInAt(org)).toEqual(refused)
    await connect(org, provider, { newRoleId: builtInRoles.Host.id })
    const ctx = await whoCameIn(await signInAt(org))
    expect([ctx.organizationId, ctx.hostId !== null, ctx.ownPermissions.has('appointment:create')]).toEqual([org.id, true, true])
    const user = await prisma.user.findUniqueOrThrow({ where: { email: `new@${domain}` }, include: { memberships: true } })
    expect(user).toMatchObject({ name: 'New Person', passwordHash: null, memberships: [{ organizationId: org.id }] })
    expect(await prisma.auditLog.findMany({ where: { entityId: user.id } })).toMatchObject([
      { action: 'user.join_by_provider', details: { after: { roles: ['Host'] } } },
    ])
  })

  it('makes one account where a new person comes several times at once', async () => {
    const { org, provider, domain } = await world({ newRoleId: builtInRoles.Operator.id })
    provider.account = { sub: 'new', email: `new@${domain}`, email_verified: true }
    const all = await Promise.all(Array.from({ length: 4 }, () => signInAt(org)))
    expect(all.map(({ kind }) => kind)).toEqual(['opened', 'opened', 'opened', 'opened'])
    expect(await prisma.externalIdentity.count({ where: { organizationId: org.id } })).toBe(1)
  })
})

describe('whom a provider cannot sign in', () => {
  it.each([
    ['of no verified domain', () => ({ email: 'member@example.net' }), 'DOMAIN_UNVERIFIED'],
    ['of a domain below a verified one', (domain: string) => ({ email: `member@mail.${domain}` }), 'DOMAIN_UNVERIFIED'],
    ['whose address was not verified', (domain: string) => ({ email: `member@${domain}`, email_verified: false }), 'EMAIL_UNVERIFIED'],
    ['whose verification is not told', (domain: string) => ({ email: `member@${domain}`, email_verified: undefined }), 'EMAIL_UNVERIFIED'],
    ['without an address', () => ({ email: undefined }), 'EMAIL_MISSING'],
    ['with two addresses in one', (domain: string) => ({ email: `a@example.net, member@${domain}` }), 'EMAIL_MISSING'],
  ])('somebody %s', async (_, claims, problem) => {
    const { org, provider, domain, member } = await world({ newRoleId: builtInRoles.OrgAdmin.id })
    Object.assign(provider.account, claims(domain))
    expect(await signInAt(org)).toEqual(refused)
    expect(await refusals(org)).toEqual([{ problem }])
    expect(await prisma.session.count({ where: { userId: member.id } })).toBe(0)
  })

  it('somebody who belongs to another organization, even at an address of a verified domain', async () => {
    const [{ org, provider, domain }, other] = [await world({ newRoleId: builtInRoles.Operator.id }), await createOrganization()]
    const victim = await withAddress(await createUser(other.id, 'OrgAdmin'), `victim@${domain}`)
    Object.assign(provider.account, { sub: 'victim', email: victim.email })
    expect(await signInAt(org)).toEqual(refused)
    expect(await refusals(org)).toEqual([{ problem: 'NOT_A_MEMBER' }])
    expect(await prisma.membership.count({ where: { userId: victim.id } })).toBe(1)
  })

  it('an administrator of the platform', async () => {
    const { org, provider, domain } = await world({ newRoleId: builtInRoles.Operator.id })
    const admin = await withAddress(await createUser(null, 'PlatformAdmin'), `root@${domain}`)
    Object.assign(provider.account, { sub: 'root', email: admin.email })
    expect(await signInAt(org)).toEqual(refused)
    expect(await prisma.session.count({ where: { userId: admin.id } })).toBe(0)
  })

  it('somebody new at the provider who got the address of a member who is tied already', async () => {
    const { org, provider } = await world()
    await whoCameIn(await signInAt(org))
    provider.account = { ...provider.account, sub: 'subject-2' }
    expect(await signInAt(org)).toEqual(refused)
    expect(await refusals(org)).toEqual([{ problem: 'OTHER_IDENTITY' }])
  })

  it('the same subject of another organization’s provider', async () => {
    const [ours, theirs] = [await world(), await world()]
    await whoCameIn(await signInAt(ours.org))
    theirs.provider.account = { ...ours.provider.account }
    expect(await signInAt(theirs.org)).toEqual(refused)
    expect(await refusals(theirs.org)).toEqual([{ problem: 'DOMAIN_UNVERIFIED' }])
  })

  it('anybody, while it is switched off, gone, or the person says no', async () => {
    const { org, provider } = await world()
    provider.declines = true
    expect(await signInAt(org)).toEqual(refused)
    expect(await refusals(org)).toEqual([{ problem: 'REFUSED', detail: 'access_denied' }])
    provider.declines = false
    const { url, token } = await begin(org)
    const { searchParams } = await walkThrough(url)
    await connect(org, provider, { isEnabled: false })
    expect(await comeBack(org, token, searchParams)).toEqual({ kind: 'refused', why: 'expired' })
    await expect(begin(org)).rejects.toThrow('unknown')
    await connect(org, { issuer: 'http://127.0.0.1:1' })
    await expect(begin(org)).rejects.toThrow('unavailable')
  })
})

describe('a second factor', () => {
  async function withApp(user: TestUser, org: TestOrganization): Promise<string> {
    const ctx = await inSession(user, org.id, () => new Date())
    const { secret } = await send(ctx, 'startTotp', null, 'secret')
    await send(ctx, 'confirmTotp', { code: codeAt(String(secret), Date.now()) })
    return codeAt(String(secret), Date.now() + 30_000)
  }

  it('of one’s own is asked for after the provider, in the same browser, and used once', async () => {
    const { org, member } = await world()
    const code = await withApp(member, org)
    const { url, token } = await begin(org)
    expect(await comeBack(org, token, (await walkThrough(url)).searchParams)).toEqual({ kind: 'code-owed', next: null })
    const complete = (oneTimeCode: string, cookie: string | undefined) => completeProviderSignIn(asAnonymous(), { oneTimeCode }, cookie)
    expect(await complete('000000', token)).toMatchObject({ failure: 'SecondFactorRequired' })
    expect(await complete(code, undefined)).toMatchObject({ failure: 'InvalidCredentials' })
    expect(await complete(code, `${token}x`)).toMatchObject({ failure: 'InvalidCredentials' })
    expect(await complete(code, token)).toMatchObject({ expiresAt: expect.any(Date) })
    expect(await complete(code, token)).toMatchObject({ failure: 'InvalidCredentials' })
  })

  it('of the provider counts where the organization says so and the provider tells of one', async () => {
    const { org, provider, member } = await world({ secondFactor: 'ASSERTED' })
    await withApp(member, org)
    provider.account.amr = ['pwd']
    expect(await signInAt(org)).toMatchObject({ kind: 'code-owed' })
    provider.account.amr = ['pwd', 'otp']
    expect(await signInAt(org)).toMatchObject({ kind: 'opened' })
    await connect(org, provider, { secondFactor: 'OURS' })
    expect(await signInAt(org)).toMatchObject({ kind: 'code-owed' })
  })

  it('that the organization asks for and the person lacks is set up first, unless the provider has seen one', async () => {
    const { org, provider } = await world({ secondFactor: 'ASSERTED' })
    const policy = { passwordMinimum: 12, secondFactor: 'EVERYBODY' as const, updatedAt: new Date() }
    await prisma.securityPolicy.create({ data: { organizationId: org.id, ...policy } })
    expect((await whoCameIn(await signInAt(org))).actor).toMatchObject({ isEnrolling: true })
    provider.account.amr = ['mfa']
    expect((await whoCameIn(await signInAt(org))).permissions.has('scan:admit')).toBe(true)
  })
})

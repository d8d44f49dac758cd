import { hash } from '@node-rs/argon2'
import { beforeAll, describe, expect, it } from 'vitest'
import { createCtx, type Ctx } from '../../../server/core/ctx'
import { isFailure } from '../../../server/core/errors'
import { newId } from '../../../server/core/ids'
import { builtInRoles } from '../../../server/core/permissions'
import { authenticate } from '../../../server/domains/security/use-cases/authenticate'
import { signIn } from '../../../server/domains/security/use-cases/sign-in'
import { prisma } from '../../../server/infra/db'
import { createOrganization, createUser, type RoleName, type TestOrganization, type TestUser } from '../../setup/organization'
import { asAnonymous, asOperator, asOrgAdmin } from '../../setup/principals'
import { call, dataOf, gid } from '../api/graphql-call'
import { codeAt } from './authenticator-code'
import { inSession, send } from './sessions-of-people'

const password = 'a password of the tests'
let passwordHash: string
beforeAll(async () => {
  passwordHash = await hash(password)
})

const now = () => new Date()
const role = (name: RoleName) => gid('Role', builtInRoles[name].id)
const wanted = (secondFactor: string, roleIds: string[] = []) => ({ passwordMinimum: 14, secondFactor, roleIds })
const change = (ctx: Ctx, input: object) => send(ctx, 'changeSecurityPolicy', input, 'policy { passwordMinimum secondFactor roleIds }')

async function newPerson(org: TestOrganization, name: RoleName = 'Operator'): Promise<TestUser> {
  const user = await createUser(org.id, name)
  await prisma.user.update({ where: { id: user.id }, data: { passwordHash } })
  return user
}

/** Signs in anew. @returns the person in their new session */
async function enter({ email }: TestUser, oneTimeCode?: string): Promise<{ ctx: Ctx; again: () => Promise<Ctx> }> {
  const session = await signIn(asAnonymous(), { email, password, oneTimeCode: oneTimeCode ?? null })
  if (isFailure(session)) throw new Error(session.code)
  const again = async () => createCtx(await authenticate({ session: session.token }), { language: 'en' })
  return { ctx: await again(), again }
}

describe('the policy of an organization', () => {
  it('is twelve characters and no second factor until it is changed, and a change is audited with both', async () => {
    const [org, other] = [await createOrganization(), await createOrganization()]
    const ctx = await inSession(org.orgAdmin, org.id, now)
    const look = '{ securityPolicy { passwordMinimum secondFactor roleIds } }'
    const usual = { passwordMinimum: 12, secondFactor: 'OPTIONAL', roleIds: [] }
    expect(await dataOf(ctx, look)).toEqual({ securityPolicy: usual })
    const policy = wanted('ROLES', [role('OrgAdmin')])
    expect(await change(ctx, policy)).toMatchObject({ __typename: 'ChangeSecurityPolicySuccess', policy })
    expect(await change(ctx, wanted('EVERYBODY', [role('OrgAdmin')]))).toMatchObject({ policy: wanted('EVERYBODY') })
    expect(await dataOf(ctx, look)).toEqual({ securityPolicy: wanted('EVERYBODY') })
    expect(await dataOf(await inSession(other.orgAdmin, other.id, now), look)).toEqual({ securityPolicy: usual })
    const rows = await prisma.auditLog.findMany({ where: { entityId: org.id }, orderBy: { id: 'asc' } })
    expect(rows).toMatchObject([
      {
        action: 'security_policy.change',
        details: { before: usual, after: { secondFactor: 'ROLES', roleIds: [builtInRoles.OrgAdmin.id] } },
      },
      { details: { before: { secondFactor: 'ROLES' }, after: { secondFactor: 'EVERYBODY' } } },
    ])
  })

  it('asks for the right, a recent proof, sound values and roles of the organization', async () => {
    const org = await createOrganization()
    const ctx = await inSession(org.orgAdmin, org.id, now)
    expect((await call(asOperator(org), '{ securityPolicy { passwordMinimum } }')).errors).toMatchObject([
      { extensions: { code: 'FORBIDDEN' } },
    ])
    const old = await inSession(org.orgAdmin, org.id, now, new Date(Date.now() - 3_600_000))
    expect(await change(old, wanted('EVERYBODY'))).toMatchObject({ __typename: 'ConfirmationRequired' })
    expect(await change(ctx, { ...wanted('OPTIONAL'), passwordMinimum: 11 })).toMatchObject({ path: ['input', 'passwordMinimum'] })
    expect(await change(ctx, { ...wanted('OPTIONAL'), passwordMinimum: 65 })).toMatchObject({ path: ['input', 'passwordMinimum'] })
    expect(await change(ctx, wanted('ROLES'))).toMatchObject({ __typename: 'ValidationFailed', path: ['input', 'roleIds'] })
    expect(await change(ctx, wanted('ROLES', [gid('Role', org.id)]))).toMatchObject({ __typename: 'NotFound' })
    expect(await change(ctx, wanted('ROLES', [role('PlatformAdmin')]))).toMatchObject({ __typename: 'NotFound' })
  })

  it('leaves one policy where several change it at once for the first time', async () => {
    const org = await createOrganization()
    const ctx = await inSession(org.orgAdmin, org.id, now)
    const answers = await Promise.all(
      [14, 15, 16, 17].map((passwordMinimum) => change(ctx, { ...wanted('ROLES', [role('Host')]), passwordMinimum })),
    )
    expect(answers.map(({ __typename }) => __typename)).toEqual(Array.from({ length: 4 }, () => 'ChangeSecurityPolicySuccess'))
    expect(await prisma.securityPolicyRole.count({ where: { organizationId: org.id } })).toBe(1)
  })
})

describe('a second factor that is asked for', () => {
  it('is set up at the next sign-in, which opens nothing else; open sessions go on', async () => {
    const org = await createOrganization()
    const [user, spared] = [await newPerson(org), await newPerson(org, 'Developer')]
    const { again: before } = await enter(user)
    await change(await inSession(org.orgAdmin, org.id, now), wanted('ROLES', [role('Operator')]))
    expect((await before()).permissions.size).toBeGreaterThan(0)
    expect((await enter(spared)).ctx.organizationId).toBe(org.id)

    const { ctx, again } = await enter(user)
    expect([ctx.organizationId, ctx.permissions.size, ctx.ownPermissions.size]).toEqual([null, 0, 0])
    expect(await dataOf(ctx, '{ viewer { isEnrolling organization { id } permissions } }')).toEqual({
      viewer: { isEnrolling: true, organization: null, permissions: [] },
    })
    expect((await call(ctx, '{ gates(first: 1) { edges { node { id } } } }')).errors).toHaveLength(1)
    const { secret } = await send(ctx, 'startTotp', null, 'secret')
    expect(await send(ctx, 'confirmTotp', { code: codeAt(String(secret), Date.now()) })).toMatchObject({ __typename: 'ConfirmTotpSuccess' })
    const entered = await again()
    expect([entered.organizationId, entered.permissions.has('scan:admit')]).toEqual([org.id, true])
    expect(await prisma.auditLog.findMany({ where: { entityId: user.id } })).toMatchObject([
      { action: 'second_factor.enable', organizationId: org.id, actorId: user.id },
    ])
    const code = codeAt(String(secret), Date.now() + 30_000)
    expect(await send(entered, 'disableTotp', { oneTimeCode: code })).toMatchObject({ __typename: 'ValidationFailed' })
  })

  it('by an organization that the person was only invited to asks nothing', async () => {
    const [org, inviting] = [await createOrganization(), await createOrganization()]
    const user = await newPerson(org)
    await change(await inSession(inviting.orgAdmin, inviting.id, now), wanted('EVERYBODY'))
    await prisma.membership.create({ data: { id: inviting.id, organizationId: inviting.id, userId: user.id, name: 'N', createdAt: now() } })
    expect((await enter(user)).ctx.organizationId).toBe(org.id)
  })
})

describe('a second factor that was lost', () => {
  const reset = (ctx: Ctx, memberId: string) => send(ctx, 'resetSecondFactor', { memberId }, 'member { hasSecondFactor }')
  const memberOf = async (org: TestOrganization, { id: userId }: TestUser) =>
    gid('Member', (await prisma.membership.findFirstOrThrow({ where: { organizationId: org.id, userId } })).id)

  it('is taken away by an administrator, once, and the person is told and signed out', async () => {
    const org = await createOrganization()
    const user = await newPerson(org)
    const { ctx, again } = await enter(user)
    const { secret } = await send(ctx, 'startTotp', null, 'secret')
    await send(ctx, 'confirmTotp', { code: codeAt(String(secret), Date.now()) })
    await expect(enter(user)).rejects.toThrow('SECOND_FACTOR_REQUIRED')
    const [admin, id] = [await inSession(org.orgAdmin, org.id, now), await memberOf(org, user)]
    const has = `{ member: node(id: "${id}") { ... on Member { hasSecondFactor } } }`
    expect(await dataOf(admin, has)).toEqual({ member: { hasSecondFactor: true } })
    const elsewhere = await createOrganization()
    const invited = { id: newId(), organizationId: elsewhere.id, userId: user.id, name: 'N', createdAt: now() }
    await prisma.membership.create({ data: invited })
    const asked = `{ member: node(id: "${gid('Member', invited.id)}") { ... on Member { hasSecondFactor } } }`
    expect(await dataOf(asOrgAdmin(elsewhere), asked)).toEqual({ member: { hasSecondFactor: false } })
    await prisma.membership.delete({ where: { id: invited.id } })
    const answers = await Promise.all(Array.from({ length: 3 }, () => reset(admin, id)))
    expect(answers[0]).toMatchObject({ __typename: 'ResetSecondFactorSuccess', member: { hasSecondFactor: false } })
    expect((await again()).actor.type).toBe('anonymous')
    expect((await enter(user)).ctx.organizationId).toBe(org.id)
    const rows = await prisma.auditLog.findMany({ where: { entityId: user.id, action: 'user.reset_second_factor' } })
    expect(rows).toMatchObject([{ actorId: org.orgAdmin.id }])
    expect(await prisma.accountNotice.count({ where: { userId: user.id, change: 'SECOND_FACTOR_RESET' } })).toBe(1)
  })

  it('is not for whoever did not come, is suspended, or comes in elsewhere too, but by a platform administrator inside', async () => {
    const [org, home] = [await createOrganization(), await createOrganization()]
    const user = await newPerson(home)
    const { ctx } = await enter(user)
    const { secret } = await send(ctx, 'startTotp', null, 'secret')
    await send(ctx, 'confirmTotp', { code: codeAt(String(secret), Date.now()) })
    const admin = await inSession(org.orgAdmin, org.id, now)
    const row = { id: newId(), organizationId: org.id, userId: user.id, name: 'N', createdAt: now() }
    await prisma.membership.create({ data: row })
    const id = gid('Member', row.id)
    const member = (data: object) => prisma.membership.update({ where: { id: row.id }, data })
    const left = () => prisma.totpFactor.count({ where: { userId: user.id, confirmedAt: { not: null } } })
    expect(await reset(admin, id)).toMatchObject({ fields: [{ message: expect.stringContaining('not in') as string }] })
    await member({ acceptedAt: now(), suspendedAt: now() })
    expect(await reset(admin, id)).toMatchObject({ fields: [{ message: expect.stringContaining('not in') as string }] })
    await member({ suspendedAt: null })
    expect(await reset(admin, id)).toMatchObject({ fields: [{ message: expect.stringContaining('other organizations') as string }] })
    expect(await left()).toBe(1)
    const { actor } = admin
    const inside = actor.type === 'user' && { ...admin, actor: { ...actor, insideUntil: new Date(Date.now() + 60_000) } }
    expect(await reset(Object.assign(Object.create(Object.getPrototypeOf(admin) as object) as Ctx, inside), id)).toMatchObject({
      __typename: 'ResetSecondFactorSuccess',
    })
    expect(await left()).toBe(0)
  })

  it('is not for oneself, not for strangers, not without the right or a recent proof', async () => {
    const [org, other] = [await createOrganization(), await createOrganization()]
    const admin = await inSession(org.orgAdmin, org.id, now)
    expect(await reset(admin, await memberOf(org, org.orgAdmin))).toMatchObject({ __typename: 'ValidationFailed' })
    expect(await reset(admin, await memberOf(other, other.operator))).toMatchObject({ __typename: 'NotFound' })
    const old = await inSession(org.orgAdmin, org.id, now, new Date(Date.now() - 3_600_000))
    expect(await reset(old, await memberOf(org, org.operator))).toMatchObject({ __typename: 'ConfirmationRequired' })
    const id = await memberOf(org, org.operator)
    const document = 'mutation ($input: ResetSecondFactorInput!) { resetSecondFactor(input: $input) { __typename } }'
    expect((await call(asOperator(org), document, { input: { memberId: id } })).errors).toMatchObject([
      { extensions: { code: 'FORBIDDEN' } },
    ])
  })
})

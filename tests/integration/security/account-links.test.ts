import { hash, verify } from '@node-rs/argon2'
import { beforeAll, describe, expect, it } from 'vitest'
import { createCtx, type Ctx } from '../../../server/core/ctx'
import { newId } from '../../../server/core/ids'
import { builtInRoles } from '../../../server/core/permissions'
import { sendAccountLink } from '../../../server/domains/notifications/use-cases/send-account-link'
import { accountLinkUrl } from '../../../server/domains/security/use-cases/account-links'
import { authenticate } from '../../../server/domains/security/use-cases/authenticate'
import { signIn } from '../../../server/domains/security/use-cases/sign-in'
import { prisma } from '../../../server/infra/db'
import { createOrganization, type RoleName, type TestOrganization } from '../../setup/organization'
import { asAnonymous, asOperator, asOrgAdmin } from '../../setup/principals'
import { call, dataOf, gid } from '../api/graphql-call'

let org: TestOrganization
beforeAll(async () => {
  org = await createOrganization()
})

type Result = { result: Record<string, unknown> & { __typename: string; member?: { id: string; status: string } } }
const failures = '... on ValidationFailed { fields { path message } } ... on UserError { code path }'
const memberDocument = (field: string, type: string) => `mutation ($input: ${type}Input!) { result: ${field}(input: $input) { __typename
  ... on ${type}Success { member { id status name email roles { key } } } ${failures} } }`
const send = async (ctx: Ctx, document: string, input: object) => (await dataOf<Result>(ctx, document, { input })).result
const inviteDocument = memberDocument('inviteUser', 'InviteUser')
const setDocument = `mutation ($input: SetPasswordInput!) { result: setPassword(input: $input) { __typename
  ... on SetPasswordSuccess { email } ${failures} } }`

const roleIds = (...names: RoleName[]) => names.map((name) => gid('Role', builtInRoles[name].id))
const newEmail = () => `${newId()}@people.example`
const invite = (ctx: Ctx, email: string, more: object = {}) =>
  send(ctx, inviteDocument, { email, name: 'Nina', locale: 'EN', roleIds: roleIds('Operator'), ...more })
const reset = (ctx: Ctx, memberId: string) => send(ctx, memberDocument('resetUserPassword', 'ResetUserPassword'), { memberId })
const setPassword = (token: string, password: string) => send(asAnonymous(), setDocument, { token, password })
const accountOf = (email: string) => prisma.user.findUniqueOrThrow({ where: { email } })

/** The newest link of a person in an organization, as their mail has it. */
async function tokenFor(email: string, at: { id: string } = org): Promise<string> {
  const { id } = await accountOf(email)
  const link = await prisma.accountLink.findFirstOrThrow({ where: { userId: id, organizationId: at.id }, orderBy: { id: 'desc' } })
  return new URL(accountLinkUrl(link.id)).hash.slice(1)
}

/** The principal after signing in; `anonymous` where that does not work. */
async function entered(email: string, password: string): Promise<{ type: string; organizationId: string | null }> {
  const session = await signIn(asAnonymous(), { email, password })
  if (!('token' in session)) return { type: 'anonymous', organizationId: null }
  const { actor, organizationId } = await authenticate({ session: session.token })
  return { type: actor.type, organizationId }
}

describe('inviting', () => {
  it('lets in only after the link was followed, once, and is audited', async () => {
    const email = newEmail()
    const { member } = await invite(asOrgAdmin(org), email.toUpperCase())
    expect(member).toMatchObject({ status: 'INVITED', name: 'Nina', email, roles: [{ key: 'Operator' }] })
    const token = await tokenFor(email)
    const look = 'query ($token: String!) { accountLink(token: $token) { purpose email organizationName asksForPassword } }'
    const shown = { purpose: 'INVITATION', email, organizationName: org.name, asksForPassword: false }
    expect(await dataOf(asAnonymous(), look, { token })).toEqual({ accountLink: shown })
    expect(await setPassword(token, 'short')).toMatchObject({ __typename: 'ValidationFailed', path: ['input', 'password'] })
    const answers = await Promise.all(Array.from({ length: 4 }, (_, index) => setPassword(token, `correct horse ${index}`)))
    expect(answers.map(({ __typename }) => __typename).toSorted()).toEqual(['NotFound', 'NotFound', 'NotFound', 'SetPasswordSuccess'])
    const winner = answers.findIndex(({ __typename }) => __typename === 'SetPasswordSuccess')
    expect(await entered(email, `correct horse ${winner}`)).toEqual({ type: 'user', organizationId: org.id })
    expect(await dataOf(asAnonymous(), look, { token })).toEqual({ accountLink: null })
    const { id } = await accountOf(email)
    const actions = await prisma.auditLog.findMany({ where: { entityId: id }, orderBy: { id: 'asc' } })
    expect(actions.map(({ action, actorId }) => [action, actorId])).toEqual([
      ['user.invite', org.orgAdmin.id],
      ['user.accept_invitation', id],
    ])
    expect(actions[0]?.details).toEqual({ before: null, after: { roles: ['Operator'] } })
  })

  it('keeps only the hash of the token', async () => {
    const email = newEmail()
    await invite(asOrgAdmin(org), email)
    const token = await tokenFor(email)
    const link = await prisma.accountLink.findFirstOrThrow({ where: { userId: (await accountOf(email)).id } })
    expect(JSON.stringify(link)).not.toContain(token)
    const events = await prisma.outboxEvent.findMany({ where: { entityId: link.id } })
    expect(events).toMatchObject([{ type: 'account_link.made', payload: { accountLinkId: link.id } }])
  })

  it('a second time is refused, the same key finds the first', async () => {
    const email = newEmail()
    const first = await invite(asOrgAdmin(org), email, { idempotencyKey: email })
    expect(await invite(asOrgAdmin(org), email, { idempotencyKey: email })).toEqual(first)
    expect(await invite(asOrgAdmin(org), newEmail(), { idempotencyKey: email })).toMatchObject({ __typename: 'IdempotencyKeyReused' })
    expect(await invite(asOrgAdmin(org), email)).toMatchObject({ __typename: 'ValidationFailed', path: ['input', 'email'] })
  })

  it('somebody with an account elsewhere tells nothing of it, changes nothing of it, and asks for its password', async () => {
    const theirs = await createOrganization()
    const { email, id, name } = theirs.operator
    await prisma.user.update({ where: { id }, data: { passwordHash: await hash('their own password') } })
    const fresh = newEmail()
    const [known, unknown] = [await invite(asOrgAdmin(org), email), await invite(asOrgAdmin(org), fresh)]
    expect({ ...known.member, id: '', email: '' }).toEqual({ ...unknown.member, id: '', email: '' })
    const token = await tokenFor(email)
    expect(await setPassword(token, 'a stranger’s password')).toMatchObject({ __typename: 'InvalidCredentials' })
    expect(await setPassword(token, 'their own password')).toMatchObject({ __typename: 'SetPasswordSuccess' })
    const account = await accountOf(email)
    expect(account.name).toBe(name)
    expect(await verify(account.passwordHash ?? '', 'their own password')).toBe(true)
    expect(await entered(email, 'their own password')).toEqual({ type: 'user', organizationId: theirs.id })
  })

  it('needs rights: one’s own, and those that one gives', async () => {
    expect(
      (await call(asOperator(org), inviteDocument, { input: { email: newEmail(), name: 'N', locale: 'EN', roleIds: roleIds('Host') } }))
        .errors,
    ).toMatchObject([{ extensions: { code: 'FORBIDDEN' } }])
    const clerk = createCtx({ ...asOrgAdmin(org), permissions: new Set(['user:manage']), ownPermissions: new Set() }, { language: 'en' })
    expect(await invite(clerk, newEmail())).toMatchObject({ __typename: 'ValidationFailed', path: ['input', 'roleIds'] })
    expect(await invite(asOrgAdmin(org), newEmail(), { roleIds: roleIds('PlatformAdmin') })).toMatchObject({ __typename: 'NotFound' })
  })
})

describe('a link', () => {
  it('that is expired, replaced, withdrawn by a suspension or made up does not work', async () => {
    const email = newEmail()
    const { member } = await invite(asOrgAdmin(org), email)
    const first = await tokenFor(email)
    expect(await reset(asOrgAdmin(org), member!.id)).toMatchObject({ __typename: 'ResetUserPasswordSuccess' })
    const second = await tokenFor(email)
    const gone = await setPassword(first, 'correct horse battery')
    expect(gone).toMatchObject({ __typename: 'NotFound' })
    for (const token of [`${second.slice(0, -1)}!`, `${second}A`, second.slice(0, -1), '', 'gcl_'])
      expect(await setPassword(token, 'correct horse battery')).toEqual(gone)
    const { id } = await accountOf(email)
    const expiresAt = new Date(Date.now() - 1)
    await prisma.accountLink.updateMany({ where: { userId: id, usedAt: null }, data: { expiresAt } })
    expect(await setPassword(second, 'correct horse battery')).toEqual(gone)
    await reset(asOrgAdmin(org), member!.id)
    const third = await tokenFor(email)
    await send(asOrgAdmin(org), memberDocument('suspendUser', 'SuspendUser'), { memberId: member!.id, reason: 'Left' })
    expect(await setPassword(third, 'correct horse battery')).toEqual(gone)
    expect(await reset(asOrgAdmin(org), member!.id)).toMatchObject({ __typename: 'ValidationFailed' })
  })

  it('for a new password ends every session, in every organization', async () => {
    const email = newEmail()
    const { member } = await invite(asOrgAdmin(org), email)
    await setPassword(await tokenFor(email), 'correct horse battery')
    const session = await signIn(asAnonymous(), { email, password: 'correct horse battery' })
    const token = 'token' in session ? session.token : ''
    await reset(asOrgAdmin(org), member!.id)
    expect((await authenticate({ session: token })).actor.type).toBe('user')
    expect(await setPassword(await tokenFor(email), 'another horse')).toMatchObject({ email })
    expect((await authenticate({ session: token })).actor.type).toBe('anonymous')
    expect(await entered(email, 'correct horse battery')).toMatchObject({ type: 'anonymous' })
    expect(await entered(email, 'another horse')).toMatchObject({ type: 'user' })
  })

  it('is mailed once, and not after it was used', async () => {
    const email = newEmail()
    await invite(asOrgAdmin(org), email)
    const link = await prisma.accountLink.findFirstOrThrow({ where: { userId: (await accountOf(email)).id } })
    const job = { eventId: newId(), organizationId: org.id }
    await sendAccountLink(job, { accountLinkId: link.id })
    const sent = async () => (await prisma.accountLink.findUniqueOrThrow({ where: { id: link.id } })).sentAt
    const first = await sent()
    expect(first).not.toBeNull()
    await sendAccountLink(job, { accountLinkId: link.id })
    expect(await sent()).toEqual(first)
    const theirs = await createOrganization()
    await sendAccountLink({ ...job, organizationId: theirs.id }, { accountLinkId: link.id })
    expect(await sent()).toEqual(first)
  })
})

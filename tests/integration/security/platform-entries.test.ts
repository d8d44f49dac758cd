import { beforeAll, describe, expect, it } from 'vitest'
import { createCtx, type Ctx } from '../../../server/core/ctx'
import { newId } from '../../../server/core/ids'
import { builtInRoles } from '../../../server/core/permissions'
import { authenticate } from '../../../server/domains/security/use-cases/authenticate'
import { hashToken, newToken } from '../../../server/domains/security/token'
import { prisma } from '../../../server/infra/db'
import { createOrganization, createUser, type TestOrganization } from '../../setup/organization'
import { asOrgAdmin } from '../../setup/principals'
import { createVisit } from '../../setup/visits'
import { call, dataOf, gid } from '../api/graphql-call'

interface Open {
  id: string
  token: string
  userId: string
}

let org: TestOrganization
let other: TestOrganization
beforeAll(async () => {
  ;[org, other] = [await createOrganization({ name: 'Alpha' }), await createOrganization({ name: 'Beta' })]
})

/** A session of a new platform administrator. @param age of the last proof, in milliseconds */
async function administrator(age = 0): Promise<Open> {
  const { id: userId } = await createUser(null, 'PlatformAdmin')
  const [id, token, now] = [newId(), newToken('gcs_'), Date.now()]
  const times = { createdAt: new Date(now), lastSeenAt: new Date(now), provenAt: new Date(now - age), expiresAt: new Date(now + 3_600_000) }
  await prisma.session.create({ data: { id, tokenHash: hashToken(token), userId, ...times } })
  return { id, token, userId }
}

const as = async ({ token }: Open, later = 0): Promise<Ctx> => {
  const at = new Date(Date.now() + later)
  return createCtx(await authenticate({ session: token }, at), { language: 'en', now: () => at })
}
const document = `mutation ($input: EnterOrganizationInput!) { result: enterOrganization(input: $input) { __typename
  ... on EnterOrganizationSuccess { organization { id name } until } ... on ValidationFailed { fields { message } } ... on UserError { code path } } }`
const reason = 'Ticket 4711: the badge printer'
const enter = async (ctx: Ctx, organizationId: string, more: object = {}) =>
  (await dataOf<{ result: { __typename: string } }>(ctx, document, { input: { organizationId, reason, minutes: 15, ...more } })).result
const leave = async (ctx: Ctx) => (await dataOf<{ leaveOrganization: boolean }>(ctx, 'mutation { leaveOrganization }')).leaveOrganization
const trace = (action: string, organizationId: string | null, { userId }: Open) =>
  prisma.auditLog.findMany({ where: { action, organizationId, actorId: userId } })

describe('the entry of a platform administrator', () => {
  it('gives the rights of an entry in one organization, and takes those of the platform', async () => {
    const session = await administrator()
    expect(await enter(await as(session), gid('Organization', org.id))).toMatchObject({
      __typename: 'EnterOrganizationSuccess',
      organization: { id: gid('Organization', org.id), name: 'Alpha' },
    })
    const inside = await as(session)
    expect(inside.organizationId).toBe(org.id)
    expect([...inside.permissions].sort()).toEqual(['audit:read', 'organization:manage', 'user:manage'])
    const { viewer } = await dataOf<{ viewer: { insideUntil: string } }>(inside, '{ viewer { insideUntil } }')
    expect(new Date(viewer.insideUntil).getTime() - Date.now()).toBeLessThanOrEqual(15 * 60_000)
    expect(await dataOf(inside, '{ sites(first: 1) { edges { node { id } } } }')).toEqual({
      sites: { edges: [{ node: { id: gid('Site', org.site.id) } }] },
    })
    expect((await call(inside, '{ organizations(first: 1) { edges { node { id } } } }')).errors).toHaveLength(1)
  })

  it('shows no guest, and nothing of another organization', async () => {
    const session = await administrator()
    const { visitorId, passId } = await createVisit(org)
    await enter(await as(session), gid('Organization', org.id))
    const inside = await as(session)
    for (const id of [gid('Visitor', visitorId), gid('VisitPass', passId), gid('Site', other.site.id), gid('Organization', other.id)])
      expect((await call<{ node: unknown }>(inside, 'query ($id: ID!) { node(id: $id) { id } }', { id })).data?.node ?? null).toBeNull()
    expect((await call(inside, '{ visitors(first: 1) { edges { node { id } } } }')).errors).toHaveLength(1)
  })

  it('stands in the log of the organization and of the platform, with its reason, and so does leaving', async () => {
    const session = await administrator()
    await enter(await as(session), gid('Organization', org.id))
    const entity = { entityType: 'Organization', entityId: org.id, details: { reason, minutes: 15 } }
    for (const place of [org.id, null]) expect(await trace('organization.enter', place, session)).toMatchObject([entity])
    const inside = await as(session)
    expect(await Promise.all([leave(inside), leave(inside)])).toContain(true)
    for (const place of [org.id, null]) expect(await trace('organization.leave', place, session)).toHaveLength(1)
    const outside = await as(session)
    expect([outside.organizationId, outside.permissions.has('platform:manage')]).toEqual([null, true])
    expect(await leave(outside)).toBe(false)
  })

  it('ends by itself to the millisecond, and the session is the platform’s again', async () => {
    const session = await administrator()
    await enter(await as(session), gid('Organization', org.id), { minutes: 5 })
    const { enteredUntil } = await prisma.session.findUniqueOrThrow({ where: { id: session.id } })
    const left = enteredUntil!.getTime() - Date.now()
    await authenticate({ session: newToken('gcs_') })
    const before = await prisma.session.findUniqueOrThrow({ where: { id: session.id } })
    expect(before.enteredUntil).toEqual(enteredUntil)
    await prisma.session.update({ where: { id: session.id }, data: { enteredUntil: new Date(enteredUntil!.getTime() - left) } })
    await expect.poll(async () => (await as(session)).organizationId, { timeout: 3_000 }).toBeNull()
    expect(await enter(await as(session), gid('Organization', other.id))).toMatchObject({ __typename: 'EnterOrganizationSuccess' })
  })

  it('is one at a time, however many are asked for at once', async () => {
    const session = await administrator()
    const ctx = await as(session)
    const answers = await Promise.all([org, other, org, other].map(({ id }) => enter(ctx, gid('Organization', id))))
    expect(answers.filter(({ __typename }) => __typename === 'EnterOrganizationSuccess')).toHaveLength(1)
    expect(await prisma.auditLog.count({ where: { action: 'organization.enter', actorId: session.userId, organizationId: null } })).toBe(1)
  })

  it('asks for a fresh proof, a reason that says something, and five minutes to an hour', async () => {
    const [fresh, stale] = [await as(await administrator()), await as(await administrator(3_600_000))]
    const id = gid('Organization', org.id)
    expect(await enter(stale, id)).toMatchObject({ __typename: 'ConfirmationRequired' })
    expect(await enter(fresh, id, { reason: '  help  ' })).toMatchObject({ fields: [{ message: 'Say in at least 10 characters why.' }] })
    for (const minutes of [4, 61, -1]) expect(await enter(fresh, id, { minutes })).toMatchObject({ __typename: 'ValidationFailed' })
    for (const unknown of [gid('Organization', newId()), 'nonsense', gid('Site', org.site.id)])
      expect(await enter(fresh, unknown)).toMatchObject({ __typename: 'NotFound', path: ['input', 'organizationId'] })
    expect((await call(asOrgAdmin(org), document, { input: { organizationId: id, reason, minutes: 5 } })).errors).toHaveLength(1)
  })

  it('is over as soon as the person no longer manages the platform', async () => {
    const session = await administrator()
    await enter(await as(session), gid('Organization', org.id))
    expect((await as(session)).organizationId).toBe(org.id)
    await prisma.userRole.deleteMany({ where: { userId: session.userId } })
    await expect.poll(async () => (await as(session)).permissions.size, { timeout: 3_000 }).toBe(0)
  })
})

describe('organizations of the installation', () => {
  const create = `mutation ($input: CreateOrganizationInput!) { result: createOrganization(input: $input) { __typename
    ... on CreateOrganizationSuccess { organization { id code name timeZone locale } } ... on ValidationFailed { fields { path message } } } }`
  const invite = `mutation ($input: InviteOrganizationAdminInput!) { result: inviteOrganizationAdmin(input: $input) { __typename
    ... on InviteOrganizationAdminSuccess { organization { id } } ... on UserError { code } } }`
  const wanted = () => ({ code: `o-${newId().slice(-12)}`, name: 'Gamma', timeZone: 'Europe/Berlin', locale: 'EN' })

  it('are made, and their administrator is invited, in both logs', async () => {
    const session = await administrator()
    const ctx = await as(session)
    const input = wanted()
    const { result } = await dataOf<{ result: { organization: { id: string } } }>(ctx, create, { input })
    expect(result).toMatchObject({ __typename: 'CreateOrganizationSuccess', organization: input })
    const row = await prisma.organization.findUniqueOrThrow({ where: { code: input.code } })
    const email = `${newId()}@staff.example`
    const admin = { organizationId: result.organization.id, email, name: 'Ada', locale: 'EN' }
    expect(await dataOf(ctx, invite, { input: admin })).toMatchObject({ result: { __typename: 'InviteOrganizationAdminSuccess' } })
    expect(await dataOf(ctx, invite, { input: admin })).toMatchObject({ result: { __typename: 'ValidationFailed' } })
    const user = await prisma.user.findUniqueOrThrow({ where: { email }, include: { roles: true, memberships: true, links: true } })
    expect(user.roles).toMatchObject([{ organizationId: row.id, roleId: builtInRoles.OrgAdmin.id }])
    expect(user.memberships).toMatchObject([{ organizationId: row.id, acceptedAt: null }])
    expect(user.links).toMatchObject([{ purpose: 'INVITATION', usedAt: null }])
    const anew = async () => dataOf(ctx, invite, { input: { ...admin, email: `${newId()}@staff.example` } })
    expect(await anew(), 'nobody has come yet').toMatchObject({ result: { __typename: 'InviteOrganizationAdminSuccess' } })
    const [membership] = user.memberships
    await prisma.membership.update({ where: { id: membership?.id ?? '' }, data: { acceptedAt: new Date() } })
    expect(await anew(), 'somebody is there').toMatchObject({ result: { __typename: 'ValidationFailed' } })
    await prisma.membership.update({ where: { id: membership?.id ?? '' }, data: { suspendedAt: new Date() } })
    expect(await anew(), 'nobody is left').toMatchObject({ result: { __typename: 'InviteOrganizationAdminSuccess' } })
    expect(await trace('organization.create', null, session)).toMatchObject([{ entityId: row.id, details: { before: null, after: input } }])
    expect(await trace('user.invite', row.id, session)).toHaveLength(3)
  })

  it('have a code that nobody else has, however many ask for it at once', async () => {
    const ctx = await as(await administrator())
    const input = wanted()
    const answers = await Promise.all([1, 2, 3].map(() => dataOf<{ result: { __typename: string } }>(ctx, create, { input })))
    expect(answers.map(({ result }) => result.__typename).sort()).toEqual([
      'CreateOrganizationSuccess',
      'ValidationFailed',
      'ValidationFailed',
    ])
    for (const bad of [{ code: 'No spaces' }, { code: 'x' }, { timeZone: 'Mars' }, { name: ' ' }])
      expect(await dataOf(ctx, create, { input: { ...wanted(), ...bad } })).toMatchObject({ result: { __typename: 'ValidationFailed' } })
  })

  it('are listed and found by a part of the name for the platform alone', async () => {
    const ctx = await as(await administrator())
    const list = 'query ($search: String) { organizations(first: 100, search: $search) { edges { node { id } } } }'
    const { organizations } = await dataOf<{ organizations: { edges: { node: { id: string } }[] } }>(ctx, list, { search: org.code })
    expect(organizations.edges).toEqual([{ node: { id: gid('Organization', org.id) } }])
    expect((await call(asOrgAdmin(org), list)).errors).toMatchObject([{ extensions: { code: 'FORBIDDEN' } }])
    for (const document of [create, invite]) {
      const input =
        document === create ? wanted() : { organizationId: gid('Organization', org.id), email: 'a@b.example', name: 'A', locale: 'EN' }
      expect((await call(asOrgAdmin(org), document, { input })).errors).toMatchObject([{ extensions: { code: 'FORBIDDEN' } }])
    }
  })
})

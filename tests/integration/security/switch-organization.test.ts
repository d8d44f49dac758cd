import { beforeAll, describe, expect, it } from 'vitest'
import { createCtx, type Ctx } from '../../../server/core/ctx'
import { newId } from '../../../server/core/ids'
import { builtInRoles } from '../../../server/core/permissions'
import { authenticate } from '../../../server/domains/security/use-cases/authenticate'
import { hashToken, newToken } from '../../../server/domains/security/token'
import { prisma } from '../../../server/infra/db'
import { createOrganization, createUser, type RoleName, type TestOrganization, type TestUser } from '../../setup/organization'
import { asApiKey } from '../../setup/principals'
import { call, dataOf, gid } from '../api/graphql-call'

interface OpenSession {
  id: string
  token: string
}

let first: TestOrganization
let second: TestOrganization
let closed: TestOrganization
beforeAll(async () => {
  first = await createOrganization({ name: 'Alpha' })
  second = await createOrganization({ name: 'Beta' })
  closed = await createOrganization({ name: 'Gamma' })
})

async function join(user: TestUser, at: TestOrganization, role: RoleName, more: object = {}): Promise<void> {
  const row = { userId: user.id, organizationId: at.id }
  await prisma.userRole.create({ data: { ...row, id: newId(), roleId: builtInRoles[role].id } })
  await prisma.membership.create({
    data: { ...row, id: newId(), name: user.name, createdAt: new Date(), acceptedAt: new Date(), ...more },
  })
}

/** Somebody who is an operator here and a developer there, signed in here. */
async function somebody(): Promise<{ user: TestUser; session: OpenSession }> {
  const user = await createUser(first.id, 'Operator')
  await join(user, second, 'Developer')
  return { user, session: await openSession(user.id, first.id) }
}

async function openSession(userId: string, organizationId: string): Promise<OpenSession> {
  const [id, token, now] = [newId(), newToken('gcs_'), Date.now()]
  const times = { createdAt: new Date(now), lastSeenAt: new Date(now), expiresAt: new Date(now + 3_600_000) }
  await prisma.session.create({ data: { id, tokenHash: hashToken(token), userId, organizationId, ...times } })
  return { id, token }
}

const as = async ({ token }: OpenSession): Promise<Ctx> => createCtx(await authenticate({ session: token }), { language: 'en' })
const document = `mutation ($input: SwitchOrganizationInput!) { result: switchOrganization(input: $input) { __typename
  ... on SwitchOrganizationSuccess { workplace { organizationId name } } ... on UserError { code path } } }`
const switchTo = async (ctx: Ctx, organizationId: string) =>
  (await dataOf<{ result: { __typename: string } }>(ctx, document, { input: { organizationId } })).result
const placeOf = async ({ id }: OpenSession) => (await prisma.session.findUniqueOrThrow({ where: { id } })).organizationId
const trace = (action: string, { id }: OpenSession) => prisma.auditLog.findMany({ where: { action, entityId: id } })

describe('another of one’s organizations', () => {
  it('is where the session acts at once, with the rights of there and none of here', async () => {
    const { session } = await somebody()
    const before = await as(session)
    expect(await switchTo(before, gid('Organization', second.id))).toEqual({
      __typename: 'SwitchOrganizationSuccess',
      workplace: { organizationId: gid('Organization', second.id), name: 'Beta' },
    })
    const after = await as(session)
    expect([before.organizationId, after.organizationId]).toEqual([first.id, second.id])
    expect([...after.permissions]).toEqual(['application:manage'])
    const gate = await dataOf(after, 'query ($id: ID!) { node(id: $id) { id } }', { id: gid('Gate', first.gates[0].id) })
    expect(gate).toEqual({ node: null })
  })

  it('knows of its own side of the switch only', async () => {
    const { user, session } = await somebody()
    await switchTo(await as(session), gid('Organization', second.id))
    await switchTo(await as(session), gid('Organization', second.id))
    const [left, entered] = [await trace('session.leave', session), await trace('session.enter', session)]
    expect(left).toMatchObject([{ organizationId: first.id, actorId: user.id, details: {} }])
    expect(entered).toMatchObject([{ organizationId: second.id, actorId: user.id, details: {} }])
    expect(JSON.stringify(left)).not.toContain(second.id)
    expect(JSON.stringify(entered)).not.toContain(first.id)
  })

  it('is one, however many are asked for at once, and other sessions stay where they are', async () => {
    const { user, session } = await somebody()
    const other = await openSession(user.id, first.id)
    const ctx = await as(session)
    const answers = await Promise.all(Array.from({ length: 4 }, () => switchTo(ctx, gid('Organization', second.id))))
    expect(answers.filter(({ __typename }) => __typename === 'SwitchOrganizationSuccess')).toHaveLength(1)
    expect(await trace('session.enter', session)).toHaveLength(1)
    expect([await placeOf(session), await placeOf(other)]).toEqual([second.id, first.id])
  })

  it('is none where the person holds no role, is suspended or has not accepted: the same answer as for one that does not exist', async () => {
    const { user, session } = await somebody()
    const [suspended, invited] = [await createOrganization(), await createOrganization()]
    await join(user, suspended, 'OrgAdmin', { suspendedAt: new Date() })
    await join(user, invited, 'OrgAdmin', { acceptedAt: null })
    const ctx = await as(session)
    const nowhere = await switchTo(ctx, gid('Organization', newId()))
    expect(nowhere).toMatchObject({ __typename: 'NotFound', path: ['input', 'organizationId'] })
    for (const id of [closed.id, suspended.id, invited.id]) expect(await switchTo(ctx, gid('Organization', id))).toEqual(nowhere)
    for (const id of ['nonsense', gid('Site', first.site.id)]) expect(await switchTo(ctx, id)).toEqual(nowhere)
    expect(await placeOf(session)).toBe(first.id)
  })

  it('is listed with the others, by name, and with nothing more', async () => {
    const { user, session } = await somebody()
    await join(user, closed, 'Host', { suspendedAt: new Date() })
    const list = '{ viewer { workplaces { organizationId name } } }'
    expect(await dataOf(await as(session), list)).toEqual({
      viewer: {
        workplaces: [
          { organizationId: gid('Organization', first.id), name: 'Alpha' },
          { organizationId: gid('Organization', second.id), name: 'Beta' },
        ],
      },
    })
    expect(await dataOf(await asApiKey(first), list)).toEqual({ viewer: { workplaces: [] } })
  })

  it('asks for its second factor before anything of it can be read', async () => {
    const strict = await createOrganization({ name: 'Delta' })
    const { user, session } = await somebody()
    await join(user, strict, 'OrgAdmin')
    const policy = { organizationId: strict.id, passwordMinimum: 12, secondFactor: 'EVERYBODY' as const, updatedAt: new Date() }
    await prisma.securityPolicy.create({ data: policy })
    expect(await switchTo(await as(session), gid('Organization', strict.id))).toMatchObject({ __typename: 'SwitchOrganizationSuccess' })
    const there = await as(session)
    expect(await dataOf(there, '{ viewer { isEnrolling organization { id } permissions workplaces { name } } }')).toEqual({
      viewer: { isEnrolling: true, organization: null, permissions: [], workplaces: [] },
    })
    expect((await call(there, '{ members(first: 1) { nodes { id } } }')).errors).toHaveLength(1)
    expect(await switchTo(there, gid('Organization', second.id))).toMatchObject({ __typename: 'NotFound' })
    expect(await placeOf(session)).toBe(strict.id)
  })

  it('is nothing for keys, and nothing for a session that is over', async () => {
    const { session } = await somebody()
    const input = { organizationId: gid('Organization', second.id) }
    expect((await call(await asApiKey(first), document, { input })).errors).toMatchObject([{ extensions: { code: 'FORBIDDEN' } }])
    const ctx = await as(session)
    await prisma.session.update({ where: { id: session.id }, data: { revokedAt: new Date() } })
    expect(await switchTo(ctx, input.organizationId)).toMatchObject({ __typename: 'NotFound' })
    expect(await placeOf(session)).toBe(first.id)
  })
})

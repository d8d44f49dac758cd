import { hash } from '@node-rs/argon2'
import { beforeAll, describe, expect, it } from 'vitest'
import { anonymous, createCtx, type Ctx } from '../../../server/core/ctx'
import { newId } from '../../../server/core/ids'
import { authenticate } from '../../../server/domains/security/use-cases/authenticate'
import { hashToken, newToken } from '../../../server/domains/security/token'
import { signIn } from '../../../server/domains/security/use-cases/sign-in'
import { prisma } from '../../../server/infra/db'
import { createOrganization, createUser, type TestOrganization } from '../../setup/organization'
import { asApiKey } from '../../setup/principals'
import { call, dataOf, gid } from '../api/graphql-call'

interface OpenSession {
  id: string
  token: string
}

const day = 86_400_000

async function openSession(userId: string, organizationId: string | null, more: object = {}): Promise<OpenSession> {
  const [id, token, now] = [newId(), newToken('gcs_'), Date.now()]
  const userAgent = 'Mozilla/5.0 (Windows NT 10.0) AppleWebKit/537.36 Chrome/140.0.0.0 Safari/537.36'
  const times = { createdAt: new Date(now), lastSeenAt: new Date(now), expiresAt: new Date(now + day) }
  await prisma.session.create({
    data: { id, tokenHash: hashToken(token), userId, organizationId, ip: '192.0.2.7', userAgent, ...times, ...more },
  })
  return { id, token }
}

const as = async ({ token }: OpenSession): Promise<Ctx> => createCtx(await authenticate({ session: token }), { language: 'en' })

let org: TestOrganization
let mine: OpenSession
let other: OpenSession
beforeAll(async () => {
  org = await createOrganization()
  mine = await openSession(org.operator.id, org.id)
  other = await openSession(org.operator.id, org.id)
})

const list = '{ sessions(first: 50) { edges { node { id browser system ip isCurrent } } } }'
const revokeDocument = `mutation ($input: RevokeSessionInput!) { result: revokeSession(input: $input) { __typename
  ... on RevokeSessionSuccess { sessionId } ... on UserError { code path } } }`
const revoke = async (ctx: Ctx, sessionId: string) =>
  (await dataOf<{ result: object }>(ctx, revokeDocument, { input: { sessionId } })).result
const isOpen = async (id: string) => (await prisma.session.findUniqueOrThrow({ where: { id } })).revokedAt === null

describe('one’s own sessions', () => {
  it('are listed, newest first, and those that are over are not', async () => {
    await openSession(org.operator.id, org.id, { expiresAt: new Date(Date.now() - 1) })
    await openSession(org.operator.id, org.id, { revokedAt: new Date() })
    await openSession(org.host.user.id, org.id)
    const device = { browser: 'Chrome', system: 'Windows', ip: '192.0.2.7' }
    expect(await dataOf(await as(mine), list)).toEqual({
      sessions: {
        edges: [
          { node: { id: gid('Session', other.id), ...device, isCurrent: false } },
          { node: { id: gid('Session', mine.id), ...device, isCurrent: true } },
        ],
      },
    })
  })

  it('are paged', async () => {
    const page = '{ sessions(first: 1) { edges { node { id } } pageInfo { hasNextPage endCursor } } }'
    const first = await dataOf<{ sessions: { pageInfo: { endCursor: string } } }>(await as(mine), page)
    const next = 'query ($after: String) { sessions(first: 1, after: $after) { edges { node { id } } pageInfo { hasNextPage } } }'
    expect(await dataOf(await as(mine), next, { after: first.sessions.pageInfo.endCursor })).toEqual({
      sessions: { edges: [{ node: { id: gid('Session', mine.id) } }], pageInfo: { hasNextPage: false } },
    })
  })

  it('are seen by nobody else: by id, by a key, by a colleague', async () => {
    const node = 'query ($id: ID!) { node(id: $id) { id } }'
    const id = gid('Session', mine.id)
    expect(await dataOf(await as(mine), node, { id })).toEqual({ node: { id } })
    const admin = await as(await openSession(org.orgAdmin.id, org.id))
    expect(await dataOf(admin, node, { id })).toEqual({ node: null })
    expect(await dataOf(await asApiKey(org), node, { id })).toEqual({ node: null })
    expect((await call(await asApiKey(org), list)).errors).toMatchObject([{ extensions: { code: 'FORBIDDEN' } }])
  })

  it('say when they were last used, to five minutes', async () => {
    const fresh = await openSession(org.developer.id, org.id)
    const stale = await openSession(org.developer.id, org.id, { lastSeenAt: new Date(Date.now() - 10 * 60_000) })
    const seen = async ({ id }: OpenSession) => (await prisma.session.findUniqueOrThrow({ where: { id } })).lastSeenAt?.getTime() ?? 0
    const before = await seen(fresh)
    await as(fresh)
    await as(stale)
    await expect.poll(() => seen(stale)).toBeGreaterThan(Date.now() - 60_000)
    expect(await seen(fresh)).toBe(before)
  })
})

describe('ending a session', () => {
  it('is done once, is audited, and forgets it in this process at once', async () => {
    const lost = await openSession(org.operator.id, org.id)
    expect((await as(lost)).actor.type).toBe('user')
    const ctx = await as(mine)
    const id = gid('Session', lost.id)
    const answers = await Promise.all(Array.from({ length: 5 }, () => revoke(ctx, id)))
    expect(answers.filter((answer) => 'sessionId' in answer)).toEqual([{ __typename: 'RevokeSessionSuccess', sessionId: id }])
    expect(await prisma.auditLog.count({ where: { entityId: lost.id, action: 'session.revoke', actorId: org.operator.id } })).toBe(1)
    expect((await as(lost)).actor.type).toBe('anonymous')
  })

  it('of somebody else, of another organization, of none: the same answer', async () => {
    const theirs = await createOrganization()
    const foreign = await openSession(theirs.operator.id, theirs.id)
    const colleague = await openSession(org.host.user.id, org.id)
    const ctx = await as(mine)
    const nowhere = await revoke(ctx, gid('Session', newId()))
    expect(nowhere).toMatchObject({ __typename: 'NotFound', code: 'NOT_FOUND' })
    for (const id of [gid('Session', foreign.id), gid('Session', colleague.id), gid('User', org.operator.id), 'nonsense'])
      expect(await revoke(ctx, id)).toEqual(nowhere)
    expect([await isOpen(foreign.id), await isOpen(colleague.id)]).toEqual([true, true])
  })

  it('ends all others of the person, in every organization, and nobody else’s', async () => {
    const [here, elsewhere] = [await createOrganization(), await createOrganization()]
    const keep = await openSession(here.operator.id, here.id)
    const lost = [await openSession(here.operator.id, here.id), await openSession(here.operator.id, elsewhere.id)]
    const colleague = await openSession(here.host.user.id, here.id)
    expect(await dataOf(await as(keep), 'mutation { revokeOtherSessions }')).toEqual({ revokeOtherSessions: 2 })
    expect(await Promise.all([keep, colleague, ...lost].map(({ id }) => isOpen(id)))).toEqual([true, true, false, false])
  })

  it('is open to a platform administrator, who is in no organization: the platform’s log tells it', async () => {
    const admin = await createUser(null, 'PlatformAdmin')
    const [keep, lost] = [await openSession(admin.id, null), await openSession(admin.id, null)]
    expect(await revoke(await as(keep), gid('Session', lost.id))).toMatchObject({ __typename: 'RevokeSessionSuccess' })
    expect(await isOpen(lost.id)).toBe(false)
    expect(await prisma.auditLog.findMany({ where: { entityId: lost.id } })).toMatchObject([
      { action: 'session.revoke', organizationId: null, actorId: admin.id },
    ])
  })

  it.each([
    ['of an organization', true],
    ['of the platform', false],
  ])('that is opened by signing in stands in the log %s, with the way, the address and the browser', async (_, isMember) => {
    const user = isMember ? await createUser(org.id, 'Operator') : await createUser(null, 'PlatformAdmin')
    await prisma.user.update({ where: { id: user.id }, data: { passwordHash: await hash('a password of the tests') } })
    const request = { ip: '192.0.2.9', userAgent: 'a browser of the tests' }
    const ctx = createCtx(anonymous, { language: 'en', request })
    const signInWith = (password: string) => signIn(ctx, { email: user.email, password })
    await signInWith('a wrong password')
    await signInWith('a password of the tests')
    const [session] = await prisma.session.findMany({ where: { userId: user.id } })
    const rows = await prisma.auditLog.findMany({ where: { action: 'session.open', actorId: user.id } })
    const place = { organizationId: isMember ? org.id : null, entityId: session?.id }
    expect(rows).toMatchObject([{ ...place, ...request, details: { method: 'PASSWORD', isEnrolling: false } }])
  })

  it('is nothing for keys and for nobody', async () => {
    expect((await call(await asApiKey(org), 'mutation { revokeOtherSessions }')).errors).toMatchObject([
      { extensions: { code: 'FORBIDDEN' } },
    ])
  })
})

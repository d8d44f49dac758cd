import { beforeAll, describe, expect, it } from 'vitest'
import type { Ctx } from '../../../server/core/ctx'
import { newId } from '../../../server/core/ids'
import { builtInRoles } from '../../../server/core/permissions'
import { prisma } from '../../../server/infra/db'
import { createOrganization, createUser, type TestOrganization, type TestUser } from '../../setup/organization'
import { asOperator } from '../../setup/principals'
import { call, dataOf, gid } from '../api/graphql-call'
import { inSession, send } from './sessions-of-people'

let org: TestOrganization
let other: TestOrganization
beforeAll(async () => {
  ;[org, other] = await Promise.all([createOrganization(), createOrganization()])
})

const now = () => new Date()
const document = 'query ($id: ID!) { memberSessions(memberId: $id) { id isCurrent } }'
const memberOf = async ({ id: userId }: TestUser, at = org) =>
  gid('Member', (await prisma.membership.findFirstOrThrow({ where: { organizationId: at.id, userId } })).id)
const listed = async (ctx: Ctx, id: string) => (await dataOf<{ memberSessions: { id: string }[] }>(ctx, document, { id })).memberSessions
const end = (ctx: Ctx, memberId: string, sessionId: string | null = null) =>
  send(ctx, 'endMemberSessions', { memberId, sessionId }, 'member { id }')
const open = async (user: TestUser, at = org) =>
  (await prisma.session.findMany({ where: { userId: user.id, organizationId: at.id, revokedAt: null } })).length
const traces = (user: TestUser) =>
  prisma.auditLog.findMany({ where: { organizationId: org.id, entityId: user.id, action: 'user.end_sessions' }, orderBy: { id: 'asc' } })

/** An operator here who belongs to the other organization too, signed in here twice and there once. */
async function somebody(): Promise<{ user: TestUser; id: string }> {
  const user = await createUser(org.id, 'Operator')
  await prisma.userRole.create({
    data: { id: newId(), userId: user.id, organizationId: other.id, roleId: builtInRoles.Operator.id },
  })
  const there = { id: newId(), userId: user.id, organizationId: other.id, name: user.name, createdAt: now(), acceptedAt: now() }
  await prisma.membership.create({ data: there })
  await inSession(user, org.id, now)
  await inSession(user, org.id, now)
  await inSession(user, other.id, now)
  return { user, id: await memberOf(user) }
}

describe('sessions of a person of the organization', () => {
  it('are listed, and ended one or all, here and not elsewhere, with a trace of each time', async () => {
    const admin = await inSession(org.orgAdmin, org.id, now)
    const { user, id } = await somebody()
    const [first] = await listed(admin, id)
    expect(await listed(admin, id)).toHaveLength(2)
    const answers = await Promise.all([end(admin, id, first?.id), end(admin, id, first?.id)])
    expect(answers.map(({ __typename }) => __typename)).toEqual(['EndMemberSessionsSuccess', 'EndMemberSessionsSuccess'])
    expect(await open(user)).toBe(1)
    await end(admin, id)
    await end(admin, id)
    expect([await open(user), await open(user, other)]).toEqual([0, 1])
    expect((await traces(user)).map(({ details }) => details)).toEqual([{ sessions: 1 }, { sessions: 1 }])
  })

  it('never end the one that asks', async () => {
    const admin = await inSession(org.orgAdmin, org.id, now)
    await inSession(org.orgAdmin, org.id, now)
    const own = await memberOf(org.orgAdmin)
    const current = (await dataOf<{ memberSessions: { id: string; isCurrent: boolean }[] }>(admin, document, { id: own })).memberSessions
    await end(admin, own, current.find(({ isCurrent }) => isCurrent)?.id)
    expect(await open(org.orgAdmin)).toBeGreaterThan(1)
    await end(admin, own)
    expect(await listed(admin, own)).toMatchObject([{ isCurrent: true }])
  })

  it('are nobody’s in another organization, and not for whoever has fewer rights', async () => {
    const { user, id } = await somebody()
    const [stranger, foreign] = [await inSession(other.orgAdmin, other.id, now), await memberOf(other.operator, other)]
    expect(await listed(stranger, id)).toEqual([])
    expect(await end(stranger, id)).toMatchObject({ __typename: 'NotFound' })
    const [session] = await prisma.session.findMany({ where: { userId: user.id, organizationId: org.id } })
    expect(await end(stranger, foreign, gid('Session', session?.id ?? ''))).toMatchObject({ __typename: 'EndMemberSessionsSuccess' })
    expect(await open(user)).toBe(2)
    expect((await call(asOperator(org), document, { id })).errors[0]?.extensions).toMatchObject({ code: 'FORBIDDEN' })
    const admin = await inSession(org.orgAdmin, org.id, now)
    const few = Object.assign(Object.create(admin) as Ctx, { permissions: new Set(['user:manage'] as const) })
    expect(await end(few, id)).toMatchObject({ __typename: 'ValidationFailed' })
    expect(await listed(few, id)).toEqual([])
    expect([await open(user), await traces(user)]).toEqual([2, []])
  })
})

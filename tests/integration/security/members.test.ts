import { beforeAll, describe, expect, it } from 'vitest'
import { createCtx, type Ctx } from '../../../server/core/ctx'
import { newId } from '../../../server/core/ids'
import { builtInRoles } from '../../../server/core/permissions'
import { prisma } from '../../../server/infra/db'
import { createOrganization, createUser, type RoleName, type TestOrganization } from '../../setup/organization'
import { asApiKey, asHost, asOperator, asOrgAdmin, rightsOf } from '../../setup/principals'
import { call, dataOf, gid } from '../api/graphql-call'

let org: TestOrganization
let theirs: TestOrganization
beforeAll(async () => {
  org = await createOrganization()
  theirs = await createOrganization()
})

type Result = { result: Record<string, unknown> & { __typename: string } }
const failures = '... on ValidationFailed { fields { path message } } ... on UserError { code path }'
const documentOf = (field: string, type: string) => `mutation ($input: ${type}Input!) { result: ${field}(input: $input) { __typename
  ... on ${type}Success { member { id status roles { key } } } ${failures} } }`
const suspendDocument = documentOf('suspendUser', 'SuspendUser')
const restoreDocument = documentOf('restoreUser', 'RestoreUser')
const rolesDocument = documentOf('changeUserRoles', 'ChangeUserRoles')

const memberOf = async (at: { id: string }, user: { id: string }): Promise<string> => {
  const where = { organizationId_userId: { organizationId: at.id, userId: user.id } }
  return gid('Member', (await prisma.membership.findUniqueOrThrow({ where })).id)
}
const role = (name: RoleName) => gid('Role', builtInRoles[name].id)
const send = async (ctx: Ctx, document: string, input: object) => (await dataOf<Result>(ctx, document, { input })).result
const suspend = (ctx: Ctx, memberId: string) => send(ctx, suspendDocument, { memberId, reason: 'Left' })
const restore = (ctx: Ctx, memberId: string) => send(ctx, restoreDocument, { memberId })
const change = (ctx: Ctx, memberId: string, names: RoleName[]) => send(ctx, rolesDocument, { memberId, roleIds: names.map(role) })
const keysOf = async (userId: string) =>
  (await prisma.userRole.findMany({ where: { userId }, include: { role: true } })).map((grant) => grant.role.key).toSorted()
const trace = (action: string, entityId: string) => prisma.auditLog.findMany({ where: { action, entityId } })

/** Somebody who may manage people and nothing else. */
const clerk = (at: TestOrganization): Ctx =>
  createCtx(
    {
      actor: { type: 'user', id: at.developer.id, sessionId: newId() },
      organizationId: at.id,
      hostId: null,
      permissions: new Set(['user:manage']),
      ownPermissions: new Set(),
      narrowed: new Map(),
      delegated: new Map(),
    },
    { language: 'en' },
  )

async function openSession(userId: string, organizationId: string): Promise<string> {
  const id = newId()
  const now = Date.now()
  const tokenHash = new Uint8Array(Buffer.from(id.replaceAll('-', '').repeat(2), 'hex'))
  await prisma.session.create({
    data: { id, tokenHash, userId, organizationId, createdAt: new Date(now), expiresAt: new Date(now + 3_600_000) },
  })
  return id
}
const isOpen = async (id: string) => (await prisma.session.findUniqueOrThrow({ where: { id } })).revokedAt === null

describe('the people of an organization', () => {
  const list = `query ($filter: MemberFilter, $orderBy: MemberOrder, $after: String, $first: Int = 50) {
    members(first: $first, after: $after, filter: $filter, orderBy: $orderBy) { edges { node { name email status } } pageInfo { hasNextPage endCursor } } }`
  type List = { members: { edges: { node: { name: string; email: string } }[]; pageInfo: { hasNextPage: boolean; endCursor: string } } }
  const emails = async (variables: object) =>
    (await dataOf<List>(asOrgAdmin(org), list, { ...variables })).members.edges.map(({ node }) => node.email)

  it('are listed with nobody of another organization', async () => {
    const found = await emails({})
    expect(found.toSorted()).toEqual(
      [org.orgAdmin, org.securityOfficer, org.operator, org.developer, org.host.user].map(({ email }) => email).toSorted(),
    )
  })

  it('are searched, filtered and ordered', async () => {
    expect(await emails({ filter: { search: org.operator.email.slice(0, 20) } })).toEqual([org.operator.email])
    expect(await emails({ filter: { search: 'Securityoff' } })).toEqual([org.securityOfficer.email])
    expect(await emails({ filter: { search: theirs.operator.email } })).toEqual([])
    expect(await emails({ filter: { roleId: role('Host') } })).toEqual([org.host.user.email])
    expect(await emails({ filter: { roleId: gid('Role', newId()) } })).toEqual([])
    expect(await emails({ filter: { status: 'SUSPENDED' } })).toEqual([])
    expect(await emails({})).toEqual((await emails({})).toSorted())
    expect((await emails({ orderBy: 'CREATED_AT_DESC' })).at(-1)).toBe(org.host.user.email)
  })

  it.each(['NAME_ASC', 'CREATED_AT_DESC'])('are paged without a gap or a repeat: %s', async (orderBy) => {
    const all = await emails({ orderBy })
    const seen: string[] = []
    let after: string | undefined
    do {
      const { members } = await dataOf<List>(asOrgAdmin(org), list, { orderBy, first: 2, after })
      seen.push(...members.edges.map(({ node }) => node.email))
      after = members.pageInfo.hasNextPage ? members.pageInfo.endCursor : undefined
    } while (after)
    expect(seen).toEqual(all)
  })

  it('are shown to nobody without the right', async () => {
    for (const ctx of [asOperator(org), asHost(org), await asApiKey(org)]) {
      expect((await call(ctx, list)).errors).toMatchObject([{ extensions: { code: 'FORBIDDEN' } }])
      expect((await call(ctx, '{ roles(first: 5) { edges { node { id } } } }')).errors).toMatchObject([
        { extensions: { code: 'FORBIDDEN' } },
      ])
      const node = 'query ($id: ID!) { node(id: $id) { id } }'
      expect(await dataOf(ctx, node, { id: await memberOf(org, org.operator) })).toEqual({ node: null })
    }
  })

  it('of another organization are as none: by id, suspended, restored, given roles', async () => {
    const [foreign, nowhere] = [await memberOf(theirs, theirs.operator), gid('Member', newId())]
    const ctx = asOrgAdmin(org)
    const node = 'query ($id: ID!) { node(id: $id) { id } }'
    expect(await dataOf(ctx, node, { id: foreign })).toEqual({ node: null })
    expect(await suspend(ctx, foreign)).toEqual(await suspend(ctx, nowhere))
    expect(await restore(ctx, foreign)).toEqual(await restore(ctx, nowhere))
    expect(await change(ctx, foreign, ['Host'])).toEqual(await change(ctx, nowhere, ['Host']))
    expect(await suspend(ctx, foreign)).toMatchObject({ __typename: 'NotFound' })
    expect(await keysOf(theirs.operator.id)).toEqual(['Operator'])
  })
})

describe('suspending', () => {
  it('ends the sessions in this organization only, is audited once, and is undone', async () => {
    const user = await createUser(org.id, 'Operator')
    const memberId = await memberOf(org, user)
    const [here, elsewhere] = [await openSession(user.id, org.id), await openSession(user.id, theirs.id)]
    const answers = await Promise.all(Array.from({ length: 5 }, () => suspend(asOrgAdmin(org), memberId)))
    for (const answer of answers) expect(answer).toMatchObject({ __typename: 'SuspendUserSuccess', member: { status: 'SUSPENDED' } })
    expect([await isOpen(here), await isOpen(elsewhere)]).toEqual([false, true])
    expect(await trace('user.suspend', user.id)).toMatchObject([
      { actorId: org.orgAdmin.id, details: { before: { status: 'ACTIVE' }, after: { status: 'SUSPENDED' }, reason: 'Left' } },
    ])
    expect(await restore(asOrgAdmin(org), memberId)).toMatchObject({ member: { status: 'ACTIVE' } })
    expect(await trace('user.restore', user.id)).toHaveLength(1)
  })

  it('needs a reason, and is not for oneself', async () => {
    const memberId = await memberOf(org, org.orgAdmin)
    expect(await send(asOrgAdmin(org), suspendDocument, { memberId, reason: ' ' })).toMatchObject({ path: ['input', 'reason'] })
    expect(await suspend(asOrgAdmin(org), memberId)).toMatchObject({
      __typename: 'ValidationFailed',
      fields: [{ path: ['input', 'memberId'], message: 'You cannot suspend yourself.' }],
    })
  })

  it('of somebody with more rights is refused', async () => {
    const refusal = { fields: [{ message: 'This needs rights that you do not hold yourself.' }] }
    expect(await suspend(clerk(org), await memberOf(org, org.orgAdmin))).toMatchObject(refusal)
    expect(await restore(clerk(org), await memberOf(org, org.orgAdmin))).toMatchObject(refusal)
  })
})

describe('roles of a person', () => {
  it('are exactly those given, with before and after in the audit log', async () => {
    const user = await createUser(org.id, 'Operator')
    const memberId = await memberOf(org, user)
    expect(await change(asOrgAdmin(org), memberId, ['Host', 'SecurityOfficer', 'Host'])).toMatchObject({
      __typename: 'ChangeUserRolesSuccess',
    })
    expect(await keysOf(user.id)).toEqual(['Host', 'SecurityOfficer'])
    expect(await prisma.host.count({ where: { userId: user.id, organizationId: org.id } })).toBe(1)
    expect(await trace('user.change_roles', user.id)).toMatchObject([
      { details: { before: { roles: ['Operator'] }, after: { roles: ['Host', 'SecurityOfficer'] } } },
    ])
    await change(asOrgAdmin(org), memberId, ['SecurityOfficer', 'Host'])
    expect(await trace('user.change_roles', user.id)).toHaveLength(1)
  })

  it('are at least one, of this organization, and never the platform’s', async () => {
    const memberId = await memberOf(org, org.operator)
    const foreign = newId()
    await prisma.role.create({ data: { id: foreign, organizationId: theirs.id, key: 'Foreign', name: 'Foreign' } })
    expect(await change(asOrgAdmin(org), memberId, [])).toMatchObject({ __typename: 'ValidationFailed', path: ['input', 'roleIds'] })
    const nowhere = await send(asOrgAdmin(org), rolesDocument, { memberId, roleIds: [gid('Role', newId())] })
    expect(nowhere).toMatchObject({ __typename: 'NotFound', path: ['input', 'roleIds'] })
    for (const id of [gid('Role', foreign), role('PlatformAdmin'), role('Guest')])
      expect(await send(asOrgAdmin(org), rolesDocument, { memberId, roleIds: [id] })).toEqual(nowhere)
    expect(await keysOf(org.operator.id)).toEqual(['Operator'])
  })

  it('with rights that the giver lacks are neither given nor taken', async () => {
    const refusal = { __typename: 'ValidationFailed', fields: [{ path: ['input', 'roleIds'] }] }
    const self = await memberOf(org, org.developer)
    expect(await change(clerk(org), self, ['OrgAdmin'])).toMatchObject(refusal)
    expect(await change(clerk(org), self, ['Developer', 'Operator'])).toMatchObject(refusal)
    expect(await change(clerk(org), await memberOf(org, org.orgAdmin), ['OrgAdmin', 'Host'])).toMatchObject(refusal)
    expect(rightsOf('OrgAdmin').permissions.has('platform:manage')).toBe(false)
    expect(await keysOf(org.developer.id)).toEqual(['Developer'])
  })
})

describe('the last administrator', () => {
  const refusal = {
    __typename: 'ValidationFailed',
    fields: [{ message: 'Nobody else could administer the organization. Make somebody else an administrator first.' }],
  }

  it('keeps the role, also when the only other one is suspended', async () => {
    const at = await createOrganization()
    const memberId = await memberOf(at, at.orgAdmin)
    expect(await change(asOrgAdmin(at), memberId, ['Operator'])).toMatchObject(refusal)
    const second = await createUser(at.id, 'OrgAdmin')
    expect(await suspend(asOrgAdmin(at), await memberOf(at, second))).toMatchObject({ __typename: 'SuspendUserSuccess' })
    expect(await change(asOrgAdmin(at), memberId, ['Operator'])).toMatchObject(refusal)
    await restore(asOrgAdmin(at), await memberOf(at, second))
    expect(await change(asOrgAdmin(at), memberId, ['Operator'])).toMatchObject({ __typename: 'ChangeUserRolesSuccess' })
  })

  it('is left by any number who take the role from each other at once', async () => {
    for (let round = 0; round < 5; round++) {
      const at = await createOrganization()
      const admins = [at.orgAdmin, ...(await Promise.all(Array.from({ length: 3 }, () => createUser(at.id, 'OrgAdmin'))))]
      const members = await Promise.all(admins.map((admin) => memberOf(at, admin)))
      const as = (index: number) => asOrgAdmin({ ...at, orgAdmin: admins[index % 4]! })
      const answers = await Promise.all(
        members.map((memberId, index) => (index % 2 ? suspend(as(index + 1), memberId) : change(as(index + 1), memberId, ['Operator']))),
      )
      expect(answers.filter(({ __typename }) => __typename.endsWith('Success'))).toHaveLength(3)
      const left = await prisma.userRole.findMany({ where: { organizationId: at.id, roleId: builtInRoles.OrgAdmin.id } })
      const able = { organizationId: at.id, suspendedAt: null, userId: { in: left.map(({ userId }) => userId) } }
      expect(await prisma.membership.count({ where: able })).toBe(1)
    }
  })
})

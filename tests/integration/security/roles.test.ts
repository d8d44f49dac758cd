import { beforeAll, describe, expect, it } from 'vitest'
import { createCtx, type Ctx } from '../../../server/core/ctx'
import { newId } from '../../../server/core/ids'
import { builtInRoles, type Permission } from '../../../server/core/permissions'
import { prisma } from '../../../server/infra/db'
import { createOrganization, createUser, type TestOrganization } from '../../setup/organization'
import { asApiKey, asHost, asOperator, asOrgAdmin, asSecurityOfficer } from '../../setup/principals'
import { call, dataOf, gid } from '../api/graphql-call'

let org: TestOrganization
let theirs: TestOrganization
beforeAll(async () => {
  org = await createOrganization()
  theirs = await createOrganization()
})

type Result = { result: Record<string, unknown> & { __typename: string; role?: { id: string; permissions: string[] } } }
const failures = '... on ValidationFailed { fields { path message } } ... on UserError { code path }'
const documentOf = (field: string, type: string, shown = 'role { id key name isBuiltIn permissions holderCount }') =>
  `mutation ($input: ${type}Input!) { result: ${field}(input: $input) { __typename ... on ${type}Success { ${shown} } ${failures} } }`
const createDocument = documentOf('createRole', 'CreateRole')
const updateDocument = documentOf('updateRole', 'UpdateRole')
const deleteDocument = documentOf('deleteRole', 'DeleteRole', 'roleId')
const rolesDocument = documentOf('changeUserRoles', 'ChangeUserRoles', 'member { id }')

const send = async (ctx: Ctx, document: string, input: object) => (await dataOf<Result>(ctx, document, { input })).result
const create = (ctx: Ctx, name: string, permissions: string[], more: object = {}) =>
  send(ctx, createDocument, { name, permissions, ...more })
const update = (ctx: Ctx, roleId: string, name: string, permissions: string[]) => send(ctx, updateDocument, { roleId, name, permissions })
const remove = (ctx: Ctx, roleId: string) => send(ctx, deleteDocument, { roleId })

async function made(at: TestOrganization, name: string, permissions: string[]): Promise<string> {
  const { role } = await create(asOrgAdmin(at), name, permissions)
  if (!role) throw new Error(`${name} was not made`)
  return role.id
}

const memberOf = async (at: { id: string }, user: { id: string }): Promise<string> => {
  const where = { organizationId_userId: { organizationId: at.id, userId: user.id } }
  return gid('Member', (await prisma.membership.findUniqueOrThrow({ where })).id)
}
const give = async (at: TestOrganization, user: { id: string }, roleIds: string[]) =>
  send(asOrgAdmin(at), rolesDocument, { memberId: await memberOf(at, user), roleIds })
const localOf = (id: string) => Buffer.from(id, 'base64url').toString('latin1').split(':')[1] ?? ''
const trace = (action: string, roleId: string) => prisma.auditLog.findMany({ where: { action, entityId: localOf(roleId) } })
const rightsOf = async (roleId: string) =>
  (await prisma.rolePermission.findMany({ where: { roleId: localOf(roleId) } })).map(({ permission }) => permission).toSorted()

/** Somebody who may manage people and what is given here, and nothing else. */
const clerk = (at: TestOrganization, permissions: Permission[] = [], own: Permission[] = []): Ctx =>
  createCtx(
    {
      actor: { type: 'user', id: at.developer.id, sessionId: newId() },
      organizationId: at.id,
      hostId: null,
      permissions: new Set<Permission>(['user:manage', ...permissions]),
      ownPermissions: new Set(own),
      narrowed: new Map(),
      delegated: new Map(),
    },
    { language: 'en' },
  )

describe('a role of the organization’s own', () => {
  it('is made, changed and deleted, each with what was before and after in the audit log', async () => {
    const ctx = asOrgAdmin(org)
    const answer = await create(ctx, ' Night shift ', ['scan:admit', 'pass:read:own', 'gate:read', 'gate:read'])
    expect(answer).toMatchObject({
      __typename: 'CreateRoleSuccess',
      role: { name: 'Night shift', isBuiltIn: false, permissions: ['gate:read', 'pass:read:own', 'scan:admit'], holderCount: 0 },
    })
    const id = answer.role?.id ?? ''
    const first = { name: 'Night shift', permissions: ['gate:read', 'pass:read:own', 'scan:admit'] }
    expect(await trace('role.create', id)).toMatchObject([{ actorId: org.orgAdmin.id, details: { before: null, after: first } }])

    const second = { name: 'Night', permissions: ['pass:read'] }
    expect(await update(ctx, id, 'Night', ['pass:read', 'pass:read:own'])).toMatchObject({ __typename: 'UpdateRoleSuccess', role: second })
    await update(ctx, id, 'Night', ['pass:read'])
    expect(await trace('role.update', id)).toMatchObject([{ details: { before: first, after: second } }])

    expect(await remove(ctx, id)).toEqual({ __typename: 'DeleteRoleSuccess', roleId: id })
    expect(await trace('role.delete', id)).toMatchObject([{ details: { before: second, after: null } }])
    expect([await rightsOf(id), await remove(ctx, id)]).toMatchObject([[], { __typename: 'NotFound' }])
  })

  it('has a name of its own, which is none of the product’s', async () => {
    const ctx = asOrgAdmin(org)
    const id = await made(org, 'Guards', [])
    const taken = {
      __typename: 'ValidationFailed',
      fields: [{ path: ['input', 'name'], message: expect.stringContaining('already') as string }],
    }
    for (const name of ['Guards', 'guards', 'OrgAdmin', 'Administrator', 'администратор', 'Platformadmin'])
      expect(await create(ctx, name, []), name).toMatchObject(taken)
    expect(await create(ctx, ' ', [])).toMatchObject({ path: ['input', 'name'] })
    expect(await create(ctx, 'x'.repeat(61), [])).toMatchObject({ path: ['input', 'name'] })
    expect(await update(ctx, await made(org, 'Porters', []), 'Guards', [])).toMatchObject(taken)
    expect(await update(ctx, id, 'GUARDS', [])).toMatchObject({ __typename: 'UpdateRoleSuccess' })
    expect(await create(asOrgAdmin(theirs), 'Guards', [])).toMatchObject({ __typename: 'CreateRoleSuccess' })
  })

  it('is made once by any number who ask with the same key', async () => {
    const input = { idempotencyKey: newId() }
    const answers = await Promise.all(Array.from({ length: 5 }, () => create(asOrgAdmin(org), 'Once', ['gate:read'], input)))
    expect(new Set(answers.map(({ role }) => role?.id)).size).toBe(1)
    expect(await create(asOrgAdmin(org), 'Twice', ['gate:read'], input)).toMatchObject({ code: 'IDEMPOTENCY_KEY_REUSED' })
  })

  it('holds only rights that there are, and none of the platform', async () => {
    for (const right of ['platform:manage', 'queue:manage', 'no:such', 'user:manage:own', 'pass:read:own:own'])
      expect(await create(asOrgAdmin(org), `With ${right}`, [right]), right).toMatchObject({ __typename: 'ValidationFailed' })
  })
})

describe('rights beyond those of whoever makes the role', () => {
  it('are refused by name, made or added, whole or beyond one’s own', async () => {
    const ctx = clerk(org, ['gate:read'], ['pass:read'])
    const refusal = (rights: string) => ({
      __typename: 'ValidationFailed',
      fields: [{ path: ['input', 'permissions'], message: `You cannot give rights that you do not hold yourself: ${rights}.` }],
    })
    expect(await create(ctx, 'Lifted', ['gate:read', 'audit:read'])).toMatchObject(refusal('Audit log'))
    expect(await create(ctx, 'Lifted', ['pass:read'])).toMatchObject(refusal('See passes'))
    expect(await create(ctx, 'Lifted', ['visitor:read:own'])).toMatchObject(refusal('See visitors (only their own)'))
    const answer = await create(ctx, 'Not lifted', ['gate:read', 'pass:read:own'])
    expect(answer).toMatchObject({ __typename: 'CreateRoleSuccess' })
    const id = answer.role?.id ?? ''
    expect(await update(ctx, id, 'Not lifted', ['gate:read', 'scan:override'])).toMatchObject(refusal('Let in against a denial'))
    expect(await rightsOf(id)).toEqual(['gate:read', 'pass:read:own'])
  })

  it('are neither taken away nor deleted', async () => {
    const id = await made(org, 'Auditors', ['audit:read'])
    const refusal = { fields: [{ path: ['input', 'roleId'], message: 'This needs rights that you do not hold yourself.' }] }
    expect(await update(clerk(org), id, 'Auditors', [])).toMatchObject(refusal)
    expect(await remove(clerk(org), id)).toMatchObject(refusal)
    expect(await rightsOf(id)).toEqual(['audit:read'])
  })
})

describe('roles that are not the caller’s to change', () => {
  it('are as none: the product’s, another organization’s, none', async () => {
    const ctx = asOrgAdmin(org)
    const foreign = await made(theirs, 'Theirs', ['gate:read'])
    const [nowhere, gone] = [await update(ctx, gid('Role', newId()), 'Mine', []), await remove(ctx, gid('Role', newId()))]
    expect([nowhere, gone]).toMatchObject([{ __typename: 'NotFound' }, { __typename: 'NotFound' }])
    for (const id of [foreign, gid('Role', builtInRoles.Operator.id), gid('User', newId()), 'nonsense']) {
      expect(await update(ctx, id, 'Mine', [])).toEqual(nowhere)
      expect(await remove(ctx, id)).toEqual(gone)
    }
    expect(await rightsOf(foreign)).toEqual(['gate:read'])
  })

  it('are refused to whoever may not manage people', async () => {
    const id = await made(org, 'Out of reach', [])
    for (const ctx of [asOperator(org), asHost(org), asSecurityOfficer(org), await asApiKey(org)])
      for (const [document, input] of [
        [createDocument, { name: 'Mine', permissions: [] }],
        [updateDocument, { roleId: id, name: 'Mine', permissions: [] }],
        [deleteDocument, { roleId: id }],
      ] as const)
        expect((await call(ctx, document, { input })).errors).toMatchObject([{ extensions: { code: 'FORBIDDEN' } }])
  })
})

describe('a role that somebody holds', () => {
  it('is not deleted, and says how many hold it', async () => {
    const at = await createOrganization()
    const id = await made(at, 'Held', ['gate:read'])
    expect(await give(at, at.operator, [id])).toMatchObject({ __typename: 'ChangeUserRolesSuccess' })
    expect(await remove(asOrgAdmin(at), id)).toMatchObject({
      __typename: 'ValidationFailed',
      fields: [{ message: 'People hold this role: 1. Give them another first.' }],
    })
    await give(at, at.operator, [gid('Role', builtInRoles.Operator.id)])
    expect(await remove(asOrgAdmin(at), id)).toMatchObject({ __typename: 'DeleteRoleSuccess' })
  })

  it('makes its holders hosts when it narrows rights to what they host', async () => {
    const at = await createOrganization()
    const id = await made(at, 'Callers', ['gate:read'])
    await give(at, at.operator, [id])
    const hosts = () => prisma.host.count({ where: { organizationId: at.id, userId: at.operator.id } })
    expect(await hosts()).toBe(0)
    await update(asOrgAdmin(at), id, 'Callers', ['appointment:create:own'])
    await update(asOrgAdmin(at), id, 'Callers', ['appointment:read:own'])
    expect(await hosts()).toBe(1)
  })

  it('is given or deleted, whoever comes first, and never half', async () => {
    const at = await createOrganization()
    for (let round = 0; round < 8; round++) {
      const id = await made(at, `Raced ${round}`, ['gate:read'])
      const user = await createUser(at.id, 'Developer')
      const [given, deleted] = await Promise.all([give(at, user, [id]), remove(asOrgAdmin(at), id)])
      const held = await prisma.userRole.count({ where: { roleId: localOf(id) } })
      const there = await prisma.role.count({ where: { id: localOf(id) } })
      const wasGiven = given.__typename === 'ChangeUserRolesSuccess'
      expect([given.__typename, deleted.__typename]).toEqual(
        wasGiven ? ['ChangeUserRolesSuccess', 'ValidationFailed'] : ['NotFound', 'DeleteRoleSuccess'],
      )
      expect([held, there]).toEqual(wasGiven ? [1, 1] : [0, 0])
    }
  })
})

describe('the list of roles', () => {
  const list = `query ($filter: RoleFilter, $after: String, $first: Int = 50) { roles(first: $first, after: $after, filter: $filter) {
    edges { node { name } } pageInfo { hasNextPage endCursor } } }`
  type List = { roles: { edges: { node: { name: string } }[]; pageInfo: { hasNextPage: boolean; endCursor: string } } }
  const names = async (ctx: Ctx, variables: object = {}) =>
    (await dataOf<List>(ctx, list, { ...variables })).roles.edges.map(({ node }) => node.name)

  it('is searched by what the reader sees, filtered by kind and paged', async () => {
    const at = await createOrganization()
    await made(at, 'Дежурный', [])
    await made(theirs, 'Дежурный', [])
    const builtIn = ['OrgAdmin', 'SecurityOfficer', 'Operator', 'Host', 'Developer']
    expect(await names(asOrgAdmin(at))).toEqual([...builtIn, 'Дежурный'])
    expect(await names(asOrgAdmin(at), { filter: { isBuiltIn: true } })).toEqual(builtIn)
    expect(await names(asOrgAdmin(at), { filter: { isBuiltIn: false } })).toEqual(['Дежурный'])
    expect(await names(asOrgAdmin(at), { filter: { search: 'дежур' } })).toEqual(['Дежурный'])
    expect(await names(asOrgAdmin(at), { filter: { search: 'recep' } })).toEqual(['Operator'])
    expect(await names(asOrgAdmin(at, { language: 'ru' }), { filter: { search: 'ресепшен' } })).toEqual(['Operator'])
    expect(await names(asOrgAdmin(at), { filter: { search: 'ресепшен' } })).toEqual([])
    const seen: string[] = []
    let after: string | undefined
    do {
      const { roles } = await dataOf<List>(asOrgAdmin(at), list, { first: 2, after })
      seen.push(...roles.edges.map(({ node }) => node.name))
      after = roles.pageInfo.hasNextPage ? roles.pageInfo.endCursor : undefined
    } while (after)
    expect(seen).toEqual([...builtIn, 'Дежурный'])
  })
})

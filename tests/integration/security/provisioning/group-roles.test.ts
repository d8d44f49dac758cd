import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { isFailure } from '../../../../server/core/errors'
import { newId } from '../../../../server/core/ids'
import { builtInRoles } from '../../../../server/core/permissions'
import {
  createProvisioningToken,
  revokeProvisioningToken,
} from '../../../../server/domains/security/use-cases/provisioning/provisioning-tokens'
import { listGroups, setGroupRoles } from '../../../../server/domains/security/use-cases/provisioning/set-group-roles'
import { prisma } from '../../../../server/infra/db'
import { createOrganization, type TestOrganization } from '../../../setup/organization'
import { asOperator } from '../../../setup/principals'
import { inSession } from '../sessions-of-people'
import { ownDomain } from '../single-sign-on/set-up'
import { actionsOf, directoryAt, followGroups, makeToken, rolesOf, startEndpoint, type Directory } from './directory'

let url: string
let stop: () => void
beforeAll(async () => {
  ;({ url, stop } = await startEndpoint())
})
afterAll(() => stop())

interface Place {
  org: TestOrganization
  directory: Directory
  group: string
  /** The id that the directory knows, and the account. */
  person: { id: string; userId: string }
}

/** An organization with a group of one person. */
async function place(): Promise<Place> {
  const org = await createOrganization()
  const domain = await ownDomain(org)
  const directory = directoryAt(url, await makeToken(org))
  const { id } = (await directory('POST', '/Users', { userName: `p@${domain}` })).body
  const { userId } = await prisma.membership.findUniqueOrThrow({ where: { id } })
  const group = (await directory('POST', '/Groups', { displayName: 'Reception', members: [{ value: id }] })).body.id
  return { org, directory, group, person: { id, userId } }
}

const asAdmin = (org: TestOrganization) => inSession(org.orgAdmin, org.id, () => new Date())

const choose = async (org: TestOrganization, provisionedGroupId: string, ...roleIds: string[]) =>
  setGroupRoles(await asAdmin(org), { provisionedGroupId, roleIds })

const leave = (directory: Directory, group: string) =>
  directory('PATCH', `/Groups/${group}`, { Operations: [{ op: 'remove', path: 'members' }] })

async function ownRole(org: TestOrganization, ...permissions: string[]): Promise<string> {
  const id = newId()
  const rights = { create: permissions.map((permission) => ({ permission })) }
  await prisma.role.create({ data: { id, organizationId: org.id, key: id, name: id, permissions: rights } })
  return id
}

describe('what a group brings', () => {
  it('comes with it and goes with it; what people gave by hand stays', async () => {
    const { org, directory, group, person } = await place()
    await followGroups(org)
    expect(await rolesOf(org, person.userId), 'a group gives nothing by itself').toEqual([])
    await choose(org, group, builtInRoles.Operator.id, builtInRoles.Host.id)
    await followGroups(org)
    expect(await rolesOf(org, person.userId)).toEqual(['Host', 'Operator'])
    expect(await prisma.host.count({ where: { organizationId: org.id, userId: person.userId } })).toBe(1)

    const byHand = { id: newId(), organizationId: org.id, userId: person.userId, roleId: builtInRoles.Developer.id }
    await prisma.userRole.create({ data: byHand })
    await choose(org, group, builtInRoles.Operator.id, builtInRoles.Developer.id)
    await followGroups(org)
    expect(await rolesOf(org, person.userId)).toEqual(['Developer', 'Operator'])
    await leave(directory, group)
    await followGroups(org)
    expect(await rolesOf(org, person.userId)).toEqual(['Developer'])
    expect(
      (await actionsOf(org)).filter((action) => action === 'user.change_roles'),
      'twice run, once done',
    ).toHaveLength(3)
  })

  it('holds everywhere beside the same role that somebody holds in a place, which stays as narrow as it is', async () => {
    const { org, directory, group, person } = await place()
    const narrowed = { organizationId: org.id, userId: person.userId, roleId: builtInRoles.Operator.id, siteId: org.site.id }
    await prisma.userRole.create({ data: { id: newId(), ...narrowed, place: org.site.id } })
    await choose(org, group, builtInRoles.Operator.id)
    await followGroups(org)
    expect(await rolesOf(org, person.userId)).toEqual(['Operator', 'Operator'])
    await leave(directory, group)
    await followGroups(org)
    expect(await prisma.userRole.findMany({ where: { userId: person.userId } })).toMatchObject([narrowed])
  })

  it('goes when the group goes, unless another group brings it', async () => {
    const { org, directory, group, person } = await place()
    const second = (await directory('POST', '/Groups', { displayName: 'Second', members: [{ value: person.id }] })).body.id
    await choose(org, group, builtInRoles.Operator.id)
    await choose(org, second, builtInRoles.Operator.id)
    await followGroups(org)
    await directory('DELETE', `/Groups/${group}`)
    await followGroups(org)
    expect(await rolesOf(org, person.userId)).toEqual(['Operator'])
    await choose(org, second)
    await followGroups(org)
    expect(await rolesOf(org, person.userId)).toEqual([])
  })

  it('goes with whoever is given up', async () => {
    const { org, directory, group, person } = await place()
    await choose(org, group, builtInRoles.Operator.id)
    await followGroups(org)
    await directory('DELETE', `/Users/${person.id}`)
    await followGroups(org)
    expect(await rolesOf(org, person.userId)).toEqual([])
    expect((await directory('GET', `/Groups/${group}`)).body.members).toEqual([])
  })
})

describe('nobody is lifted by a group', () => {
  it('beyond the rights of who chooses its roles', async () => {
    const { org, group } = await place()
    const beyond = await ownRole(org, 'platform:manage')
    expect(await choose(org, group, beyond)).toMatchObject({ failure: 'ValidationFailed' })
    await expect(setGroupRoles(asOperator(org), { provisionedGroupId: group, roleIds: [] })).rejects.toMatchObject({ code: 'FORBIDDEN' })
    for (const id of [builtInRoles.PlatformAdmin.id, newId()]) expect(await choose(org, group, id)).toMatchObject({ failure: 'NotFound' })
    const other = await createOrganization()
    expect(await choose(org, group, await ownRole(other, 'gate:read'))).toMatchObject({ failure: 'NotFound' })
    expect(await choose(other, group, builtInRoles.Host.id)).toMatchObject({ failure: 'NotFound' })
  })

  it('by a role that has grown since it was chosen, until it is chosen again', async () => {
    const { org, group, person } = await place()
    const role = await ownRole(org, 'gate:read')
    await choose(org, group, role)
    await prisma.rolePermission.create({ data: { roleId: role, permission: 'user:manage' } })
    await followGroups(org)
    expect(await rolesOf(org, person.userId)).toEqual([])
    expect(await listGroups(await asAdmin(org))).toMatchObject([{ memberCount: 1, roles: [{ id: role }], grownRoles: [{ id: role }] }])
    await choose(org, group, role)
    await followGroups(org)
    expect(await rolesOf(org, person.userId)).toEqual([role])
  })

  it('and the last administrator stays one', async () => {
    const { org, directory, group, person } = await place()
    await choose(org, group, builtInRoles.OrgAdmin.id)
    await followGroups(org)
    await prisma.membership.updateMany({ where: { organizationId: org.id, userId: person.userId }, data: { acceptedAt: new Date() } })
    await prisma.userRole.deleteMany({ where: { organizationId: org.id, userId: org.orgAdmin.id } })
    await leave(directory, group)
    await followGroups(org)
    expect(await rolesOf(org, person.userId)).toEqual(['OrgAdmin'])
    await prisma.userRole.create({
      data: { id: newId(), organizationId: org.id, userId: org.orgAdmin.id, roleId: builtInRoles.OrgAdmin.id },
    })
    await followGroups(org)
    expect(await rolesOf(org, person.userId)).toEqual([])
  })
})

describe('tokens', () => {
  const make = async (org: TestOrganization, overlapHours: number) => {
    const made = await createProvisioningToken(await asAdmin(org), { days: 30, overlapHours })
    if (isFailure(made)) throw new Error(JSON.stringify(made))
    return made
  }
  const statusWith = async (token: string) => (await directoryAt(url, token)('GET', '/Users')).status

  it('are replaced with an overlap or without one, and withdrawn', async () => {
    const org = await createOrganization()
    const first = await make(org, 0)
    const second = await make(org, 24)
    expect([await statusWith(first.token), await statusWith(second.token)]).toEqual([200, 200])
    const third = await make(org, 0)
    expect([await statusWith(first.token), await statusWith(second.token), await statusWith(third.token)]).toEqual([401, 401, 200])
    expect(await revokeProvisioningToken(await asAdmin(org), { provisioningTokenId: third.row.id })).toMatchObject({ id: third.row.id })
    expect(await statusWith(third.token)).toBe(401)
    expect(await revokeProvisioningToken(await asAdmin(org), { provisioningTokenId: third.row.id })).toMatchObject({ failure: 'NotFound' })
    const row = await prisma.provisioningToken.findUniqueOrThrow({ where: { id: third.row.id } })
    expect(row.lastUsedAt).not.toBeNull()
    expect(JSON.stringify(await prisma.auditLog.findMany({ where: { organizationId: org.id } }))).not.toContain(third.token)
  })

  it('are three at most that work, and made by nobody who could not make an administrator', async () => {
    const org = await createOrganization()
    for (let each = 0; each < 3; each++) await make(org, 24)
    expect(await createProvisioningToken(await asAdmin(org), { days: 30, overlapHours: 24 })).toMatchObject({ failure: 'ValidationFailed' })
    await expect(createProvisioningToken(asOperator(org), { days: 30, overlapHours: 0 })).rejects.toMatchObject({ code: 'FORBIDDEN' })
    const few = Object.assign(await asAdmin(org), { permissions: new Set(['organization:manage']) })
    expect(await createProvisioningToken(few, { days: 30, overlapHours: 0 })).toMatchObject({ failure: 'ValidationFailed' })
    const other = await createOrganization()
    const { row } = await make(other, 0)
    expect(await revokeProvisioningToken(await asAdmin(org), { provisioningTokenId: row.id })).toMatchObject({ failure: 'NotFound' })
  })
})

import { beforeAll, describe, expect, it } from 'vitest'
import { newId } from '../../../server/core/ids'
import { builtInRoles } from '../../../server/core/permissions'
import { prisma } from '../../../server/infra/db'
import { createOrganization, createUser, type TestOrganization } from '../../setup/organization'
import { asOrgAdmin } from '../../setup/principals'
import { gid } from '../api/graphql-call'
import { change, furnish, holderOf, ids, inputOf, org } from './places-of-roles'
import { send } from './sessions-of-people'

let other: TestOrganization
beforeAll(async () => {
  await furnish()
  other = await createOrganization()
})

describe('narrowing a role', () => {
  it('shows it beside the roles that hold everywhere, keeps it where nothing is said of it, and audits it with its place', async () => {
    const user = await createUser(org.id, 'Operator')
    const given = await change(asOrgAdmin(org), user, ['Host'], [inputOf({ role: 'SecurityOfficer', place: 'siteA' })])
    const held = {
      roles: [{ key: 'Host' }],
      narrowedRoles: [{ role: { key: 'SecurityOfficer' }, site: { id: gid('Site', ids.siteA) }, department: null }],
    }
    expect(given).toMatchObject({ member: held })
    expect(await change(asOrgAdmin(org), user, ['Host', 'Operator'])).toMatchObject({ member: { narrowedRoles: held.narrowedRoles } })
    const [, last] = await prisma.auditLog.findMany({
      where: { entityId: user.id, action: 'user.change_roles' },
      orderBy: { createdAt: 'asc' },
    })
    expect(last?.details).toMatchObject({ after: { roles: ['Host', 'Operator', `SecurityOfficer@${ids.siteA}`] } })
    expect(await change(asOrgAdmin(org), user, ['Host'], [])).toMatchObject({ member: { narrowedRoles: [] } })
  })

  it('is refused for rights that the caller does not hold, for nothing to do there, for no place or two, for places elsewhere', async () => {
    const user = await createUser(org.id, 'Operator')
    const admin = asOrgAdmin(org)
    const roleId = gid('Role', builtInRoles.Operator.id)
    const problems = [
      [{ roleId }],
      [{ roleId, siteId: gid('Site', ids.siteA), departmentId: gid('Department', ids.above) }],
      [inputOf({ role: 'Developer', place: 'siteA' })],
      [inputOf({ role: 'PlatformAdmin', place: 'siteA' })],
      [{ roleId, siteId: gid('Site', other.site.id) }],
      [{ roleId, siteId: gid('Site', newId()) }],
      [{ roleId, departmentId: gid('Department', ids.siteA) }],
    ]
    for (const narrowed of problems)
      expect(['ValidationFailed', 'NotFound']).toContain((await change(admin, user, ['Operator'], narrowed)).__typename)
    expect((await change(admin, user, [], [])).__typename).toBe('ValidationFailed')
    expect(await prisma.userRole.count({ where: { userId: user.id } })).toBe(1)
    const { ctx } = await holderOf([{ role: 'OrgAdmin', place: 'siteA' }])
    await expect(change(ctx, user, [], [inputOf({ role: 'Operator', place: 'siteA' })])).rejects.toThrow('FORBIDDEN')
  })

  it('leaves no organization without somebody who administers all of it', async () => {
    const where = { organizationId_userId: { organizationId: other.id, userId: other.orgAdmin.id } }
    const memberId = gid('Member', (await prisma.membership.findUniqueOrThrow({ where })).id)
    const narrowedRoles = [{ roleId: gid('Role', builtInRoles.OrgAdmin.id), siteId: gid('Site', other.site.id) }]
    const refused = await send(asOrgAdmin(other), 'changeUserRoles', { memberId, roleIds: [], narrowedRoles })
    expect(refused).toMatchObject({ __typename: 'ValidationFailed', fields: [{ message: expect.stringContaining('administrator') }] })
  })

  it('keeps a department that somebody holds a role in from being deleted', async () => {
    const departmentId = newId()
    await prisma.department.create({ data: { id: departmentId, organizationId: org.id, name: 'Guarded' } })
    const user = await createUser(org.id, 'Operator')
    const narrowed = [{ roleId: gid('Role', builtInRoles.Operator.id), departmentId: gid('Department', departmentId) }]
    expect((await change(asOrgAdmin(org), user, [], narrowed)).__typename).toBe('ChangeUserRolesSuccess')
    const remove = () => send(asOrgAdmin(org), 'deleteDepartment', { departmentId: gid('Department', departmentId) })
    expect((await remove()).__typename).toBe('ValidationFailed')
    await change(asOrgAdmin(org), user, ['Operator'], [])
    expect((await remove()).__typename).toBe('DeleteDepartmentSuccess')
  })
})

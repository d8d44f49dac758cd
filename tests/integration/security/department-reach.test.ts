import { expect, it } from 'vitest'
import { anonymous, createCtx } from '../../../server/core/ctx'
import { newId } from '../../../server/core/ids'
import { builtInRoles } from '../../../server/core/permissions'
import { prisma } from '../../../server/infra/db'
import { createOrganization, createUser } from '../../setup/organization'
import { asOrgAdmin } from '../../setup/principals'
import { gid } from '../api/graphql-call'
import { send } from './sessions-of-people'

it('who manages people alone widens no role by departments, neither their own nor another’s', async () => {
  const org = await createOrganization()
  const [desk, team, board] = [newId(), newId(), newId()]
  const departments = [
    { id: desk, name: 'Desk' },
    { id: team, name: 'Team', parentId: desk },
    { id: board, name: 'Board' },
  ]
  await prisma.department.createMany({ data: departments.map((each) => ({ organizationId: org.id, ...each })) })
  const clerk = await createUser(org.id, 'Operator')
  const grant = { siteId: null, departmentId: desk, place: desk }
  await prisma.userRole.updateMany({ where: { userId: clerk.id }, data: grant })
  const principal = { ...anonymous, organizationId: org.id, permissions: new Set(['user:manage'] as const) }
  const manager = createCtx({ ...principal, actor: { type: 'user', id: clerk.id, sessionId: newId() } }, { language: 'en' })
  const move = (ctx: typeof manager, parentId: string | null) =>
    send(ctx, 'moveDepartment', { departmentId: gid('Department', board), parentId: parentId && gid('Department', parentId) })
  const guest = await createUser(org.id, 'Operator')
  await prisma.userRole.deleteMany({ where: { userId: guest.id } })
  const where = { organizationId_userId: { organizationId: org.id, userId: guest.id } }
  const memberId = gid('Member', (await prisma.membership.findUniqueOrThrow({ where })).id)
  const assign = (ctx: typeof manager, departmentId: string) =>
    send(ctx, 'assignDepartment', { memberId, departmentId: gid('Department', departmentId) })

  for (const place of [desk, team]) {
    expect(await move(manager, place)).toMatchObject({ fields: [{ message: expect.stringContaining('would reach further') as string }] })
    expect(await assign(manager, place)).toMatchObject({ fields: [{ message: expect.stringContaining('would reach further') as string }] })
  }
  expect((await assign(manager, board)).__typename).toBe('AssignDepartmentSuccess')
  expect((await move(asOrgAdmin(org), team)).__typename).toBe('MoveDepartmentSuccess')
  expect((await move(manager, null)).__typename).toBe('MoveDepartmentSuccess')
  await prisma.userRole.updateMany({ where: { userId: clerk.id }, data: { roleId: builtInRoles.Developer.id } })
  expect((await move(manager, desk)).__typename).toBe('MoveDepartmentSuccess')
})

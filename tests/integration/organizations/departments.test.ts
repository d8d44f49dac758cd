import { beforeEach, describe, expect, it } from 'vitest'
import { departmentLimits } from '../../../shared/department-tree'
import { newId } from '../../../server/core/ids'
import { prisma } from '../../../server/infra/db'
import { createOrganization, type TestOrganization } from '../../setup/organization'
import { asHost, asOperator, asOrgAdmin } from '../../setup/principals'
import { dataOf, gid } from '../api/graphql-call'
import { change, madeDepartment, moved, treeOf } from './department-calls'
import { localOf } from './site-calls'

let org: TestOrganization
beforeEach(async () => {
  org = await createOrganization()
})

const trace = (action: string, entityId: string) => prisma.auditLog.findMany({ where: { action, entityId } })
const memberOf = async (user: { id: string }) => {
  const where = { organizationId_userId: { organizationId: org.id, userId: user.id } }
  return gid('Member', (await prisma.membership.findUniqueOrThrow({ where })).id)
}
const assign = async (user: { id: string }, departmentId: string | null, ctx = asOrgAdmin(org)) =>
  change(ctx, 'assignDepartment', {
    memberId: await memberOf(user),
    departmentId: departmentId === null ? null : gid('Department', departmentId),
  })

describe('a department', () => {
  it('is made, renamed, moved and deleted, each with what was before and after in the audit log', async () => {
    const ctx = asOrgAdmin(org)
    const firm = await madeDepartment(ctx, 'Firm')
    const sales = await madeDepartment(ctx, ' Sales ', firm)
    expect(await trace('department.create', sales)).toMatchObject([{ details: { before: null, after: { name: 'Sales', parentId: firm } } }])
    const departmentId = gid('Department', sales)
    expect(await change(ctx, 'renameDepartment', { departmentId, name: 'Trade' })).toMatchObject({ department: { name: 'Trade' } })
    await change(ctx, 'renameDepartment', { departmentId, name: 'Trade' })
    expect(await trace('department.rename', sales)).toMatchObject([{ details: { before: { name: 'Sales' }, after: { name: 'Trade' } } }])
    expect(await moved(ctx, sales, null)).toMatchObject({ department: { parent: null } })
    await moved(ctx, sales, null)
    expect(await trace('department.move', sales)).toMatchObject([{ details: { before: { parentId: firm }, after: { parentId: null } } }])
    expect(await change(ctx, 'deleteDepartment', { departmentId })).toEqual({ __typename: 'DeleteDepartmentSuccess', departmentId })
    expect(await trace('department.delete', sales)).toMatchObject([{ details: { before: { name: 'Trade' }, after: null } }])
    expect(await change(ctx, 'deleteDepartment', { departmentId })).toMatchObject({ code: 'NOT_FOUND' })
    expect(await treeOf(org.id)).toEqual({ Firm: null })
  })

  it('has a name that no sibling has, whatever its case', async () => {
    const ctx = asOrgAdmin(org)
    const firm = await madeDepartment(ctx, 'Firm')
    const law = await madeDepartment(ctx, 'Law', firm)
    await madeDepartment(ctx, 'Law')
    const taken = { __typename: 'ValidationFailed', fields: [{ path: ['input', 'name'] }] }
    expect(await change(ctx, 'createDepartment', { name: 'LAW', parentId: gid('Department', firm) })).toMatchObject(taken)
    expect(await moved(ctx, law, null)).toMatchObject(taken)
    expect(await change(ctx, 'createDepartment', { name: ' ' })).toMatchObject(taken)
    const many = await Promise.all(
      Array.from({ length: 6 }, () => change(ctx, 'createDepartment', { name: 'Twin', parentId: gid('Department', firm) })),
    )
    expect(many.filter(({ department }) => department)).toHaveLength(1)
  })

  it('stands in no circle: neither below itself, nor by two moves at once', async () => {
    const ctx = asOrgAdmin(org)
    const [one, two] = [await madeDepartment(ctx, 'One'), await madeDepartment(ctx, 'Two')]
    const below = await madeDepartment(ctx, 'Below', one)
    const circle = { __typename: 'ValidationFailed', fields: [{ path: ['input', 'parentId'] }] }
    expect(await moved(ctx, one, below)).toMatchObject(circle)
    expect(await moved(ctx, one, one)).toMatchObject(circle)
    for (let round = 0; round < 10; round++) {
      const answers = await Promise.all([moved(ctx, one, two), moved(ctx, two, below)])
      expect(answers.map(({ __typename }) => __typename).toSorted()).toEqual(['MoveDepartmentSuccess', 'ValidationFailed'])
      await moved(ctx, one, null)
      await moved(ctx, two, null)
    }
  })

  it('lies no deeper than is allowed, however it comes there', async () => {
    const ctx = asOrgAdmin(org)
    let lowest: string | null = null
    for (let level = 1; level <= departmentLimits.levels; level++) lowest = await madeDepartment(ctx, `Level ${level}`, lowest)
    const tooDeep = { __typename: 'ValidationFailed', fields: [{ path: ['input', 'parentId'] }] }
    expect(await change(ctx, 'createDepartment', { name: 'x', parentId: gid('Department', lowest ?? '') })).toMatchObject(tooDeep)
    const top = await madeDepartment(ctx, 'Top')
    const tower = await prisma.department.findFirstOrThrow({ where: { organizationId: org.id, name: 'Level 1' } })
    expect(await moved(ctx, tower.id, top)).toMatchObject(tooDeep)
    expect(await moved(ctx, top, lowest)).toMatchObject(tooDeep)
  })

  it('is one of so many at most', async () => {
    const rows = Array.from({ length: departmentLimits.departments }, (_, index) => ({
      id: newId(),
      organizationId: org.id,
      name: `No ${index}`,
    }))
    await prisma.department.createMany({ data: rows })
    expect((await change(asOrgAdmin(org), 'createDepartment', { name: 'x' })).fields?.[0]?.message).toContain('500')
  })

  it('is not deleted while people or departments belong to it, whoever joins at the same time', async () => {
    const ctx = asOrgAdmin(org)
    const firm = await madeDepartment(ctx, 'Firm')
    const law = await madeDepartment(ctx, 'Law', firm)
    const remove = (id: string) => change(ctx, 'deleteDepartment', { departmentId: gid('Department', id) })
    const inUse = { __typename: 'ValidationFailed', fields: [{ path: ['input', 'departmentId'] }] }
    expect(await remove(firm)).toMatchObject(inUse)
    await assign(org.operator, law)
    expect(await remove(law)).toMatchObject(inUse)
    await assign(org.operator, null)
    for (let round = 0; round < 6; round++) {
      const id = await madeDepartment(ctx, `Round ${round}`)
      const [deleted, joined] = await Promise.all([remove(id), assign(org.operator, id)])
      expect([deleted.__typename, joined.__typename].filter((name) => name.endsWith('Success'))).toHaveLength(1)
      await assign(org.operator, null)
    }
  })
})

describe('people', () => {
  it('belong to one department, are counted there and found by it and by those above', async () => {
    const ctx = asOrgAdmin(org)
    const firm = await madeDepartment(ctx, 'Firm')
    const law = await madeDepartment(ctx, 'Law', firm)
    expect(await assign(org.host.user, law)).toMatchObject({ member: { department: { name: 'Law' } } })
    await assign(org.host.user, law)
    await assign(org.operator, firm)
    expect(await trace('user.assign_department', org.host.user.id)).toMatchObject([
      { details: { before: { departmentId: null }, after: { departmentId: law } } },
    ])
    const { departments } = await dataOf<{ departments: { name: string; memberCount: number; parent: { id: string } | null }[] }>(
      ctx,
      '{ departments { name memberCount parent { id } } }',
    )
    expect(departments).toEqual([
      { name: 'Firm', memberCount: 1, parent: null },
      { name: 'Law', memberCount: 1, parent: { id: gid('Department', firm) } },
    ])
    const found = async (departmentId: string) => {
      const document = 'query ($id: ID) { members(first: 20, filter: { departmentId: $id }) { edges { node { name } } } }'
      const { members } = await dataOf<{ members: { edges: { node: { name: string } }[] } }>(ctx, document, {
        id: gid('Department', departmentId),
      })
      return members.edges.map(({ node }) => node.name).toSorted()
    }
    expect(await found(law)).toEqual([org.host.user.name])
    expect(await found(firm)).toEqual([org.host.user.name, org.operator.name].toSorted())
    const hosts = await dataOf(asOperator(org), '{ hosts(first: 1) { edges { node { department { name } } } } }')
    expect(hosts).toMatchObject({ hosts: { edges: [{ node: { department: { name: 'Law' } } }] } })
  })

  it('join no department of another organization, nor does a department', async () => {
    const theirs = await createOrganization()
    const foreign = await madeDepartment(asOrgAdmin(theirs), 'Theirs')
    const own = await madeDepartment(asOrgAdmin(org), 'Own')
    expect(await assign(org.operator, foreign)).toMatchObject({ code: 'NOT_FOUND', path: ['input', 'departmentId'] })
    expect(await moved(asOrgAdmin(org), own, foreign)).toMatchObject({ code: 'NOT_FOUND', path: ['input', 'parentId'] })
    expect(await moved(asOrgAdmin(org), foreign, null)).toMatchObject({ code: 'NOT_FOUND', path: ['input', 'departmentId'] })
    const reach = prisma.membership.updateMany({ where: { organizationId: org.id }, data: { departmentId: foreign } })
    await expect(reach).rejects.toThrow()
    await expect(prisma.department.update({ where: { id: own }, data: { parentId: foreign } })).rejects.toThrow()
  })

  it('manage departments by the right to manage people alone', async () => {
    const own = await madeDepartment(asOrgAdmin(org), 'Own')
    const departmentId = gid('Department', own)
    for (const ctx of [asOperator(org), asHost(org)]) {
      await expect(dataOf(ctx, '{ departments { id } }')).rejects.toThrow('FORBIDDEN')
      await expect(change(ctx, 'createDepartment', { name: 'x' })).rejects.toThrow('FORBIDDEN')
      await expect(change(ctx, 'renameDepartment', { departmentId, name: 'x' })).rejects.toThrow('FORBIDDEN')
      await expect(change(ctx, 'moveDepartment', { departmentId })).rejects.toThrow('FORBIDDEN')
      await expect(change(ctx, 'deleteDepartment', { departmentId })).rejects.toThrow('FORBIDDEN')
      await expect(assign(org.operator, own, ctx)).rejects.toThrow('FORBIDDEN')
    }
    expect(localOf(departmentId)).toBe(own)
  })
})

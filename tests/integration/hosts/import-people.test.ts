import fc from 'fast-check'
import { beforeEach, describe, expect, it } from 'vitest'
import { newId } from '../../../server/core/ids'
import { importPeople, type ImportedRow } from '../../../server/domains/hosts/use-cases/import-people'
import { prisma } from '../../../server/infra/db'
import { createUser, createOrganization, type TestOrganization } from '../../setup/organization'
import { asHost, asOrgAdmin } from '../../setup/principals'
import { statementsOf } from '../../setup/statements-of'
import { done } from './acting'

let org: TestOrganization
beforeEach(async () => {
  org = await createOrganization()
})

type Row = { email?: string; name?: string; department?: string; position?: string }
const lined = (rows: Row[]) => rows.map((row, place) => ({ line: place + 2, ...row }))
const run = async (rows: Row[], isDryRun = false): Promise<ImportedRow[]> =>
  done(await importPeople(asOrgAdmin(org), { rows: lined(rows), isDryRun }))
const address = () => `${newId()}@staff.example`
/** Everything that an import could touch. */
const state = async () => {
  const organizationId = org.id
  return JSON.stringify([
    await prisma.department.findMany({ where: { organizationId }, orderBy: { id: 'asc' } }),
    await prisma.membership.findMany({ where: { organizationId }, orderBy: { id: 'asc' } }),
    await prisma.host.findMany({ where: { organizationId }, orderBy: { id: 'asc' }, select: { id: true, position: true } }),
    await prisma.userRole.findMany({ where: { organizationId }, orderBy: { id: 'asc' } }),
    await prisma.auditLog.count({ where: { organizationId } }),
    await prisma.accountLink.count({ where: { organizationId } }),
  ])
}

describe('a list of people', () => {
  it('is looked at by as few statements as one person is', async () => {
    const rows = Array.from({ length: 40 }, () => ({ email: address(), name: 'Anna New' }))
    const [one, many] = [await statementsOf(() => run(rows.slice(0, 1), true)), await statementsOf(() => run(rows, true))]
    expect(one.length).toBeGreaterThan(2)
    expect(many).toHaveLength(one.length)
  })

  it('makes departments, invites who is new as a host, moves and names who is known; a second time it changes nothing', async () => {
    const known = org.host.user
    const rows = [
      { email: address(), name: 'Anna New', department: 'Plant / Shop 1', position: 'Foreman' },
      { email: address(), name: 'Boris New', department: 'plant/SHOP 1 / Line' },
      { email: known.email.toUpperCase(), name: 'Ignored', department: 'Plant', position: 'Director' },
    ]
    const before = await state()
    const planned = await run(rows, true)
    expect(planned.map(({ isNew, newDepartments, problem }) => [isNew, newDepartments, problem])).toEqual([
      [true, ['Plant', 'Shop 1'], null],
      [true, ['Line'], null],
      [false, [], null],
    ])
    expect(await state()).toBe(before)
    expect(await run(rows)).toEqual(planned)
    const tree = await prisma.department.findMany({ where: { organizationId: org.id } })
    const parentOf = (name: string) => tree.find(({ id }) => id === tree.find((each) => each.name === name)?.parentId)?.name ?? null
    expect(tree).toHaveLength(3)
    expect(['Plant', 'Shop 1', 'Line'].map(parentOf)).toEqual([null, 'Plant', 'Shop 1'])
    const host = await prisma.host.findUniqueOrThrow({
      where: { id: org.host.id },
      include: { membership: { include: { department: true } } },
    })
    expect([host.position, host.membership.department?.name, host.membership.name]).toEqual(['Director', 'Plant', known.name])
    const invited = await prisma.host.findFirstOrThrow({ where: { organizationId: org.id, user: { email: rows[0]?.email ?? '' } } })
    expect(invited.position).toBe('Foreman')
    const after = await state()
    const again = await run(rows)
    expect(again.every((row) => !row.isNew && !row.changesDepartment && !row.changesPosition && row.newDepartments.length === 0)).toBe(true)
    expect(await state()).toBe(after)
  })

  it('tells what is wrong row by row and takes the others', async () => {
    const email = address()
    const rows = [
      { email: 'nonsense', name: 'X' },
      { email: address(), name: '' },
      { email: address(), name: 'Deep', department: 'A/B/C/D/E/F/G/H/I' },
      { email, name: 'Good' },
      { email, name: 'Twice' },
      { email: address(), name: 'Long', department: 'x'.repeat(121) },
    ]
    const planned = await run(rows, true)
    expect(planned.map(({ problem }) => problem === null)).toEqual([false, false, false, true, false, false])
    expect(planned.map(({ line }) => line)).toEqual([2, 3, 4, 5, 6, 7])
    const result = await run(rows)
    expect(result.map(({ problem }) => problem)).toEqual(planned.map(({ problem }) => problem))
    expect(await prisma.department.count({ where: { organizationId: org.id } })).toBe(0)
  })

  it('never moves the last administrator, nor whoever has more rights; moves one of two', async () => {
    const row = { email: org.orgAdmin.email, name: 'Admin', department: 'Board' }
    const before = await state()
    expect((await run([row]))[0]?.problem).not.toBeNull()
    expect(await state()).toBe(before)
    await createUser(org.id, 'OrgAdmin')
    expect((await run([row]))[0]?.problem).toBeNull()
    await expect(importPeople(asHost(org), { rows: lined([row]), isDryRun: true })).rejects.toMatchObject({ code: 'FORBIDDEN' })
  })

  it('never makes a circle and always ends where its path says, whatever paths there are', async () => {
    const name = fc.constantFrom('A', 'B', 'C')
    const paths = fc.array(fc.array(name, { minLength: 1, maxLength: 4 }), { minLength: 1, maxLength: 6 })
    await fc.assert(
      fc.asyncProperty(paths, async (wanted) => {
        org = await createOrganization()
        const rows = wanted.map((path) => ({ email: address(), name: 'X', department: path.join(' / ') }))
        await run(rows)
        const tree = await prisma.department.findMany({ where: { organizationId: org.id } })
        const pathOf = (id: string | null): string[] => {
          const found = tree.find((each) => each.id === id)
          return found ? [...pathOf(found.parentId), found.name] : []
        }
        for (const [place, { email }] of rows.entries()) {
          const { departmentId } = await prisma.membership.findFirstOrThrow({ where: { organizationId: org.id, user: { email } } })
          expect(pathOf(departmentId)).toEqual(wanted[place])
        }
        const distinct = new Set(wanted.flatMap((path) => path.map((_, depth) => path.slice(0, depth + 1).join('/'))))
        expect(tree).toHaveLength(distinct.size)
      }),
      { numRuns: 5 },
    )
  }, 120_000)
})

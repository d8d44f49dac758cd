import type { Ctx } from '../../../server/core/ctx'
import { prisma } from '../../../server/infra/db'
import { dataOf, gid } from '../api/graphql-call'
import { localOf } from './site-calls'

/** What a mutation of a department answered. */
export interface DepartmentResult {
  __typename: string
  code?: string
  path?: string[]
  fields?: { path: string[]; message: string }[]
  department?: { id: string; name: string; parent: { id: string } | null; memberCount: number }
  departmentId?: string
  member?: { department: { id: string; name: string } | null }
}

const department = 'department { id name memberCount parent { id } }'
const shown: Record<string, string> = {
  createDepartment: department,
  renameDepartment: department,
  moveDepartment: department,
  deleteDepartment: 'departmentId',
  assignDepartment: 'member { department { id name } }',
}
const failures = '... on ValidationFailed { fields { path message } } ... on UserError { code path }'

/** Asks one of the mutations of departments. */
export async function change(ctx: Ctx, field: string, input: object): Promise<DepartmentResult> {
  const type = `${field.charAt(0).toUpperCase()}${field.slice(1)}`
  const document = `mutation ($input: ${type}Input!) { result: ${field}(input: $input) { __typename ... on ${type}Success { ${shown[field]} } ${failures} } }`
  return (await dataOf<{ result: DepartmentResult }>(ctx, document, { input })).result
}

const parentOf = (id: string | null) => (id === null ? null : gid('Department', id))

/** Makes a department. @returns its own id, not the global one */
export async function madeDepartment(ctx: Ctx, name: string, parentId: string | null = null): Promise<string> {
  const answer = await change(ctx, 'createDepartment', { name, parentId: parentOf(parentId) })
  if (!answer.department) throw new Error(`${name} was not made: ${JSON.stringify(answer)}`)
  return localOf(answer.department.id)
}

/** Puts a department under another. */
export const moved = (ctx: Ctx, id: string, parentId: string | null): Promise<DepartmentResult> =>
  change(ctx, 'moveDepartment', { departmentId: gid('Department', id), parentId: parentOf(parentId) })

/** The tree as the rows say: each department by name with the name of its parent. */
export async function treeOf(organizationId: string): Promise<Record<string, string | null>> {
  const rows = await prisma.department.findMany({ where: { organizationId }, include: { parent: true } })
  return Object.fromEntries(rows.map(({ name, parent }) => [name, parent?.name ?? null]))
}

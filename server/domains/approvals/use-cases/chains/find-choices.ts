import { inTreeOrder } from '#shared/department-tree'
import { organizationOf, type Ctx } from '../../../../core/ctx'
import { ableMember } from '../../../../core/members'
import { translate } from '../../../../infra/i18n'
import { prisma } from '../../../../infra/db'
import { authorizeChains } from '../../policy'
import { builtInRoleIds } from './chain-content'

/** Something that can be chosen for a chain. */
export interface ApprovalChoice {
  id: string
  name: string
}

/** A department, and who heads it. */
export interface HeadedDepartment extends ApprovalChoice {
  level: number
  headId: string | null
}

/** Everything that a chain can name. */
export interface ApprovalChoices {
  people: ApprovalChoice[]
  roles: ApprovalChoice[]
  sites: ApprovalChoice[]
  visitorTypes: ApprovalChoice[]
  departments: HeadedDepartment[]
}

/** The most people that are offered. */
const mostPeople = 1_000

/** The roles that can be held in the organization, as the reader calls them. */
export async function findRoles(ctx: Ctx): Promise<ApprovalChoice[]> {
  const where = { OR: [{ organizationId: null, id: { in: builtInRoleIds } }, { organizationId: organizationOf(ctx) }] }
  const rows = await prisma.role.findMany({
    where,
    select: { id: true, key: true, name: true, organizationId: true },
    orderBy: { id: 'asc' },
  })
  return rows.map(({ id, key, name, organizationId }) => ({
    id,
    name: organizationId === null ? translate(ctx.language, `admin.roleNames.${key}`) : name,
  }))
}

async function findDepartments(ctx: Ctx): Promise<HeadedDepartment[]> {
  const [tree, heads] = [await ctx.db.department.findMany(), await ctx.db.departmentHead.findMany()]
  const members = await ctx.db.membership.findMany({
    where: { userId: { in: heads.map(({ userId }) => userId) } },
    select: { id: true, userId: true },
  })
  const headOf = (departmentId: string) => {
    const head = heads.find((each) => each.departmentId === departmentId)
    return members.find(({ userId }) => userId === head?.userId)?.id ?? null
  }
  return inTreeOrder(tree).map(({ department: { id, name }, level }) => ({ id, name, level, headId: headOf(id) }))
}

/** What whoever makes a chain can choose from. @throws Refusal without the right to make chains */
export async function findChoices(ctx: Ctx): Promise<ApprovalChoices> {
  authorizeChains(ctx)
  const select = { id: true, name: true } as const
  return {
    people: await ctx.db.membership.findMany({ where: ableMember, select, orderBy: [{ name: 'asc' }, { id: 'asc' }], take: mostPeople }),
    roles: await findRoles(ctx),
    sites: await ctx.db.site.findMany({ where: { closedAt: null }, select, orderBy: { id: 'asc' } }),
    visitorTypes: await ctx.db.visitorType.findMany({ where: { archivedAt: null }, select, orderBy: { id: 'asc' } }),
    departments: await findDepartments(ctx),
  }
}

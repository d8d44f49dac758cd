import { withDescendants } from '#shared/department-tree'
import { authorize } from '../../../core/authorize'
import type { Ctx } from '../../../core/ctx'
import type { Membership, Prisma, UserRole } from '../../../generated/prisma/client'
import type { TenantTransaction } from '../../../infra/tenant-client'
import { isNarrowed } from '../narrowed-rights'
import type { RoleRow } from './list-roles'
import { holdersOfSecondFactor } from './take-one-time-code'

/** A role that somebody holds at one site or in one department only: exactly one of the two is there. */
export interface NarrowedRole extends Pick<UserRole, 'siteId' | 'departmentId'> {
  role: RoleRow
}

/** A person in the organization, with what they may do there. */
export interface MemberRow extends Omit<Membership, 'organizationId'> {
  email: string
  /** Held in the whole organization. */
  roles: RoleRow[]
  narrowedRoles: NarrowedRole[]
  hasSecondFactor: boolean
}

/** Whether a person may come in. */
export type MemberStatus = 'INVITED' | 'ACTIVE' | 'SUSPENDED'

const inStatus: Record<MemberStatus, Prisma.MembershipWhereInput> = {
  INVITED: { suspendedAt: null, acceptedAt: null },
  ACTIVE: { suspendedAt: null, acceptedAt: { not: null } },
  SUSPENDED: { suspendedAt: { not: null } },
}

/** Whether a person may come in. */
export const statusOf = ({ suspendedAt, acceptedAt }: Pick<Membership, 'suspendedAt' | 'acceptedAt'>): MemberStatus =>
  suspendedAt ? 'SUSPENDED' : acceptedAt ? 'ACTIVE' : 'INVITED'

/** What narrows the list. */
export interface MemberFilter {
  /** A part of the name or the e-mail. */
  search?: string | null
  status?: MemberStatus | null
  roleId?: string | null
  /** People of this department or of one below it. */
  departmentId?: string | null
}

/** Where a page of the list starts, in which order, and how many. */
export interface MemberPage {
  where: Prisma.MembershipWhereInput
  orderBy: Prisma.MembershipOrderByWithRelationInput[]
  take?: number
}

const shown = {
  user: {
    select: {
      email: true,
      roles: { select: { siteId: true, departmentId: true, role: { include: { permissions: true } } }, orderBy: { id: 'asc' } },
    },
  },
} as const

type Shown = Membership & { user: { email: string; roles: NarrowedRole[] } }

const memberOf = ({ user, ...member }: Shown) => ({
  ...member,
  email: user.email,
  roles: user.roles.filter((grant) => !isNarrowed(grant)).map(({ role }) => role),
  narrowedRoles: user.roles.filter(isNarrowed),
})

/** People of the caller's organization. @throws Refusal without the right to manage them */
export async function listMembers(ctx: Ctx, page: MemberPage, filter: MemberFilter = {}): Promise<MemberRow[]> {
  authorize(ctx, 'user:manage')
  const narrowed: Prisma.MembershipWhereInput[] = [page.where]
  if (filter.search) narrowed.push({ OR: [{ name: { contains: filter.search } }, { user: { email: { contains: filter.search } } }] })
  if (filter.status) narrowed.push(inStatus[filter.status])
  if (filter.roleId) {
    const holders = await ctx.db.userRole.findMany({ where: { roleId: filter.roleId }, select: { userId: true } })
    narrowed.push({ userId: { in: holders.map(({ userId }) => userId) } })
  }
  if (filter.departmentId) {
    const tree = await ctx.db.department.findMany({ select: { id: true, parentId: true } })
    narrowed.push({ departmentId: { in: [...withDescendants(tree, filter.departmentId)] } })
  }
  const rows = await ctx.db.membership.findMany({ ...page, where: { AND: narrowed }, include: shown })
  return withSecondFactor(rows.map(memberOf))
}

/** One person of the organization, as a transaction sees them; null for an id that nobody here has. */
export async function findMember(tx: Pick<TenantTransaction, 'membership'>, id: string): Promise<MemberRow | null> {
  const row = await tx.membership.findUnique({ where: { id }, include: shown })
  if (!row) return null
  const [shownRow] = await withSecondFactor([memberOf(row)])
  return shownRow ?? null
}

/** Says of each person whether they have a second factor: it is theirs, not the organization's, and nobody's who has not come in yet. */
async function withSecondFactor<T extends { userId: string; acceptedAt: Date | null }>(
  rows: T[],
): Promise<(T & { hasSecondFactor: boolean })[]> {
  const holders = await holdersOfSecondFactor(rows.map(({ userId }) => userId))
  return rows.map((row) => ({ ...row, hasSecondFactor: row.acceptedAt !== null && holders.has(row.userId) }))
}

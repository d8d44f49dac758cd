import { withAncestors } from '#shared/department-tree'
import { ableMember } from '../../core/members'
import { builtInRoles } from '../../core/permissions'
import type { TenantTransaction } from '../../infra/tenant-client'

type Db = Pick<TenantTransaction, 'membership' | 'userRole' | 'host' | 'hostAbsence' | 'hostDelegation' | 'department' | 'departmentHead'>

/** Those of these people who can come in. */
export async function ableAmong(db: Pick<Db, 'membership'>, userIds: readonly string[]): Promise<Set<string>> {
  const members = await db.membership.findMany({ where: { userId: { in: [...userIds] }, ...ableMember }, select: { userId: true } })
  return new Set(members.map(({ userId }) => userId))
}

/** Where a visit is and with whom, as far as roles in places have to know. */
export interface VisitPlace {
  siteId: string
  hostId: string
}

/** The user a host is, and the departments they belong to, their own first. */
async function hostOf(db: Db, hostId: string): Promise<{ userId: string; departmentIds: string[] } | null> {
  const host = await db.host.findUnique({ where: { id: hostId }, select: { userId: true } })
  if (!host) return null
  const member = await db.membership.findFirst({ where: { userId: host.userId }, select: { departmentId: true } })
  if (!member?.departmentId) return { userId: host.userId, departmentIds: [] }
  const tree = await db.department.findMany({ select: { id: true, parentId: true } })
  return { userId: host.userId, departmentIds: withAncestors(tree, member.departmentId) }
}

/** Who acts for a host at a moment, by what the host lent them (ADR 24). */
export async function delegatesOf(db: Db, hostId: string, at: Date): Promise<string[]> {
  const hours = [{ OR: [{ startsAt: null }, { startsAt: { lte: at } }] }, { OR: [{ endsAt: null }, { endsAt: { gt: at } }] }]
  const rows = await db.hostDelegation.findMany({
    where: { hostId, endedAt: null, AND: hours },
    select: { delegate: { select: { userId: true } } },
    orderBy: { id: 'asc' },
  })
  return rows.map(({ delegate }) => delegate.userId)
}

/** The user a host is. */
export const userOfHost = async (db: Db, hostId: string): Promise<string | null> => (await hostOf(db, hostId))?.userId ?? null

/** Who holds a role in the organization, at the site of a visit, or over the department of its host. */
export async function holdersOf(db: Db, roleId: string, { siteId, hostId }: VisitPlace): Promise<string[]> {
  const departmentIds = (await hostOf(db, hostId))?.departmentIds ?? []
  const grants = await db.userRole.findMany({
    where: { roleId, OR: [{ place: '' }, { siteId }, { departmentId: { in: departmentIds } }] },
    select: { userId: true },
    orderBy: { userId: 'asc' },
  })
  return [...new Set(grants.map(({ userId }) => userId))]
}

/** Who heads the department of a host, or the nearest one above it that has a head. */
export async function headOf(db: Db, hostId: string): Promise<string | null> {
  const departmentIds = (await hostOf(db, hostId))?.departmentIds ?? []
  const heads = await db.departmentHead.findMany({ where: { departmentId: { in: departmentIds } } })
  const nearest = departmentIds.flatMap((id) => heads.find(({ departmentId }) => departmentId === id) ?? [])
  return nearest[0]?.userId ?? null
}

/** The administrators of the organization who can come in: asked where nobody else is there. */
export async function findAdministrators(db: Db): Promise<string[]> {
  const grants = await db.userRole.findMany({ where: { roleId: builtInRoles.OrgAdmin.id, place: '' }, select: { userId: true } })
  return [
    ...(await ableAmong(
      db,
      grants.map(({ userId }) => userId),
    )),
  ].toSorted()
}

/** Those of these people who are absent at a moment, each with the people who stand in for them then. */
export async function standInsFor(db: Pick<Db, 'hostAbsence'>, userIds: readonly string[], at: Date): Promise<Map<string, string[]>> {
  const absences = await db.hostAbsence.findMany({
    where: { host: { userId: { in: [...userIds] } }, startsAt: { lte: at }, endsAt: { gt: at } },
    select: { host: { select: { userId: true } }, deputy: { select: { userId: true } } },
    orderBy: { id: 'asc' },
  })
  const byPerson = Map.groupBy(absences, ({ host }) => host.userId)
  return new Map([...byPerson].map(([id, away]) => [id, [...new Set(away.flatMap(({ deputy }) => deputy?.userId ?? []))]]))
}

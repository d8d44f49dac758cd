import { withDescendants } from '#shared/department-tree'
import type { Principal, Within } from '../../core/ctx'
import { ownPermissions, sitePermissions, type Permission } from '../../core/permissions'
import { prisma } from '../../infra/db'

/** A role as somebody holds it: everywhere in the organization, at one site, or in one department. */
export interface Grant {
  siteId: string | null
  departmentId: string | null
  role: { permissions: { permission: string }[] }
}

/** Whether a role is held at a site or in a department only. */
export const isNarrowed = ({ siteId, departmentId }: Pick<Grant, 'siteId' | 'departmentId'>): boolean =>
  siteId !== null || departmentId !== null

/** What a role gives where it is held: rights of the organization as a whole, and those over what one hosts, belong to no place. */
export const rightsAtPlace = (place: 'site' | 'department', role: Grant['role']): Permission[] => {
  const given: readonly Permission[] = place === 'site' ? sitePermissions : ownPermissions
  return given.filter((right) => role.permissions.some(({ permission }) => permission === right))
}

/** The hosts of each of these departments, those below it among them. */
async function hostsOf(organizationId: string, departmentIds: readonly string[]): Promise<Map<string, string[]>> {
  if (departmentIds.length === 0) return new Map()
  const tree = await prisma.department.findMany({ where: { organizationId }, select: { id: true, parentId: true } })
  const below = new Map(departmentIds.map((id) => [id, withDescendants(tree, id)]))
  const membership = { departmentId: { in: [...new Set([...below.values()].flatMap((ids) => [...ids]))] } }
  const hosts = await prisma.host.findMany({
    where: { organizationId, membership },
    select: { id: true, membership: { select: { departmentId: true } } },
    orderBy: { id: 'asc' },
  })
  const belongsTo = (ids: Set<string>) => hosts.filter((host) => ids.has(host.membership.departmentId ?? '')).map(({ id }) => id)
  return new Map([...below].map(([id, ids]) => [id, belongsTo(ids)]))
}

const joined = (some: readonly string[], others: readonly string[]): string[] => [...new Set([...some, ...others])].sort()

/**
 * What roles that are held at sites and in departments let somebody do, and where. Departments are turned into their hosts, as they are now.
 * @param grants of one organization; those that hold everywhere give nothing here
 */
export async function narrowedRights(organizationId: string, grants: readonly Grant[]): Promise<Principal['narrowed']> {
  const departmentIds = grants.flatMap(({ departmentId }) => departmentId ?? [])
  const hosts = await hostsOf(organizationId, [...new Set(departmentIds)])
  const rights = new Map<Permission, Within>()
  for (const { siteId, departmentId, role } of grants) {
    if (siteId === null && departmentId === null) continue
    const hostIds = departmentId === null ? [] : (hosts.get(departmentId) ?? [])
    for (const right of rightsAtPlace(siteId === null ? 'department' : 'site', role)) {
      const before = rights.get(right) ?? { hostIds: [], siteIds: [] }
      rights.set(right, { hostIds: joined(before.hostIds, hostIds), siteIds: joined(before.siteIds, siteId === null ? [] : [siteId]) })
    }
  }
  return rights
}

import { inTreeOrder } from '#shared/department-tree'
import type { Ctx } from '../../../core/ctx'
import type { Site } from '../../../generated/prisma/client'
import { authorizeStatistics, type StatisticsReach } from '../policy'

/** A department that can be looked at by itself. */
export interface DepartmentChoice {
  id: string
  parentId: string | null
  name: string
  /** How deep it lies: 1 at the top. */
  level: number
}

/** What the caller may look at. */
export interface StatisticsScope {
  reach: StatisticsReach
  sites: Site[]
  departments: DepartmentChoice[]
  /** To which department each host belongs. */
  departmentOf: Map<string, string | null>
}

/** At which sites and departments the caller may look: where nobody of a department is within reach, it is not named. @throws Refusal */
export async function findStatisticsScope(ctx: Ctx): Promise<StatisticsScope> {
  const reach = authorizeStatistics(ctx)
  const isPart = reach !== 'all' && reach.siteIds.length === 0
  const [sites, hosts, tree] = await Promise.all([
    ctx.db.site.findMany({
      where: reach === 'all' || reach.hostIds.length > 0 ? {} : { id: { in: [...reach.siteIds] } },
      orderBy: [{ name: 'asc' }, { id: 'asc' }],
    }),
    ctx.db.host.findMany({
      where: isPart ? { id: { in: [...reach.hostIds] } } : {},
      select: { id: true, membership: { select: { departmentId: true } } },
    }),
    ctx.db.department.findMany({ select: { id: true, parentId: true, name: true } }),
  ])
  const departmentOf = new Map(hosts.map(({ id, membership }) => [id, membership.departmentId]))
  const within = new Set(departmentOf.values())
  const departments = inTreeOrder(tree)
    .map(({ department, level }) => ({ ...department, level }))
    .filter(({ id }) => !isPart || within.has(id))
  return { reach, sites, departments, departmentOf }
}

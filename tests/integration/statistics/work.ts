import { dateOf, dayAt } from '../../../server/domains/statistics/site-day'
import { keepStatistics } from '../../../server/domains/statistics/use-cases/keep-statistics'
import { mendStatistics } from '../../../server/domains/statistics/use-cases/mend-statistics'
import { prisma } from '../../../server/infra/db'
import type { TestOrganization } from '../../setup/organization'
import { createVisit } from '../../setup/visits'

/** Leaves something to do for each task of the schedule that counts visits: each time on a day of its own, beside which all is counted. */
export function statisticLeftovers(org: TestOrganization): Record<string, () => Promise<unknown>> {
  let away = 3
  const dayBefore = () => new Date(Date.now() - away++ * 86_400_000)
  const dayOf = (at: Date) => dayAt(at, org.site.timeZone)
  return {
    'count the days anew on which something happened': async () => {
      await keepStatistics()
      const startsAt = dayBefore()
      await createVisit(org, { startsAt })
      const day = dateOf(dayOf(startsAt))
      await prisma.staleStatisticDay.create({ data: { organizationId: org.id, siteId: org.site.id, day, markedAt: new Date() } })
    },
    'recount the last week and mend counters that differ': async () => {
      const [from, to] = [dayOf(new Date(Date.now() - 10 * 86_400_000)), dayOf(new Date(Date.now() + 2 * 86_400_000))]
      await mendStatistics(org.id, { from, to })
      await createVisit(org, { startsAt: dayBefore() })
    },
  }
}

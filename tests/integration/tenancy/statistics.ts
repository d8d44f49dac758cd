import { newId } from '../../../server/core/ids'
import { prisma } from '../../../server/infra/db'
import type { TestOrganization } from '../../setup/organization'

/** The day of which {@link countSomething} tells. */
export const countedDay = '2026-05-04'

/** Counters of one day: a guest came and was inside, a code was not known; and a day that waits to be counted. */
export async function countSomething(org: TestOrganization): Promise<void> {
  const [place, day] = [{ organizationId: org.id, siteId: org.site.id }, new Date(`${countedDay}T00:00Z`)]
  const counts = [
    { hostId: org.host.id, measure: 'EXPECTED', slot: '', value: 1 },
    { hostId: org.host.id, measure: 'ENTRY', slot: '09', value: 1 },
    { hostId: org.host.id, measure: 'DENIAL', slot: 'EXPIRED', value: 1 },
    { hostId: null, measure: 'MOST_INSIDE', slot: '', value: 1 },
  ] as const
  await prisma.statisticCount.createMany({ data: counts.map((count) => ({ id: newId(), ...place, day, ...count })) })
  await prisma.staleStatisticDay.create({ data: { ...place, day, markedAt: new Date() } })
  await prisma.statisticCursor.create({ data: { organizationId: org.id, sequence: 0n } })
}

import { newId } from '../../../server/core/ids'
import { prisma } from '../../../server/infra/db'
import type { TestOrganization } from '../../setup/organization'

/** A day of which {@link countSomething} tells, as of the one before it. */
export const countedDay = '2026-05-04'

/** Counters of two days: a guest came, stayed and was inside, a code had run out; and a day that waits to be counted. */
export async function countSomething(org: TestOrganization): Promise<void> {
  const place = { organizationId: org.id, siteId: org.site.id }
  const days = ['2026-05-03', countedDay].map((day) => new Date(`${day}T00:00Z`))
  const counts = [
    { hostId: org.host.id, measure: 'EXPECTED', slot: '', value: 1 },
    { hostId: org.host.id, measure: 'ENTRY', slot: '09', value: 1 },
    { hostId: org.host.id, measure: 'STAY', slot: '60', value: 1 },
    { hostId: org.host.id, measure: 'STAY_MINUTES', slot: '', value: 50 },
    { hostId: org.host.id, measure: 'DENIAL', slot: 'EXPIRED', value: 1 },
    { hostId: null, measure: 'MOST_INSIDE', slot: '', value: 1 },
  ] as const
  await prisma.statisticCount.createMany({
    data: days.flatMap((day) => counts.map((count) => ({ id: newId(), ...place, day, ...count }))),
  })
  await prisma.staleStatisticDay.createMany({ data: days.map((day) => ({ ...place, day, markedAt: new Date() })) })
  await prisma.statisticCursor.create({ data: { organizationId: org.id, sequence: 0n } })
}

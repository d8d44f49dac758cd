import type { AccessPlace } from '#shared/access-rules'
import type { Prisma } from '../../../../generated/prisma/client'
import type { TenantClient, TenantTransaction } from '../../../../infra/tenant-client'

/** A gate, and what holds there beside the rules. */
export interface GatePlace {
  siteId: string
  place: Omit<AccessPlace, 'rules'>
}

/** Gates, and what holds there beside the rules. */
export async function placesAt(db: TenantClient | TenantTransaction, where: Prisma.GateWhereInput): Promise<GatePlace[]> {
  const gates = await db.gate.findMany({ where, include: { site: true, zone: true }, orderBy: { id: 'asc' } })
  const siteIds = [...new Set(gates.map(({ siteId }) => siteId))]
  const days = await db.holiday.findMany({ where: { siteId: { in: siteIds } } })
  const holidaysOf = (siteId: string) =>
    new Set(days.filter((holiday) => holiday.siteId === siteId).map(({ day }) => day.toISOString().slice(0, 10)))
  const holidays = new Map(siteIds.map((siteId) => [siteId, holidaysOf(siteId)]))
  return gates.map(({ id, siteId, site, zone }) => ({
    siteId,
    place: { gateId: id, zone, timeZone: site.timeZone, holidays: holidays.get(siteId) ?? new Set() },
  }))
}

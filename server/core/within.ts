import type { Prisma } from '../generated/prisma/client'
import type { Within } from './ctx'

/** As far as a permission reaches that reaches somewhere. */
type Somewhere = 'all' | Within

/** Something that has a host, a site or both. */
export interface Placed {
  hostId?: string | null | undefined
  siteId?: string | null | undefined
  coHosts?: readonly { hostId: string }[] | undefined
}

/** Whether something lies within a reach: by its host, by those who receive with them, or by its site. */
export function isWithin(reach: Somewhere | 'none', { hostId, siteId, coHosts = [] }: Placed): boolean {
  if (reach === 'all' || reach === 'none') return reach === 'all'
  const isOfHosts = [hostId, ...coHosts.map((coHost) => coHost.hostId)].some((id) => !!id && reach.hostIds.includes(id))
  return isOfHosts || (!!siteId && reach.siteIds.includes(siteId))
}

/** Whether a site as a whole, and with it its gates, lies within a reach. */
export const isSiteWithin = (reach: Somewhere | 'none', siteId: string): boolean => isWithin(reach, { siteId })

/** One of these, and none of them is nothing: never everything. */
const oneOf = <T extends { OR?: T[] }>(conditions: T[]): T =>
  conditions.length === 1 && conditions[0] ? conditions[0] : ({ OR: conditions } as T)

/** What hosts receive: as its host, or beside them. So it is of visits and of series. */
export function receivedBy(hostIds: readonly string[]) {
  const ofOne = { hostId: { in: [...hostIds] } }
  return { OR: [ofOne, { coHosts: { some: ofOne } }] }
}

const hostsOf = ({ hostIds }: Within): Prisma.AppointmentWhereInput => receivedBy(hostIds)
const sitesOf = ({ siteIds }: Within) => ({ siteId: { in: [...siteIds] } })

/** The appointments within a reach. */
export function appointmentsWithin(reach: Somewhere): Prisma.AppointmentWhereInput {
  if (reach === 'all') return {}
  return oneOf<Prisma.AppointmentWhereInput>([hostsOf(reach), ...(reach.siteIds.length > 0 ? [sitesOf(reach)] : [])])
}

/** The passes within a reach. */
export function passesWithin(reach: Somewhere): Prisma.VisitPassWhereInput {
  if (reach === 'all') return {}
  return oneOf<Prisma.VisitPassWhereInput>([{ appointment: hostsOf(reach) }, ...(reach.siteIds.length > 0 ? [sitesOf(reach)] : [])])
}

/** The check-ins within a reach: at a site of it, or of a guest of its hosts. */
export function checkinsWithin(reach: Somewhere): Prisma.CheckinWhereInput {
  if (reach === 'all') return {}
  const ofHosts = { visitPass: { appointment: hostsOf(reach) } }
  return oneOf<Prisma.CheckinWhereInput>([ofHosts, ...(reach.siteIds.length > 0 ? [sitesOf(reach)] : [])])
}

/** The visitors within a reach: those who have a pass in it. */
export const visitorsWithin = (reach: Somewhere): Prisma.VisitorWhereInput =>
  reach === 'all' ? {} : { visitPasses: { some: passesWithin(reach) } }

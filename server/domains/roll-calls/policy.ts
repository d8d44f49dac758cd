import { authorizeWithin, reachOf, refusal, type Reach } from '../../core/authorize'
import type { Ctx } from '../../core/ctx'
import { isSiteWithin, receivedBy } from '../../core/within'
import type { Prisma } from '../../generated/prisma/client'

/** A marshal: a person who may scan, since a roll call is answered for by name. */
export interface Marshal {
  id: string
  reach: Exclude<Reach, 'none'>
}

/** The marshal behind a request. @throws Refusal for programs, devices and whoever may not scan */
export function marshalOf(ctx: Ctx): Marshal {
  const reach = authorizeWithin(ctx, 'scan:admit')
  if (ctx.actor.type !== 'user') throw refusal(ctx)
  return { id: ctx.actor.id, reach }
}

/** Whether a marshal calls the roll at a site. */
export const callsAt = ({ reach }: Marshal, siteId: string): boolean => isSiteWithin(reach, siteId)

/** The people of a roll call whom hosts see: their own guests. */
const guestsOf = (hostIds: readonly string[]): Prisma.RollCallPersonWhereInput => ({ visitPass: { appointment: receivedBy(hostIds) } })

/** The roll calls that the caller may see: of sites whose scans they see, and for hosts those in which a guest of theirs stands. */
export function visibleRollCalls(ctx: Ctx): Prisma.RollCallWhereInput {
  const reach = authorizeWithin(ctx, 'checkin:read')
  if (reach === 'all') return {}
  return { OR: [{ siteId: { in: [...reach.siteIds] } }, { people: { some: guestsOf(reach.hostIds) } }] }
}

/** Of the people of a roll call those whom the caller may see. */
export function visiblePeople(ctx: Ctx, { siteId }: { siteId: string }): Prisma.RollCallPersonWhereInput {
  const reach = reachOf(ctx, 'checkin:read')
  if (reach !== 'none' && isSiteWithin(reach, siteId)) return {}
  return reach === 'all' || reach === 'none' ? { id: { in: [] } } : guestsOf(reach.hostIds)
}

import type { Ctx } from '../../../core/ctx'
import { isId } from '../../../core/ids'
import type { VisitPassRow } from '../../../core/rows'
import type { Prisma } from '../../../generated/prisma/client'
import { searchVisitors } from '../../visitors/use-cases/list-visitors'
import { passesAtDesk } from '../policy'
import { describeWalkIns, type WalkInFacts } from './describe-walk-ins'
import { passesOfToday } from './passes-of-today'

/** Somebody who comes to a desk today. */
export interface Arrival {
  visitPass: VisitPassRow
  walkIn: WalkInFacts | null
}

/** Guests that a desk lists at most, and visitors among whom it looks for a name. */
const most = { guests: 300, found: 50 }

const withVisit = { appointment: { select: { hostId: true, coHosts: { select: { hostId: true } } } } } as const

/**
 * Who comes to a site today, who is inside and who has left, by when they were expected.
 * @param search beginnings of a name, a whole e-mail or a whole phone number
 * @returns none for a site that does not exist or is beyond the caller's reach
 * @throws Refusal
 */
export async function findArrivals(ctx: Ctx, siteId: string, search?: string | null): Promise<Arrival[]> {
  const visible = passesAtDesk(ctx)
  const site = isId(siteId) ? await ctx.db.site.findUnique({ where: { id: siteId }, select: { id: true, timeZone: true } }) : null
  if (!site) return []
  const today: Prisma.VisitPassWhereInput = { AND: [passesOfToday(site, ctx.now()), visible] }
  const typed = search?.trim()
  const page = { where: {}, orderBy: { id: 'asc' }, take: most.found } as const
  const found = typed ? await searchVisitors(ctx, typed, { visitPasses: { some: today } }, page) : null
  const rows = await ctx.db.visitPass.findMany({
    where: found ? { AND: [today, { visitorId: { in: found.map(({ id }) => id) } }] } : today,
    include: withVisit,
    orderBy: [{ validFrom: 'asc' }, { id: 'asc' }],
    take: most.guests,
  })
  const walkIns = await describeWalkIns(
    ctx,
    rows.flatMap(({ appointmentId }) => appointmentId ?? []),
  )
  return rows.map(({ appointment, ...row }) => ({
    visitPass: { ...row, hostId: appointment?.hostId ?? null, coHosts: appointment?.coHosts ?? [] },
    walkIn: walkIns.get(row.appointmentId ?? '') ?? null,
  }))
}

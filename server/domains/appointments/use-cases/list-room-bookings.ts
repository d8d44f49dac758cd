import { maxVisitDays } from '#shared/schemas/appointments'
import { authorizeWithin } from '../../../core/authorize'
import type { Ctx } from '../../../core/ctx'
import { isId } from '../../../core/ids'
import { openVisit } from '../../../core/open-status'

/** When a room is taken. By whom and for what is nobody's business who only looks for a room. */
export interface RoomBooking {
  roomId: string
  startsAt: Date
  endsAt: Date
}

/** The longest time that is looked at, in days, and the most bookings in it. */
const maxDays = 62
const maxBookings = 5_000

/**
 * When the rooms of a site are taken, for whoever may book visits anywhere.
 * @param from together with `to` at most 62 days; what is beyond is left out
 */
export async function listRoomBookings(ctx: Ctx, siteId: string, from: Date, to: Date): Promise<RoomBooking[]> {
  authorizeWithin(ctx, 'appointment:create')
  if (!isId(siteId)) return []
  const until = new Date(Math.min(to.getTime(), from.getTime() + maxDays * 86_400_000))
  const rows = await ctx.db.appointment.findMany({
    where: {
      siteId,
      roomId: { not: null },
      status: { in: openVisit },
      startsAt: { gt: new Date(from.getTime() - maxVisitDays * 86_400_000), lt: until },
      endsAt: { gt: from },
    },
    select: { roomId: true, startsAt: true, endsAt: true },
    orderBy: { startsAt: 'asc' },
    take: maxBookings,
  })
  return rows.flatMap(({ roomId, ...hours }) => (roomId ? [{ roomId, ...hours }] : []))
}

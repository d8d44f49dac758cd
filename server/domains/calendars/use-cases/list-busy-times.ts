import { maxVisitDays } from '#shared/schemas/appointments'
import { authorizeWithin } from '../../../core/authorize'
import type { Ctx } from '../../../core/ctx'
import { isId } from '../../../core/ids'
import { openVisit } from '../../../core/open-status'
import { receivedBy } from '../../../core/within'
import type { Span } from '../busy-spans'

/** That a host or a room is taken, and when: not by whom, and for what. */
export interface BusyTime extends Span {
  hostId: string | null
  roomId: string | null
  source: 'VISIT' | 'CALENDAR'
  /** Whether nothing else can be booked then. */
  blocks: boolean
}

/** Whose time is asked for. */
export interface BusyQuestion {
  hostIds: readonly string[]
  roomIds: readonly string[]
  from: Date
  to: Date
}

/** The longest time that is looked at, in days, hosts and rooms that are asked for together, and the most times told of. */
const most = { days: 62, asked: 100, times: 5_000 }

const known = (ids: readonly string[]): string[] => [...new Set(ids)].filter(isId).slice(0, most.asked)

/**
 * When hosts and rooms are busy, by visits and by calendars outside, for whoever may book visits anywhere.
 * @throws Refusal
 */
export async function listBusyTimes(ctx: Ctx, { hostIds, roomIds, from, to }: BusyQuestion): Promise<BusyTime[]> {
  authorizeWithin(ctx, 'appointment:create')
  const [hosts, rooms] = [known(hostIds), known(roomIds)]
  if (hosts.length + rooms.length === 0) return []
  const until = new Date(Math.min(to.getTime(), from.getTime() + most.days * 86_400_000))
  const asked = { OR: [{ hostId: { in: hosts } }, { roomId: { in: rooms } }] }
  const visits = await ctx.db.appointment.findMany({
    where: {
      OR: [receivedBy(hosts), { roomId: { in: rooms } }],
      status: { in: openVisit },
      startsAt: { gt: new Date(from.getTime() - maxVisitDays * 86_400_000), lt: until },
      endsAt: { gt: from },
    },
    select: { hostId: true, roomId: true, startsAt: true, endsAt: true, coHosts: { select: { hostId: true } } },
    orderBy: { startsAt: 'asc' },
    take: most.times,
  })
  const elsewhere = await ctx.db.outsideBusyTime.findMany({
    where: { startsAt: { lt: until }, endsAt: { gt: from }, outsideCalendar: asked },
    select: { startsAt: true, endsAt: true, outsideCalendar: { select: { hostId: true, roomId: true, blocks: true } } },
    orderBy: { startsAt: 'asc' },
    take: most.times,
  })
  const byVisits = visits.flatMap(({ hostId: first, coHosts, roomId, ...time }): BusyTime[] => [
    ...[first, ...coHosts.map(({ hostId }) => hostId)]
      .filter((hostId) => hosts.includes(hostId))
      .map((hostId) => ({ ...time, hostId, roomId: null, source: 'VISIT' as const, blocks: false })),
    ...(roomId && rooms.includes(roomId) ? [{ ...time, hostId: null, roomId, source: 'VISIT' as const, blocks: true }] : []),
  ])
  return [...byVisits, ...elsewhere.map(({ outsideCalendar, ...time }): BusyTime => ({ ...time, ...outsideCalendar, source: 'CALENDAR' }))]
}

import { maxVisitDays } from '#shared/schemas/appointments'
import { visitTime } from '#shared/visit-time'
import { organizationOf, type Ctx } from '../../../core/ctx'
import type { Failure } from '../../../core/errors'
import { invalid, notFound } from '../../../core/failures'
import { isId } from '../../../core/ids'
import { openVisit } from '../../../core/open-status'
import type { Room, Site } from '../../../generated/prisma/client'
import type { TenantTransaction } from '../../../infra/tenant-client'

/** When a room is wanted, and for which visit where it exists already. */
export interface WantedHours {
  id?: string
  startsAt: Date
  endsAt: Date
}

/** For what a room is wanted. */
export interface WantedRoom {
  site: Pick<Site, 'id' | 'timeZone'>
  roomId: string
  hours: WantedHours[]
  /** Guests and hosts together. */
  people: number
}

/**
 * Takes a room for the rest of the transaction, so that whoever wants it too waits: of bookings at the same time one is made.
 * Writes what stands there: the statement is for its lock.
 * @returns null once the room is free at all these hours and large enough, else NOT_FOUND or VALIDATION_FAILED with the first hours taken
 */
export async function bookRoom(ctx: Ctx, tx: TenantTransaction, { site, roomId, hours, people }: WantedRoom): Promise<Failure | null> {
  if (!isId(roomId)) return notFound(ctx, 'roomId')
  await tx.room.updateMany({ where: { id: roomId }, data: { organizationId: organizationOf(ctx) } })
  const room = await tx.room.findUnique({ where: { id: roomId } })
  if (room?.siteId !== site.id) return notFound(ctx, 'roomId')
  // Whoever has a closed room already keeps it, at other hours too.
  if (room.closedAt && !(await haveRoom(tx, room.id, hours)))
    return invalid(ctx, [{ path: ['roomId'], key: 'roomClosed', values: { room: room.name } }])
  if (people > room.capacity) return invalid(ctx, [{ path: ['roomId'], key: 'roomTooSmall', values: { people, places: room.capacity } }])
  const taken = await firstTaken(tx, room, hours)
  if (!taken) return null
  const { shortDate, time } = visitTime(ctx.language, taken.startsAt, taken.endsAt, site.timeZone)
  return invalid(ctx, [{ path: ['roomId'], key: 'roomTaken', values: { room: room.name, when: `${shortDate}, ${time}` } }])
}

async function haveRoom(tx: TenantTransaction, roomId: string, hours: WantedHours[]): Promise<boolean> {
  const ids = hours.flatMap(({ id }) => (id ? [id] : []))
  return ids.length === hours.length && (await tx.appointment.count({ where: { id: { in: ids }, roomId } })) === ids.length
}

/** The first wanted hours at which somebody else has the room, here or by a calendar of the room's own. */
async function firstTaken(tx: TenantTransaction, room: Pick<Room, 'id'>, hours: WantedHours[]): Promise<WantedHours | undefined> {
  const [from, to] = [Math.min(...hours.map(({ startsAt }) => +startsAt)), Math.max(...hours.map(({ endsAt }) => +endsAt))]
  const own = new Set(hours.map(({ id }) => id))
  const near = await tx.appointment.findMany({
    where: {
      roomId: room.id,
      status: { in: openVisit },
      startsAt: { gt: new Date(from - maxVisitDays * 86_400_000), lt: new Date(to) },
      endsAt: { gt: new Date(from) },
    },
    select: { id: true, startsAt: true, endsAt: true },
  })
  const elsewhere = await tx.outsideBusyTime.findMany({
    where: { startsAt: { lt: new Date(to) }, endsAt: { gt: new Date(from) }, outsideCalendar: { roomId: room.id, blocks: true } },
    select: { startsAt: true, endsAt: true },
  })
  const others = [...near.filter(({ id }) => !own.has(id)), ...elsewhere]
  const meets = (one: WantedHours, other: WantedHours) => one.startsAt < other.endsAt && other.startsAt < one.endsAt
  return hours
    .toSorted((one, other) => +one.startsAt - +other.startsAt)
    .find((wanted, place, all) => {
      const previous = all[place - 1]
      return (previous && meets(previous, wanted)) || others.some((other) => meets(wanted, other))
    })
}

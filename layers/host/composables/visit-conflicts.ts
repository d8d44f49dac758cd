import type { HostRoomBookingsQuery } from '#shared/generated/gql/graphql'
import type { Visit } from './host-documents'
import { guestsOf, isOpen } from './visit-state'

/** When a room is taken. */
export type RoomBooking = HostRoomBookingsQuery['roomBookings'][number]

/** What stands in the way of a visit at other hours. */
export type Conflict = { kind: 'room'; name: string } | { kind: 'host'; guests: string } | { kind: 'past' }

interface Hours {
  from: number
  to: number
}

const hoursOf = ({ startsAt, endsAt }: { startsAt: string; endsAt: string }): Hours => ({
  from: Date.parse(startsAt),
  to: Date.parse(endsAt),
})
const meets = (one: Hours, other: Hours): boolean => one.from < other.to && other.from < one.to

/**
 * What stands in the way of a visit at other hours: its room taken by somebody else, its host with another guest, the past.
 * The server decides; this is shown while something is dragged.
 */
export function conflictsOf(
  visit: Visit,
  hours: Hours,
  { visits, bookings, now }: { visits: readonly Visit[]; bookings: readonly RoomBooking[]; now: number },
): Conflict[] {
  const own = hoursOf(visit)
  const isOwn = (other: Hours) => other.from === own.from && other.to === own.to
  const taken = bookings.some((booking) => {
    const other = hoursOf(booking)
    return booking.room.id === visit.room?.id && !isOwn(other) && meets(hours, other)
  })
  const busy = visits.find(
    (other) => other.id !== visit.id && other.host.id === visit.host.id && isOpen(other) && meets(hours, hoursOf(other)),
  )
  return [
    ...(hours.to <= now ? [{ kind: 'past' as const }] : []),
    ...(taken && visit.room ? [{ kind: 'room' as const, name: visit.room.name }] : []),
    ...(busy ? [{ kind: 'host' as const, guests: guestsOf(busy) }] : []),
  ]
}

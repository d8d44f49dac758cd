import type { HostRoomBookingsQuery } from '#shared/generated/gql/graphql'
import type { Visit } from './host-documents'
import { presenceConflict, type PresenceConflict } from './host-presence'
import type { KnownPresence } from './useHostPresence'
import { guestsOf, isOpen } from './visit-state'

/** When a room is taken. */
export type RoomBooking = HostRoomBookingsQuery['roomBookings'][number]

/** What stands in the way of a visit at other hours. */
export type Conflict = { kind: 'room'; name: string } | { kind: 'host'; guests: string } | { kind: 'past' } | PresenceConflict

interface Hours {
  from: number
  to: number
}

const hoursOf = ({ startsAt, endsAt }: { startsAt: string; endsAt: string }): Hours => ({
  from: Date.parse(startsAt),
  to: Date.parse(endsAt),
})
const meets = (one: Hours, other: Hours): boolean => one.from < other.to && other.from < one.to

/** What else is at the time. */
export interface Surroundings {
  visits: readonly Visit[]
  bookings: readonly RoomBooking[]
  presence?: KnownPresence | undefined
  now: number
}

/** What the presence of the host of a visit says against hours. */
function away(visit: Visit, hours: Hours, presence: KnownPresence | undefined): PresenceConflict[] {
  const own = presence?.presences.find(({ host }) => host.id === visit.host.id)
  if (!own || !presence) return []
  const found = presenceConflict(own, hours, { from: Date.parse(presence.from), to: Date.parse(presence.to) })
  return found ? [found] : []
}

/**
 * What stands in the way of a visit at other hours: its room taken by somebody else, its host with another guest or not there, the past.
 * The server decides; this is shown while something is dragged.
 */
export function conflictsOf(visit: Visit, hours: Hours, { visits, bookings, presence, now }: Surroundings): Conflict[] {
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
    ...away(visit, hours, presence),
  ]
}

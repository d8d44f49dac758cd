import type { HostFreeBusyQuery, HostRoomBookingsQuery } from '#shared/generated/gql/graphql'
import type { CalendarVisit } from './host-documents'
import { meets, momentsOf, type Moments } from './grid-layout'
import { presenceConflict, type PresenceConflict } from './host-presence'
import type { KnownPresence } from './useHostPresence'
import { guestsOf, isOpen } from './visit-state'

/** When a room is taken. */
export type RoomBooking = HostRoomBookingsQuery['roomBookings'][number]

/** When a host or a room is busy by a calendar outside. */
export type BusyTime = HostFreeBusyQuery['freeBusy'][number]

/** What stands in the way of a visit at other hours. */
export type Conflict =
  | { kind: 'room'; name: string }
  | { kind: 'host'; guests: string }
  | { kind: 'hostElsewhere' }
  | { kind: 'roomElsewhere'; name: string }
  | { kind: 'past' }
  | PresenceConflict

/** How what stands in the way is put into words: the name of the text, which takes the rest of the conflict. */
export const conflictText = (conflict: Conflict): string =>
  `host.conflict.${conflict.kind === 'absent' && conflict.deputy ? 'absentDeputy' : conflict.kind}`

/** What else is at the time. */
export interface Surroundings {
  visits: readonly CalendarVisit[]
  bookings: readonly RoomBooking[]
  busy?: readonly BusyTime[]
  presence?: KnownPresence | undefined
  now: number
}

/** What the presence of the host of a visit says against hours. */
function away(visit: CalendarVisit, hours: Moments, presence: KnownPresence | undefined): PresenceConflict[] {
  const own = presence?.presences.find(({ host }) => host.id === visit.host.id)
  if (!own || !presence) return []
  const found = presenceConflict(own, hours, { from: Date.parse(presence.from), to: Date.parse(presence.to) })
  return found ? [found] : []
}

/**
 * What stands in the way of a visit at other hours: its room taken by somebody else, its host with another guest or not there, the past.
 * The server decides; this is shown while something is dragged.
 */
export function conflictsOf(
  visit: CalendarVisit,
  hours: Moments,
  { visits, bookings, busy: elsewhere = [], presence, now }: Surroundings,
): Conflict[] {
  const own = momentsOf(visit)
  const isOwn = (other: Moments) => other.from === own.from && other.to === own.to
  const taken = bookings.some((booking) => {
    if (booking.room.id !== visit.room?.id) return false
    const other = momentsOf(booking)
    return !isOwn(other) && meets(hours, other)
  })
  const busy = visits.find(
    (other) => other.id !== visit.id && other.host.id === visit.host.id && isOpen(other) && meets(hours, momentsOf(other)),
  )
  const isBusy = (is: (time: BusyTime) => boolean) => elsewhere.some((time) => is(time) && meets(hours, momentsOf(time)))
  return [
    ...(isBusy((time) => time.host?.id === visit.host.id) ? [{ kind: 'hostElsewhere' as const }] : []),
    ...(visit.room && isBusy((time) => time.room?.id === visit.room?.id)
      ? [{ kind: 'roomElsewhere' as const, name: visit.room.name }]
      : []),
    ...(hours.to <= now ? [{ kind: 'past' as const }] : []),
    ...(taken && visit.room ? [{ kind: 'room' as const, name: visit.room.name }] : []),
    ...(busy ? [{ kind: 'host' as const, guests: guestsOf(busy) }] : []),
    ...away(visit, hours, presence),
  ]
}

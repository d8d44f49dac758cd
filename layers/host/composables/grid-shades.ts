import { awayBetween } from './host-presence'
import type { KnownPresence } from './useHostPresence'
import type { RoomBooking } from './visit-conflicts'

interface Hours {
  startsAt: string
  endsAt: string
}

const shade = (name: string) => (hours: Hours, place: number) => ({
  id: `${name}-${place}`,
  start: hours.startsAt,
  end: hours.endsAt,
  display: 'background' as const,
  class: `grid-${name}`,
})

/** What is drawn behind the visits of a grid: when a room is taken by others, and when a host is not there. */
export function shadesOf(
  { bookings, presence }: { bookings: readonly RoomBooking[]; presence: KnownPresence | undefined },
  { roomId, hostId }: { roomId: string | undefined; hostId: string | undefined },
) {
  const shown = presence?.presences.find(({ host }) => host.id === hostId)
  const away = shown && presence ? awayBetween(shown, presence.from, presence.to) : []
  return [...away.map(shade('away')), ...bookings.filter(({ room }) => room.id === roomId).map(shade('taken'))]
}

import type { Timed } from './grid-layout'
import { awayBetween } from './host-presence'
import type { KnownPresence } from './useHostPresence'
import type { BusyTime, RoomBooking } from './visit-conflicts'

/** What is drawn behind visits: hours off, an absence, a calendar outside, a room that others have. */
export const shadeKinds = ['away', 'absent', 'busy', 'taken'] as const

/** A time that is drawn behind the visits. */
export interface Shade extends Timed {
  kind: (typeof shadeKinds)[number]
  /** Who stands in for whoever is absent. */
  deputy?: string
}

interface Known {
  bookings: readonly RoomBooking[]
  busy: readonly BusyTime[]
  presence: KnownPresence | undefined
}

/** Of whom and of which room the times are drawn. */
export interface ShadeSubject {
  roomId: string | undefined
  hostId: string | undefined
}

const timesOf = ({ startsAt, endsAt }: Timed): Timed => ({ startsAt, endsAt })

/** What is drawn behind the visits of a grid, what matters more over what matters less. */
export function shadesOf({ bookings, busy, presence }: Known, { roomId, hostId }: ShadeSubject): Shade[] {
  const shown = presence?.presences.find(({ host }) => host.id === hostId)
  const away = shown && presence ? awayBetween(shown, presence.from, presence.to) : []
  const isShown = ({ host, room }: BusyTime) => (host ? host.id === hostId : !!room && room.id === roomId)
  return [
    ...away.map((times): Shade => ({ ...times, kind: 'away' })),
    ...(shown?.absences ?? []).map((absence): Shade => ({
      ...timesOf(absence),
      kind: 'absent',
      ...(absence.deputy ? { deputy: absence.deputy.name } : {}),
    })),
    ...busy.filter(isShown).map((time): Shade => ({ ...timesOf(time), kind: 'busy' })),
    ...bookings.filter(({ room }) => room.id === roomId).map((booking): Shade => ({ ...timesOf(booking), kind: 'taken' })),
  ]
}

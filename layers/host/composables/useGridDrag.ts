import type { CalendarVisit } from './host-documents'
import { useBusyTimes } from './useBusyElsewhere'
import type { KnownPresence } from './useHostPresence'
import { conflictsOf, type Conflict, type RoomBooking } from './visit-conflicts'

interface Options {
  visits: () => readonly CalendarVisit[]
  bookings: () => readonly RoomBooking[]
  /** When hosts are there. */
  presence: () => KnownPresence | undefined
  now: () => number
}

/**
 * What stands in the way of a visit while it is in the air, by pointer or by keyboard.
 * @returns `dragged`, `conflicts`, `preview(visit, hours)`, `clear()`
 */
export function useGridDrag({ visits, bookings, presence, now }: Options) {
  const dragged = shallowRef<CalendarVisit>()
  const conflicts = shallowRef<Conflict[]>([])
  const busy = useBusyTimes()

  function preview(visit: CalendarVisit, from: Date, to: Date): void {
    dragged.value = visit
    const around = { visits: visits(), bookings: bookings(), busy: busy.value, presence: presence(), now: now() }
    conflicts.value = conflictsOf(visit, { from: +from, to: +to }, around)
  }

  function clear(): void {
    dragged.value = undefined
    conflicts.value = []
  }

  return { dragged, conflicts, preview, clear }
}

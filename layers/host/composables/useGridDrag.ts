import type { CalendarVisit } from './host-documents'
import { useBusyTimes } from './useBusyElsewhere'
import { conflictsOf, type Conflict, type RoomBooking } from './visit-conflicts'

interface Options {
  visits: () => readonly CalendarVisit[]
  bookings: () => readonly RoomBooking[]
  now: () => number
}

/**
 * What stands in the way of a visit while it is in the air, by pointer or by keyboard.
 * @returns `dragged`, `conflicts`, `preview(visit, hours)`, `clear()`
 */
export function useGridDrag({ visits, bookings, now }: Options) {
  const dragged = shallowRef<CalendarVisit>()
  const conflicts = shallowRef<Conflict[]>([])
  const busy = useBusyTimes()

  function preview(visit: CalendarVisit, from: Date, to: Date): void {
    dragged.value = visit
    conflicts.value = conflictsOf(visit, { from: +from, to: +to }, { visits: visits(), bookings: bookings(), busy: busy.value, now: now() })
  }

  function clear(): void {
    dragged.value = undefined
    conflicts.value = []
  }

  return { dragged, conflicts, preview, clear }
}

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
  const hours = shallowRef({ from: 0, to: 0 })
  const busy = useBusyTimes()
  /** Whatever is learnt meanwhile counts, too. */
  const conflicts = computed<Conflict[]>(() => {
    const around = { visits: visits(), bookings: bookings(), busy: busy.value, presence: presence(), now: now() }
    return dragged.value ? conflictsOf(dragged.value, hours.value, around) : []
  })

  function preview(visit: CalendarVisit, from: Date, to: Date): void {
    dragged.value = visit
    hours.value = { from: +from, to: +to }
  }

  function clear(): void {
    dragged.value = undefined
  }

  return { dragged, conflicts, preview, clear }
}

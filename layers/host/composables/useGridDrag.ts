import type { CalendarOptions } from '@fullcalendar/vue3'
import type { Visit } from './host-documents'
import { conflictsOf, type Conflict, type RoomBooking } from './visit-conflicts'

interface Options {
  visits: () => readonly Visit[]
  bookings: () => readonly RoomBooking[]
  now: () => number
  /** Moves a visit there. @returns whether it is there now */
  onMove: (visit: Visit, hours: { startsAt: string; endsAt: string }) => Promise<boolean>
}

/**
 * Dragging visits in a grid: what stands in the way while one is in the air, and what becomes of it when it is let go.
 * @returns `dragged`, `conflicts`, `preview(visit, hours)` for the keyboard, `clear()`, and the options of the grid
 */
export function useGridDrag({ visits, bookings, now, onMove }: Options) {
  const dragged = shallowRef<Visit>()
  const conflicts = shallowRef<Conflict[]>([])
  const find = (id: string | undefined) => visits().find((visit) => visit.id === id)

  function preview(visit: Visit, from: Date, to: Date): void {
    dragged.value = visit
    conflicts.value = conflictsOf(visit, { from: +from, to: +to }, { visits: visits(), bookings: bookings(), now: now() })
  }

  function clear(): void {
    dragged.value = undefined
    conflicts.value = []
  }

  async function drop(id: string, from: Date | null, to: Date | null, revert: () => void): Promise<void> {
    const visit = find(id)
    clear()
    if (!visit || !from || !to) return revert()
    if (!(await onMove(visit, { startsAt: from.toISOString(), endsAt: to.toISOString() }))) revert()
  }

  const begin = ({ event }: { event: { id: string } }) => {
    dragged.value = find(event.id)
  }
  const options = {
    eventAllow(span, event) {
      const visit = find(event?.id)
      if (visit) preview(visit, span.start, span.end)
      return true
    },
    eventDragStart: begin,
    eventResizeStart: begin,
    eventDragStop: clear,
    eventResizeStop: clear,
    eventDrop: ({ event, revert }) => void drop(event.id, event.start, event.end, revert),
    eventResize: ({ event, revert }) => void drop(event.id, event.start, event.end, revert),
  } satisfies CalendarOptions

  return { dragged, conflicts, preview, clear, options }
}

import type { CalendarVisit } from './host-documents'
import type { Colleague, Place } from './usePlaces'
import type { useVisitEdits } from './useVisitEdits'

/** What changing visits on a page takes. */
export interface Editing {
  /** Whether the person may change this one now. */
  may: (visit: CalendarVisit) => boolean
  sites: readonly Place[]
  colleagues: readonly Colleague[]
  edits: ReturnType<typeof useVisitEdits>
}

import type { EventDefinition, EventPayload } from '../../core/define-event'
import { log } from '../../infra/log'
import {
  CheckinAnnulled,
  CheckinReconciled,
  CheckinRegistered,
  CheckoutRegistered,
  EntryDenied,
  ScanConflicted,
} from '../access-control/events'
import { AppointmentCanceled, AppointmentCreated, AppointmentRestored, AppointmentUpdated } from '../appointments/events'
import { CompanionNamed, VisitPassExpired, VisitPassIssued, VisitPassReleased, VisitPassRevoked } from '../credentials/events'
import type { Moment } from './use-cases/mark-stale-days'

/** Of what events speak. */
export interface Touched {
  checkinIds: string[]
  visitPassIds: string[]
  appointmentIds: string[]
  /** Visits of another host than before: their scans count for that one now. */
  handedOver: string[]
  /** Where and when visits were before they were moved. */
  left: Moment[]
}

interface Reader {
  event: EventDefinition
  read: (payload: Record<string, unknown>, touched: Touched) => void
}

/** Reads one kind of event. */
function reads<E extends EventDefinition>(event: E, add: (touched: Touched, payload: EventPayload<E>) => void): Reader {
  return { event, read: (payload, touched) => add(touched, event.schema.parse(payload) as EventPayload<E>) }
}

const readers: Reader[] = [
  ...[CheckinRegistered, CheckoutRegistered, EntryDenied, CheckinAnnulled, ScanConflicted, CheckinReconciled].map((event) =>
    reads(event, ({ checkinIds }, { checkinId }) => checkinIds.push(String(checkinId))),
  ),
  ...[VisitPassIssued, VisitPassReleased, VisitPassRevoked, VisitPassExpired, CompanionNamed].map((event) =>
    reads(event, ({ visitPassIds }, { visitPassId }) => visitPassIds.push(String(visitPassId))),
  ),
  ...[AppointmentCreated, AppointmentCanceled, AppointmentRestored].map((event) =>
    reads(event, ({ appointmentIds }, { appointmentId }) => appointmentIds.push(String(appointmentId))),
  ),
  reads(AppointmentUpdated, ({ appointmentIds, handedOver, left }, { appointmentId, changed, movedFrom }) => {
    appointmentIds.push(appointmentId)
    if (changed.includes('HOST')) handedOver.push(appointmentId)
    if (movedFrom) left.push({ siteId: movedFrom.siteId, at: new Date(movedFrom.startsAt) })
  }),
]

const readerOf = new Map(readers.map((reader) => [reader.event.type, reader]))

/** The events after which something may count otherwise. */
export const countedEvents = [...readerOf.keys()]

/** Collects of what events speak. One that cannot be read is left out and logged: it holds up no other. */
export function touchedBy(events: readonly { id: string; type: string; payload: unknown }[]): Touched {
  const touched: Touched = { checkinIds: [], visitPassIds: [], appointmentIds: [], handedOver: [], left: [] }
  for (const { id, type, payload } of events) {
    try {
      readerOf.get(type)?.read(payload as Record<string, unknown>, touched)
    } catch {
      log.error({ eventId: id, type }, 'an event cannot be read: its day is left to the next recount')
    }
  }
  return touched
}

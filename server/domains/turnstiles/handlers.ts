import { on, run, type Handler } from '../../core/handlers'
import { CheckinAnnulled, CheckinRegistered, CheckoutRegistered } from '../access-control/events'
import { AppointmentCanceled, AppointmentUpdated } from '../appointments/events'
import {
  GuestReplied,
  PassCardsChanged,
  VisitPassExpired,
  VisitPassIssued,
  VisitPassReissued,
  VisitPassResumed,
  VisitPassRevoked,
  VisitPassSuspended,
} from '../credentials/events'
import { AccessControllerDue } from './events'
import { SyncAccessControl } from './jobs'
import { syncAccessControl } from './use-cases/sync-access-control'

/** What has to be looked at again when something happened to passes. */
const ofPasses = (visitPassIds: string[]) => (visitPassIds.length > 0 ? { accessControllerIds: [], visitPassIds } : null)
const ofPass = ({ visitPassId }: { visitPassId: string }) => ofPasses(visitPassId ? [visitPassId] : [])

const handlers: Handler[] = [
  on(AccessControllerDue, SyncAccessControl, ({ accessControllerId }) => ({ accessControllerIds: [accessControllerId], visitPassIds: [] })),
  on(VisitPassIssued, SyncAccessControl, ofPass),
  on(VisitPassRevoked, SyncAccessControl, ofPass),
  on(VisitPassSuspended, SyncAccessControl, ofPass),
  on(VisitPassResumed, SyncAccessControl, ofPass),
  on(VisitPassReissued, SyncAccessControl, ofPass),
  on(VisitPassExpired, SyncAccessControl, ofPass),
  on(PassCardsChanged, SyncAccessControl, ofPass),
  // Of what guests say their vehicle alone matters to turnstiles.
  on(GuestReplied, SyncAccessControl, (told) => (told.said === 'VEHICLE' ? ofPass(told) : null)),
  on(AppointmentUpdated, SyncAccessControl, ({ visitPassIds }) => ofPasses(visitPassIds)),
  on(AppointmentCanceled, SyncAccessControl, ({ visitPassIds }) => ofPasses(visitPassIds)),
  on(CheckinRegistered, SyncAccessControl, ofPass),
  on(CheckoutRegistered, SyncAccessControl, ofPass),
  on(CheckinAnnulled, SyncAccessControl, ofPass),
  run(SyncAccessControl, syncAccessControl),
]

export default handlers

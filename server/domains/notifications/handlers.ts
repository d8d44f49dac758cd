import { on, run, type Handler } from '../../core/handlers'
import { AppointmentCanceled, AppointmentUpdated } from '../appointments/events'
import { GuestCodeAsked, VisitPassIssued } from '../credentials/events'
import { AccountChanged, AccountLinkMade } from '../security/events'
import { VisitorExportNoted } from '../visitors/events'
import { SendAccountLink, SendAccountNotice, SendGuestCode, SendNotification, SendVisitorExportNotice, TellGuests } from './jobs'
import { sendAccountLink } from './use-cases/send-account-link'
import { sendAccountNotice } from './use-cases/send-account-notice'
import { sendGuestCode } from './use-cases/send-guest-code'
import { sendNotification } from './use-cases/send-notification'
import { tellGuests } from './use-cases/tell-guests'
import { sendVisitorExportNotice } from './use-cases/send-visitor-export-notice'

const handlers: Handler[] = [
  on(VisitPassIssued, SendNotification, ({ visitPassId, tellsGuest }) =>
    tellsGuest === false ? null : { visitPassId, template: 'invite' as const },
  ),
  run(SendNotification, sendNotification),
  // Passes that are signed anew tell their guests by themselves, once they open the gate again.
  on(AppointmentUpdated, TellGuests, ({ appointmentId, visitPassIds, tellsGuests }) =>
    tellsGuests === false || visitPassIds.length > 0 ? null : { appointmentId, template: 'update' as const },
  ),
  on(AppointmentCanceled, TellGuests, ({ appointmentId, passes, visitPassIds, tellsGuests }) =>
    tellsGuests === false || passes === 'KEEP' ? null : { appointmentId, template: 'cancel' as const, visitPassIds },
  ),
  run(TellGuests, tellGuests),
  on(GuestCodeAsked, SendGuestCode, ({ guestChallengeId }) => ({ guestChallengeId })),
  run(SendGuestCode, sendGuestCode),
  on(AccountLinkMade, SendAccountLink, ({ accountLinkId }) => ({ accountLinkId })),
  run(SendAccountLink, sendAccountLink),
  on(AccountChanged, SendAccountNotice, ({ accountNoticeId }) => ({ accountNoticeId })),
  run(SendAccountNotice, sendAccountNotice),
  on(VisitorExportNoted, SendVisitorExportNotice, ({ visitorExportNoticeId }) => ({ visitorExportNoticeId })),
  run(SendVisitorExportNotice, sendVisitorExportNotice),
]

export default handlers

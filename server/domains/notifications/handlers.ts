import { on, run, type Handler } from '../../core/handlers'
import { AppointmentCanceled, AppointmentRestored, AppointmentUpdated, SeriesCut } from '../appointments/events'
import { ApprovalAsked, ApprovalEnded } from '../approvals/events'
import { GuestCodeAsked, VisitPassIssued } from '../credentials/events'
import { AccountChanged, AccountLinkMade } from '../security/events'
import { VisitorExportNoted } from '../visitors/events'
import { WatchlistNoted } from '../watchlist/events'
import {
  CallApprovers,
  SendAccountLink,
  SendAccountNotice,
  SendGuestCode,
  SendNotification,
  SendVisitorExportNotice,
  SendWatchlistNotice,
  TellGuests,
  TellOfApproval,
  TellOfCanceling,
} from './jobs'
import { callApprovers } from './use-cases/call-approvers'
import { sendAccountLink } from './use-cases/send-account-link'
import { sendAccountNotice } from './use-cases/send-account-notice'
import { sendGuestCode } from './use-cases/send-guest-code'
import { sendNotification } from './use-cases/send-notification'
import { tellGuests } from './use-cases/tell-guests'
import { tellOfApproval } from './use-cases/tell-of-approval'
import { sendVisitorExportNotice } from './use-cases/send-visitor-export-notice'
import { sendWatchlistNotice } from './use-cases/send-watchlist-notice'

const handlers: Handler[] = [
  on(VisitPassIssued, SendNotification, ({ visitPassId, tellsGuest }) =>
    tellsGuest === false ? null : { visitPassId, template: 'invite' as const },
  ),
  run(SendNotification, sendNotification),
  // Passes that are signed anew tell their guests by themselves, once they open the gate again.
  on(AppointmentUpdated, TellGuests, ({ appointmentId, visitPassIds, tellsGuests }) =>
    tellsGuests === false || visitPassIds.length > 0 ? null : { appointmentId, template: 'update' as const },
  ),
  on(AppointmentCanceled, TellOfCanceling, ({ appointmentId, passes, visitPassIds, tellsGuests }) =>
    tellsGuests === false || passes === 'KEEP' ? null : { appointmentId, template: 'cancel' as const, visitPassIds },
  ),
  on(SeriesCut, TellGuests, ({ appointmentId, isOver }) => ({ appointmentId, template: isOver ? ('over' as const) : ('until' as const) })),
  run(TellOfCanceling, tellGuests),
  on(AppointmentRestored, TellGuests, ({ appointmentId, visitPassIds, tellsGuests }) =>
    tellsGuests === false ? null : { appointmentId, template: 'restore' as const, visitPassIds },
  ),
  run(TellGuests, tellGuests),
  on(ApprovalAsked, CallApprovers, ({ approvalRequestId }) => ({ approvalRequestId })),
  run(CallApprovers, callApprovers),
  // Whoever called the visit off knows of it.
  on(ApprovalEnded, TellOfApproval, ({ approvalRequestId, status }) =>
    status === 'WITHDRAWN' ? null : { approvalRequestId, matter: status },
  ),
  run(TellOfApproval, tellOfApproval),
  on(GuestCodeAsked, SendGuestCode, ({ guestChallengeId }) => ({ guestChallengeId })),
  run(SendGuestCode, sendGuestCode),
  on(AccountLinkMade, SendAccountLink, ({ accountLinkId }) => ({ accountLinkId })),
  run(SendAccountLink, sendAccountLink),
  on(AccountChanged, SendAccountNotice, ({ accountNoticeId }) => ({ accountNoticeId })),
  run(SendAccountNotice, sendAccountNotice),
  on(VisitorExportNoted, SendVisitorExportNotice, ({ visitorExportNoticeId }) => ({ visitorExportNoticeId })),
  run(SendVisitorExportNotice, sendVisitorExportNotice),
  on(WatchlistNoted, SendWatchlistNotice, ({ watchlistNoticeId }) => ({ watchlistNoticeId })),
  run(SendWatchlistNotice, sendWatchlistNotice),
]

export default handlers

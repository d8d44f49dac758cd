import { on, run, type Handler } from '../../core/handlers'
import { CheckinRegistered, ConflictNoted, StayOverdue } from '../access-control/events'
import { AppointmentCanceled, AppointmentCreated, AppointmentRestored, AppointmentUpdated, SeriesCut } from '../appointments/events'
import { ApprovalAsked, ApprovalEnded } from '../approvals/events'
import { GuestCodeAsked, GuestReplied, VisitPassIssued, VisitPassReissued } from '../credentials/events'
import { DeliveryRegistered, DeliveryWaits } from '../deliveries/events'
import { AccountChanged, AccountLinkMade } from '../security/events'
import { VisitorExportNoted } from '../visitors/events'
import { WatchlistNoted } from '../watchlist/events'
import { WebhookNoted } from '../webhooks/events'
import {
  CallApprovers,
  SendAccountLink,
  SendAccountNotice,
  SendConflictNotice,
  SendDeliveryNotice,
  SendGuestCode,
  SendNotification,
  SendVisitorExportNotice,
  SendWatchlistNotice,
  SendWebhookNotice,
  TellGuests,
  TellHosts,
  TellOfApproval,
  TellOfCanceling,
} from './jobs'
import { callApprovers } from './use-cases/call-approvers'
import { sendAccountLink } from './use-cases/send-account-link'
import { sendAccountNotice } from './use-cases/send-account-notice'
import { sendConflictNotice } from './use-cases/send-conflict-notice'
import { sendDeliveryNotice } from './use-cases/send-delivery-notice'
import { sendGuestCode } from './use-cases/send-guest-code'
import { sendNotification } from './use-cases/send-notification'
import { tellGuests } from './use-cases/tell-guests'
import { tellHosts } from './use-cases/tell-hosts'
import { tellOfApproval } from './use-cases/tell-of-approval'
import { sendVisitorExportNotice } from './use-cases/send-visitor-export-notice'
import { sendWatchlistNotice } from './use-cases/send-watchlist-notice'
import { sendWebhookNotice } from './use-cases/send-webhook-notice'

/** What those who receive are told of a visit that somebody made otherwise; of what a program did on its own they are not. */
const ofVisit = (
  { appointmentId, tellsHosts, byUserId }: { appointmentId: string; tellsHosts?: boolean | undefined; byUserId?: string | undefined },
  what: 'BOOKED' | 'CHANGED' | 'CANCELED',
) => (tellsHosts && byUserId ? { kind: 'VISIT_CHANGED' as const, appointmentId, what, userId: byUserId } : null)

const handlers: Handler[] = [
  on(VisitPassIssued, SendNotification, ({ visitPassId, tellsGuest }) =>
    tellsGuest === false ? null : { visitPassId, template: 'invite' as const },
  ),
  on(VisitPassReissued, SendNotification, ({ visitPassId, keepsLink }) => ({
    visitPassId,
    template: keepsLink ? ('new-code' as const) : ('reissue' as const),
  })),
  on(StayOverdue, SendNotification, ({ visitPassId, tellsGuest }) => (tellsGuest ? { visitPassId, template: 'stays' as const } : null)),
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
  on(GuestReplied, TellHosts, ({ visitPassId, said }) => ({
    kind: said === 'LATE' || said === 'HERE' ? (`GUEST_${said}` as const) : ('GUEST_REPLIED' as const),
    visitPassId,
    what: 'GUEST' as const,
  })),
  on(CheckinRegistered, TellHosts, ({ visitPassId }) => ({ kind: 'CHECKED_IN' as const, visitPassId, what: 'GUEST' as const })),
  on(StayOverdue, TellHosts, ({ visitPassId, stayReminderId }) => ({
    kind: 'GUEST_STAYS' as const,
    visitPassId,
    stayReminderId,
    what: 'GUEST' as const,
  })),
  on(AppointmentCreated, TellHosts, (event) => ofVisit(event, 'BOOKED')),
  on(AppointmentUpdated, TellHosts, (event) => ofVisit(event, 'CHANGED')),
  on(AppointmentCanceled, TellHosts, (event) => ofVisit(event, 'CANCELED')),
  run(TellHosts, tellHosts),
  on(GuestCodeAsked, SendGuestCode, ({ guestChallengeId }) => ({ guestChallengeId })),
  run(SendGuestCode, sendGuestCode),
  on(AccountLinkMade, SendAccountLink, ({ accountLinkId }) => ({ accountLinkId })),
  run(SendAccountLink, sendAccountLink),
  on(AccountChanged, SendAccountNotice, ({ accountNoticeId }) => ({ accountNoticeId })),
  run(SendAccountNotice, sendAccountNotice),
  on(VisitorExportNoted, SendVisitorExportNotice, ({ visitorExportNoticeId }) => ({ visitorExportNoticeId })),
  run(SendVisitorExportNotice, sendVisitorExportNotice),
  on(DeliveryRegistered, SendDeliveryNotice, ({ deliveryId }) => ({ deliveryId, reminder: 0 })),
  on(DeliveryWaits, SendDeliveryNotice, ({ deliveryId, reminder }) => ({ deliveryId, reminder })),
  run(SendDeliveryNotice, sendDeliveryNotice),
  on(WatchlistNoted, SendWatchlistNotice, ({ watchlistNoticeId }) => ({ watchlistNoticeId })),
  run(SendWatchlistNotice, sendWatchlistNotice),
  on(ConflictNoted, SendConflictNotice, ({ conflictNoticeId }) => ({ conflictNoticeId })),
  run(SendConflictNotice, sendConflictNotice),
  on(WebhookNoted, SendWebhookNotice, ({ webhookNoticeId }) => ({ webhookNoticeId })),
  run(SendWebhookNotice, sendWebhookNotice),
]

export default handlers

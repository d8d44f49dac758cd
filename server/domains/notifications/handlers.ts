import { on, run, type Handler } from '../../core/handlers'
import { GuestCodeAsked, VisitPassIssued } from '../credentials/events'
import { AccountChanged, AccountLinkMade } from '../security/events'
import { VisitorExportNoted } from '../visitors/events'
import { SendAccountLink, SendAccountNotice, SendGuestCode, SendNotification, SendVisitorExportNotice } from './jobs'
import { sendAccountLink } from './use-cases/send-account-link'
import { sendAccountNotice } from './use-cases/send-account-notice'
import { sendGuestCode } from './use-cases/send-guest-code'
import { sendNotification } from './use-cases/send-notification'
import { sendVisitorExportNotice } from './use-cases/send-visitor-export-notice'

const handlers: Handler[] = [
  on(VisitPassIssued, SendNotification, ({ visitPassId, tellsGuest }) =>
    tellsGuest === false ? null : { visitPassId, template: 'invite' as const },
  ),
  run(SendNotification, sendNotification),
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

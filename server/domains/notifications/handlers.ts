import { on, run, type Handler } from '../../core/handlers'
import { VisitPassIssued } from '../credentials/events'
import { AccountChanged, AccountLinkMade } from '../security/events'
import { SendAccountLink, SendAccountNotice, SendNotification } from './jobs'
import { sendAccountLink } from './use-cases/send-account-link'
import { sendAccountNotice } from './use-cases/send-account-notice'
import { sendNotification } from './use-cases/send-notification'

const handlers: Handler[] = [
  on(VisitPassIssued, SendNotification, ({ visitPassId }) => ({ visitPassId, template: 'invite' as const })),
  run(SendNotification, sendNotification),
  on(AccountLinkMade, SendAccountLink, ({ accountLinkId }) => ({ accountLinkId })),
  run(SendAccountLink, sendAccountLink),
  on(AccountChanged, SendAccountNotice, ({ accountNoticeId }) => ({ accountNoticeId })),
  run(SendAccountNotice, sendAccountNotice),
]

export default handlers

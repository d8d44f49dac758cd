import { on, run, type Handler } from '../../core/handlers'
import { VisitorErased } from '../visitors/events'
import { WebhookRecoveryAsked } from './events'
import { ForgetSelections, RecoverWebhooks } from './jobs'
import { forgetSelections } from './use-cases/forget-selections'
import { recoverWebhooks } from './use-cases/recover-webhooks'

const handlers: Handler[] = [
  on(WebhookRecoveryAsked, RecoverWebhooks, (asked) => asked),
  run(RecoverWebhooks, recoverWebhooks),
  on(VisitorErased, ForgetSelections, ({ erasureId }) => ({ erasureId })),
  run(ForgetSelections, forgetSelections),
]

export default handlers

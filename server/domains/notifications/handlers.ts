import { on, run, type Handler } from '../../core/handlers'
import { VisitPassIssued } from '../credentials/events'
import { SendNotification } from './jobs'
import { sendNotification } from './use-cases/send-notification'

const handlers: Handler[] = [
  on(VisitPassIssued, SendNotification, ({ visitPassId }) => ({ visitPassId, template: 'invite' as const })),
  run(SendNotification, sendNotification),
]

export default handlers

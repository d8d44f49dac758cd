import { on, run, type Handler } from '../../core/handlers'
import { VisitorErased } from '../visitors/events'
import { ForgetApprovalReasons } from './jobs'
import { forgetApprovalReasons } from './use-cases/forget-approval-reasons'

const handlers: Handler[] = [
  on(VisitorErased, ForgetApprovalReasons, ({ visitorId }) => ({ visitorId })),
  run(ForgetApprovalReasons, forgetApprovalReasons),
]

export default handlers

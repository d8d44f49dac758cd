import { on, run, type Handler } from '../../core/handlers'
import { AppointmentCreated } from '../appointments/events'
import { IssueVisitPass } from './jobs'
import { issueVisitPass } from './use-cases/issue-visit-pass'

const handlers: Handler[] = [
  on(AppointmentCreated, IssueVisitPass, ({ visitPassIds }) => ({ visitPassIds })),
  run(IssueVisitPass, issueVisitPass),
]

export default handlers

import { on, run, type Handler } from '../../core/handlers'
import { AppointmentCreated, AppointmentUpdated } from '../appointments/events'
import { IssueVisitPass } from './jobs'
import { issueVisitPass } from './use-cases/issue-visit-pass'

const handlers: Handler[] = [
  on(AppointmentCreated, IssueVisitPass, ({ visitPassIds, tellsGuests }) => ({ visitPassIds, tellsGuests })),
  on(AppointmentUpdated, IssueVisitPass, ({ visitPassIds, tellsGuests }) =>
    visitPassIds.length > 0 ? { visitPassIds, tellsGuests } : null,
  ),
  run(IssueVisitPass, issueVisitPass),
]

export default handlers

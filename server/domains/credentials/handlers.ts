import { on, run, type Handler } from '../../core/handlers'
import { AppointmentCreated, AppointmentUpdated } from '../appointments/events'
import { CompanionNamed, VisitPassReleased } from './events'
import { IssueVisitPass } from './jobs'
import { issueVisitPass } from './use-cases/issue-visit-pass'

const handlers: Handler[] = [
  on(AppointmentCreated, IssueVisitPass, ({ visitPassIds, tellsGuests }) => ({ visitPassIds, tellsGuests })),
  on(AppointmentUpdated, IssueVisitPass, ({ visitPassIds, tellsGuests }) =>
    visitPassIds.length > 0 ? { visitPassIds, tellsGuests } : null,
  ),
  on(VisitPassReleased, IssueVisitPass, ({ visitPassId, tellsGuest }) => ({ visitPassIds: [visitPassId], tellsGuests: tellsGuest })),
  on(CompanionNamed, IssueVisitPass, ({ visitPassId }) => ({ visitPassIds: [visitPassId] })),
  run(IssueVisitPass, issueVisitPass),
]

export default handlers

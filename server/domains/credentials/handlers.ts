import { on, run, type Handler } from '../../core/handlers'
import { AppointmentCreated, AppointmentUpdated } from '../appointments/events'
import { CompanionNamed, SigningKeyRevoked, VisitPassReleased } from './events'
import { IssueVisitPass, SignPassesAnew } from './jobs'
import { issueVisitPass } from './use-cases/issue-visit-pass'
import { signPassesAnew } from './use-cases/sign-passes-anew'

const handlers: Handler[] = [
  on(AppointmentCreated, IssueVisitPass, ({ visitPassIds, tellsGuests }) => ({ visitPassIds, tellsGuests })),
  on(AppointmentUpdated, IssueVisitPass, ({ visitPassIds, tellsGuests }) =>
    visitPassIds.length > 0 ? { visitPassIds, tellsGuests } : null,
  ),
  on(VisitPassReleased, IssueVisitPass, ({ visitPassId, tellsGuest }) => ({ visitPassIds: [visitPassId], tellsGuests: tellsGuest })),
  on(CompanionNamed, IssueVisitPass, ({ visitPassId }) => ({ visitPassIds: [visitPassId] })),
  on(SigningKeyRevoked, SignPassesAnew, ({ keyId }) => ({ keyId })),
  run(IssueVisitPass, issueVisitPass),
  run(SignPassesAnew, signPassesAnew),
]

export default handlers

import type { EventDefinition } from './core/define-event'
import type { JobDefinition } from './core/define-job'
import { permissions } from './core/permissions'
import * as accessControl from './domains/access-control/events'
import * as appointments from './domains/appointments/events'
import * as approvals from './domains/approvals/events'
import * as approvalJobs from './domains/approvals/jobs'
import * as calendars from './domains/calendars/events'
import * as calendarJobs from './domains/calendars/jobs'
import * as credentialEvents from './domains/credentials/events'
import * as credentialJobs from './domains/credentials/jobs'
import * as deliveries from './domains/deliveries/events'
import * as files from './domains/files/events'
import * as fileJobs from './domains/files/jobs'
import * as guestLists from './domains/guest-lists/events'
import * as guestListJobs from './domains/guest-lists/jobs'
import * as notificationJobs from './domains/notifications/jobs'
import * as security from './domains/security/events'
import * as securityJobs from './domains/security/jobs'
import * as turnstiles from './domains/turnstiles/events'
import * as turnstileJobs from './domains/turnstiles/jobs'
import * as visitorTypes from './domains/visitor-types/events'
import * as visitorTypeJobs from './domains/visitor-types/jobs'
import * as walkIns from './domains/walk-ins/events'
import * as watchlist from './domains/watchlist/events'
import * as watchlistJobs from './domains/watchlist/jobs'
import * as webhooks from './domains/webhooks/events'
import * as webhookJobs from './domains/webhooks/jobs'
import * as visitors from './domains/visitors/events'
import * as visitorJobs from './domains/visitors/jobs'

const eventsOf = (module: object): EventDefinition[] =>
  Object.values(module).filter((value): value is EventDefinition => typeof value === 'object' && value !== null && 'type' in value)
const jobsOf = (module: object): JobDefinition[] =>
  Object.values(module).filter((value): value is JobDefinition => typeof value === 'object' && value !== null && 'queue' in value)

/** The map of the system: every event, every job, every permission. */
export const catalog = {
  events: [
    appointments,
    approvals,
    calendars,
    credentialEvents,
    accessControl,
    deliveries,
    files,
    guestLists,
    security,
    turnstiles,
    visitorTypes,
    visitors,
    walkIns,
    watchlist,
    webhooks,
  ].flatMap(eventsOf),
  jobs: [
    approvalJobs,
    calendarJobs,
    credentialJobs,
    fileJobs,
    guestListJobs,
    notificationJobs,
    securityJobs,
    turnstileJobs,
    visitorTypeJobs,
    visitorJobs,
    watchlistJobs,
    webhookJobs,
  ].flatMap(jobsOf),
  permissions,
}

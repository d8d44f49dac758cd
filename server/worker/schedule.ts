import { describeError, log } from '../infra/log'
import { extendSeries } from '../domains/appointments/use-cases/series/extend-series'
import { completeAppointments } from '../domains/appointments/use-cases/complete-appointments'
import { fillSeats } from '../domains/approvals/use-cases/fill-seats'
import { lapseVisits } from '../domains/approvals/use-cases/lapse-visits'
import { runDeadlines } from '../domains/approvals/use-cases/run-deadlines'
import { keepStays, purgeStayReminders } from '../domains/access-control/use-cases/presence/keep-stays'
import { askOutsideCalendars } from '../domains/calendars/use-cases/ask-outside-calendars'
import { expirePasses } from '../domains/credentials/use-cases/expire-passes'
import { purgeGuestAccess } from '../domains/credentials/use-cases/purge-guest-access'
import { retireSigningKeys } from '../domains/credentials/use-cases/retire-signing-keys'
import { signLateCodesAnew } from '../domains/credentials/use-cases/sign-passes-anew'
import { purgeDeliveries } from '../domains/deliveries/use-cases/purge-deliveries'
import { remindOfDeliveries } from '../domains/deliveries/use-cases/remind-of-deliveries'
import { purgeVisitorFiles } from '../domains/files/use-cases/purge-visitor-files'
import { workOffUploads } from '../domains/files/use-cases/work-off-uploads'
import { purgeGuestLists } from '../domains/guest-lists/use-cases/purge-guest-lists'
import { purgeHostNotices } from '../domains/notifications/use-cases/purge-host-notices'
import { endForgottenRollCalls, purgeRollCalls } from '../domains/roll-calls/use-cases/purge-roll-calls'
import { keepStatistics } from '../domains/statistics/use-cases/keep-statistics'
import { mendRecentStatistics } from '../domains/statistics/use-cases/mend-statistics'
import { purgeAccountLinks } from '../domains/security/use-cases/purge-account-links'
import { purgeAccountNotices } from '../domains/security/use-cases/purge-account-notices'
import { purgePasskeyChallenges } from '../domains/security/use-cases/passkey-challenges'
import { purgeProviderAttempts } from '../domains/security/use-cases/single-sign-on/provider-attempts'
import { purgeSessions } from '../domains/security/use-cases/purge-sessions'
import { moveAllToNewestKeys } from '../domains/security/use-cases/organization-keys/move-to-newest-key'
import { rotateTokenKeys } from '../domains/security/token-keys'
import { askSyncs } from '../domains/turnstiles/use-cases/ask-syncs'
import { purgeControllerEvents } from '../domains/turnstiles/use-cases/purge-controller-events'
import { settleWaiting } from '../domains/turnstiles/use-cases/settle-waiting'
import { purgeVisitors } from '../domains/visitors/use-cases/purge-visitors'
import { eraseWhoAsked } from '../domains/visitors/use-cases/own-data/ask-erasure'
import { endVisitorExports } from '../domains/visitors/use-cases/exports/end-visitor-exports'
import { replayErasures } from '../domains/visitors/use-cases/erasure-ledger'
import { purgeConflictNotices } from '../domains/access-control/use-cases/offline/tell-of-conflict'
import { purgeWatchlistNotices } from '../domains/watchlist/use-cases/tell-security'
import { purgeWebhooks } from '../domains/webhooks/use-cases/purge-webhooks'
import { watchWebhookEndpoints } from '../domains/webhooks/use-cases/watch-webhook-endpoints'
import { purgeRequests } from '../domains/developer-console/use-cases/purge-requests'
import { purgeIdempotencyKeys } from '../domains/developer-console/use-cases/purge-idempotency-keys'

/** A recurring task; `every` in milliseconds. */
interface Task {
  name: string
  every: number
  run: () => Promise<unknown>
}

/** Every recurring task of the system, with how often it runs, in milliseconds. All are safe to run twice or at once. */
export const schedule: readonly Task[] = [
  { name: 'expire passes whose window is over', every: 30_000, run: expirePasses },
  { name: 'remind of guests who stay on, and check out whom nobody saw leave', every: 60_000, run: () => keepStays() },
  { name: 'forget reminders of guests who stayed on after a month', every: 3_600_000, run: () => purgeStayReminders() },
  { name: 'complete visits that ended', every: 60_000, run: completeAppointments },
  { name: 'count the days anew on which something happened', every: 5_000, run: keepStatistics },
  { name: 'recount the last week and mend counters that differ', every: 86_400_000, run: () => mendRecentStatistics() },
  { name: 'hand on what nobody has decided in time', every: 30_000, run: () => runDeadlines() },
  { name: 'have somebody decide for whoever is away', every: 60_000, run: fillSeats },
  { name: 'call off visits that were over before all had agreed', every: 60_000, run: () => lapseVisits() },
  { name: 'ask for calendars outside that are due', every: 60_000, run: () => askOutsideCalendars() },
  { name: 'ask for turnstiles that are due', every: 15_000, run: () => askSyncs() },
  { name: 'settle what turnstiles told half of', every: 60_000, run: () => settleWaiting() },
  { name: 'forget what turnstiles told a year ago', every: 3_600_000, run: () => purgeControllerEvents() },
  { name: 'book visits of series that came within a year', every: 3_600_000, run: () => extendSeries() },
  { name: 'forget sessions that ended', every: 3_600_000, run: purgeSessions },
  { name: 'forget one-time links a month after they expired', every: 3_600_000, run: purgeAccountLinks },
  { name: 'forget visitors as the organizations promise', every: 3_600_000, run: () => purgeVisitors() },
  { name: 'erase guests who asked for it and have left', every: 600_000, run: () => eraseWhoAsked() },
  { name: 'erase again whoever a restored backup brought back', every: 3_600_000, run: replayErasures },
  { name: 'throw away files of visitors after a day', every: 600_000, run: () => endVisitorExports() },
  { name: 'forget challenges that no passkey answered', every: 600_000, run: purgePasskeyChallenges },
  { name: 'forget sign-ins by a provider that nobody finished', every: 600_000, run: () => purgeProviderAttempts() },
  { name: 'forget what guests were asked and have answered', every: 600_000, run: purgeGuestAccess },
  { name: 'remind people of parcels that wait', every: 600_000, run: () => remindOfDeliveries() },
  { name: 'forget parcels three months after they were handed over', every: 3_600_000, run: () => purgeDeliveries() },
  { name: 'forget lists of guests after a week', every: 3_600_000, run: () => purgeGuestLists() },
  { name: 'look again at files that wait, and throw away what is kept for nothing', every: 60_000, run: () => workOffUploads() },
  { name: 'remove files of visitors as the organizations promise', every: 3_600_000, run: () => purgeVisitorFiles() },
  { name: 'forget mails about changes to accounts after a month', every: 3_600_000, run: purgeAccountNotices },
  { name: 'forget mails about the watchlist after a month', every: 3_600_000, run: () => purgeWatchlistNotices() },
  { name: 'forget mails about conflicts after a month', every: 3_600_000, run: () => purgeConflictNotices() },
  { name: 'forget of what hosts were told a month ago', every: 3_600_000, run: () => purgeHostNotices() },
  { name: 'end roll calls that nobody has ended within a day', every: 600_000, run: () => endForgottenRollCalls() },
  { name: 'forget what marshals wrote after three months', every: 3_600_000, run: () => purgeRollCalls() },
  { name: 'replace the key that signs access tokens after a month', every: 3_600_000, run: () => rotateTokenKeys() },
  { name: 'move what stands under earlier keys of organizations to the newest', every: 300_000, run: () => moveAllToNewestKeys() },
  { name: 'let keys sign no more after which another one has begun to', every: 60_000, run: () => retireSigningKeys() },
  { name: 'sign anew what was signed while its key was being revoked', every: 60_000, run: () => signLateCodesAnew() },
  {
    name: 'tell of endpoints of webhooks that fail, and disable those that do for days',
    every: 600_000,
    run: () => watchWebhookEndpoints(),
  },
  { name: 'forget what endpoints of webhooks were told a month ago', every: 3_600_000, run: () => purgeWebhooks() },
  { name: 'forget idempotency keys after a day', every: 3_600_000, run: purgeIdempotencyKeys },
  { name: 'forget requests of programs after a month', every: 3_600_000, run: () => purgeRequests() },
]

/** Runs the schedule, until stopped; a task waits until its last run has ended. @returns stops it */
export function startSchedule(tasks: readonly Task[] = schedule): () => void {
  const timers = tasks.map(({ name, every, run }) => {
    let isRunning = false
    async function once(): Promise<void> {
      if (isRunning) return
      isRunning = true
      await run().catch((error: unknown) => log.warn({ task: name, err: describeError(error) }, 'scheduled task will run again'))
      isRunning = false
    }
    void once()
    return setInterval(() => void once(), every)
  })
  return () => timers.forEach(clearInterval)
}

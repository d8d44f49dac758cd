import type { JobDefinition } from '../core/define-job'
import type { Handler, Reaction, Runner } from '../core/handlers'
import approvals from '../domains/approvals/handlers'
import calendars from '../domains/calendars/handlers'
import credentials from '../domains/credentials/handlers'
import files from '../domains/files/handlers'
import guestLists from '../domains/guest-lists/handlers'
import notifications from '../domains/notifications/handlers'
import security from '../domains/security/handlers'
import turnstiles from '../domains/turnstiles/handlers'
import visitorTypes from '../domains/visitor-types/handlers'
import visitors from '../domains/visitors/handlers'
import watchlist from '../domains/watchlist/handlers'
import webhooks from '../domains/webhooks/handlers'

/** Everything that a worker does when something happens: what to react to, and who does it. */
export const handlers: readonly Handler[] = [
  ...approvals,
  ...calendars,
  ...credentials,
  ...files,
  ...guestLists,
  ...notifications,
  ...security,
  ...turnstiles,
  ...visitorTypes,
  ...visitors,
  ...watchlist,
  ...webhooks,
]

const reactions = handlers.filter((handler): handler is Reaction => handler.kind === 'reaction')
const runners = new Map(
  handlers.filter((handler): handler is Runner => handler.kind === 'runner').map((runner) => [runner.job.name, runner]),
)

/** The reactions that an event asks for. A reaction is named by its job: one job reacts once to one event. */
export const reactionsTo = (type: string): Reaction[] => reactions.filter((reaction) => reaction.event.type === type)

/** The reaction of an event by its name; undefined when this version has it no more. */
export const reactionNamed = (type: string, name: string): Reaction | undefined =>
  reactionsTo(type).find((reaction) => reaction.job.name === name)

/** The use-case that does a job. @throws Error for a job that nobody runs: a mistake that the first start shows */
export function runnerOf(job: JobDefinition): Runner {
  const runner = runners.get(job.name)
  if (!runner) throw new Error(`Nobody runs ${job.name}`)
  return runner
}

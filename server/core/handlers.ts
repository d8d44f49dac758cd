import type { EventDefinition, EventPayload } from './define-event'
import type { JobData, JobDefinition } from './define-job'

/** Who runs a job: the worker itself, inside the organization in which the event happened. */
export interface JobContext {
  /** The event that caused the job: the key that makes running it twice harmless. */
  readonly eventId: string
  readonly organizationId: string
}

/** "When this happens, run that": one line of a domain's `handlers.ts`. */
export interface Reaction {
  readonly kind: 'reaction'
  readonly event: EventDefinition
  readonly job: JobDefinition
  readonly data: (payload: Record<string, unknown>) => Record<string, unknown> | null
}

/** "This job is that function." */
export interface Runner {
  readonly kind: 'runner'
  readonly job: JobDefinition
  readonly run: (context: JobContext, data: Record<string, unknown>) => Promise<void>
}

/** What a domain's `handlers.ts` exports. */
export type Handler = Reaction | Runner

/** Reacts to an event with a job. `data` picks the job's input; null means that this event asks for nothing. */
export function on<E extends EventDefinition, J extends JobDefinition>(
  event: E,
  job: J,
  data: (payload: EventPayload<E>) => JobData<J> | null,
): Reaction {
  return { kind: 'reaction', event, job, data: (payload) => data(event.schema.parse(payload) as EventPayload<E>) }
}

/** Binds a job to the use-case that does it. */
export function run<J extends JobDefinition>(job: J, useCase: (context: JobContext, data: JobData<J>) => Promise<unknown>): Runner {
  return {
    kind: 'runner',
    job,
    run: async (context, data) => {
      await useCase(context, job.schema.parse(data) as JobData<J>)
    },
  }
}

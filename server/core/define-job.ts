import type { z } from 'zod'

/** The queues of the specification. */
export type QueueName = 'notifications' | 'access-control' | 'sync-external' | 'update-manager' | 'webhooks'

/** What a job is called, what it needs, where it waits and how often it is tried. */
export interface JobDefinition<S extends z.ZodObject = z.ZodObject> {
  readonly name: string
  readonly queue: QueueName
  /** Ids only, never personal data: job data is stored in Redis and shown on screens. */
  readonly schema: S
  /** Tries before the job is dead. */
  readonly attempts: number
  /** How long it waits before its first try, in milliseconds: what is taken back meanwhile need not be done. */
  readonly delay: number
}

/** Data of a job. */
export type JobData<J extends JobDefinition> = z.infer<J['schema']>

/** Declares a job; the code it runs is a use-case, bound in the domain's `handlers.ts`. */
export function defineJob<S extends z.ZodObject>(
  name: string,
  queue: QueueName,
  schema: S,
  options: { attempts?: number; delay?: number } = {},
): JobDefinition<S> {
  return { name, queue, schema, attempts: options.attempts ?? 8, delay: options.delay ?? 0 }
}

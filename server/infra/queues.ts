import { Queue } from 'bullmq'
import type { QueueName } from '../core/define-job'
import { connectRedis } from './redis'

/** The queues of the specification. */
export const queueNames: readonly QueueName[] = ['notifications', 'access-control', 'sync-external', 'update-manager', 'webhooks']

/** What a job in Redis says: which reaction to do. Everything else stands in MySQL. */
export interface ReactionJob {
  eventId: string
  reaction: string
}

const queues = new Map<QueueName, Queue<ReactionJob>>()

/** A queue to put jobs into; made on first need, so that only who enqueues connects. */
function queue(name: QueueName): Queue<ReactionJob> {
  let made = queues.get(name)
  if (!made) {
    made = new Queue<ReactionJob>(name, {
      connection: connectRedis(`queue:${name}`, { maxRetriesPerRequest: null, enableOfflineQueue: true }),
      prefix: 'gc',
    })
    made.on('error', () => undefined)
    queues.set(name, made)
  }
  return made
}

/**
 * Puts one try of a reaction into its queue. A try is one job: put in again while it waits or runs, nothing happens.
 * @param attempts tries that failed before this one
 * @param delay how long it waits first, in milliseconds
 */
export async function enqueue(name: QueueName, { eventId, reaction }: ReactionJob, attempts: number, delay = 0): Promise<void> {
  const jobId = `${eventId}-${reaction}-${attempts}`
  await queue(name).add(reaction, { eventId, reaction }, { jobId, delay, removeOnComplete: true, removeOnFail: true })
}

/** Closes the queues that this process opened. */
export async function closeQueues(): Promise<void> {
  await Promise.all([...queues.values()].map((opened) => opened.close()))
}

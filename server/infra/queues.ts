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

/** One try of a reaction that is put into a queue. */
export interface Try extends ReactionJob {
  queue: QueueName
  /** Tries that failed before this one. */
  attempts: number
  /** How long it waits first, in milliseconds. */
  delay: number
}

const optionsOf = ({ eventId, reaction, attempts, delay }: Try) => ({
  jobId: `${eventId}-${reaction}-${attempts}`,
  delay,
  removeOnComplete: true,
  removeOnFail: true,
})

/** Puts tries of reactions into their queues. A try is one job: put in again while it waits or runs, nothing happens. */
export async function enqueue(tries: readonly Try[]): Promise<void> {
  const byQueue = Map.groupBy(tries, (each) => each.queue)
  const jobOf = (each: Try) => ({
    name: each.reaction,
    data: { eventId: each.eventId, reaction: each.reaction },
    opts: optionsOf(each),
  })
  await Promise.all([...byQueue].map(([name, of]) => queue(name).addBulk(of.map(jobOf))))
}

/** Closes the queues that this process opened. */
export async function closeQueues(): Promise<void> {
  await Promise.all([...queues.values()].map((opened) => opened.close()))
}

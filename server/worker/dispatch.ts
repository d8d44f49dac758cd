import { Worker } from 'bullmq'
import type { QueueName } from '../core/define-job'
import { prisma } from '../infra/db'
import { describeError, log } from '../infra/log'
import { enqueue, queueNames, type ReactionJob } from '../infra/queues'
import { connectRedis } from '../infra/redis'
import { reactionNamed, runnerOf } from './registry'

/** Jobs of one queue that run at once. */
const concurrency = 8

/** Wait before the next try, in milliseconds: 1 s, 2 s, 4 s … up to 5 minutes. */
const backoff = (attempts: number): number => Math.min(1_000 * 2 ** (attempts - 1), 300_000)

/**
 * Does one reaction and writes what came of it to MySQL. Done again after it is done, it does nothing.
 * A failure is noted with the time of the next try; after the last one the reaction is dead and stays for people to see.
 */
export async function react({ eventId, reaction: name }: ReactionJob): Promise<void> {
  const where = { eventId_reaction: { eventId, reaction: name } }
  const row = await prisma.outboxReaction.findUnique({ where, include: { event: true } })
  const reaction = row ? reactionNamed(row.event.type, name) : undefined
  if (!row || row.status !== 'PENDING' || !reaction) return
  const { organizationId, payload } = row.event
  try {
    const data = reaction.data(payload as Record<string, unknown>)
    if (data) await runnerOf(reaction.job).run({ eventId, organizationId: organizationId ?? '' }, data)
    await prisma.outboxReaction.updateMany({
      where: { eventId, reaction: name },
      data: { status: 'DONE', attempts: row.attempts + 1, lastError: null },
    })
  } catch (error) {
    await fail(row, reaction.job.attempts, error)
    const attempts = row.attempts + 1
    const { queue } = reaction.job
    if (attempts < reaction.job.attempts) await enqueue([{ queue, eventId, reaction: name, attempts, delay: backoff(attempts) }])
  }
}

async function fail(row: { eventId: string; reaction: string; attempts: number }, limit: number, error: unknown): Promise<void> {
  const attempts = row.attempts + 1
  const dead = attempts >= limit
  const { type, message } = describeError(error)
  log[dead ? 'error' : 'warn'](
    { eventId: row.eventId, reaction: row.reaction, attempts, err: describeError(error) },
    dead ? 'reaction is dead' : 'reaction failed',
  )
  await prisma.outboxReaction.updateMany({
    where: { eventId: row.eventId, reaction: row.reaction, status: 'PENDING' },
    data: {
      attempts,
      status: dead ? 'DEAD' : 'PENDING',
      lastError: `${type}: ${message}`.slice(0, 500),
      nextAttemptAt: new Date(Date.now() + backoff(attempts)),
    },
  })
}

function workerFor(name: QueueName): Worker<ReactionJob> {
  const connection = connectRedis(`worker:${name}`, { maxRetriesPerRequest: null, enableOfflineQueue: true })
  // A worker that was killed has its jobs picked up again within 12 seconds: a lock's life and one look for lost locks.
  const worker = new Worker<ReactionJob>(name, (job) => react(job.data), {
    connection,
    prefix: 'gc',
    concurrency,
    lockDuration: 8_000,
    stalledInterval: 4_000,
    maxStalledCount: 3,
  })
  worker.on('error', (error) => log.warn({ queue: name, err: describeError(error) }, 'queue is away'))
  return worker
}

/** Works on all queues, until stopped. @returns stops taking jobs and waits for those that run */
export function startWorkers(): () => Promise<void> {
  const workers = queueNames.map(workerFor)
  return async () => {
    await Promise.all(workers.map((worker) => worker.close()))
  }
}

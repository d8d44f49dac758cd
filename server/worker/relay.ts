import { connectRedis } from '../infra/redis'
import { prisma } from '../infra/db'
import { announceGrowth } from '../infra/live'
import { describeError, log } from '../infra/log'
import { outboxWake } from '../infra/outbox'
import { queue } from '../infra/queues'
import { reactionNamed, reactionsTo } from './registry'
import { batchSize, sequenceEvents, type Sequenced } from './sequence.sql'

/** How often the relay looks by itself, in milliseconds: the wake-up through Redis is only faster. */
const lookEvery = 500

/** How long after its time a reaction that nobody has finished is handed out again, in milliseconds. */
const overdueAfter = 30_000

/** How often overdue reactions are looked for, in milliseconds. */
const sweepEvery = 5_000

/** Reactions that an event really asks for: `data` may say that it asks for nothing. */
const asked = (event: Sequenced): string[] =>
  reactionsTo(event.type)
    .filter((reaction) => reaction.data(event.payload) !== null)
    .map((reaction) => reaction.job.name)

/** Hands reactions to their queues. Redis only wakes the job up: lost, it is handed out again by the sweep. */
async function handOut(reactions: { eventId: string; type: string; reaction: string; attempts: number }[]): Promise<void> {
  for (const { eventId, type, reaction, attempts } of reactions) {
    const known = reactionNamed(type, reaction)
    if (!known) continue
    const options = { jobId: `${eventId}-${reaction}-${attempts}`, removeOnComplete: true, removeOnFail: true }
    await queue(known.job.queue).add(reaction, { eventId, reaction }, options)
  }
}

async function round(): Promise<number> {
  const events = await sequenceEvents(asked, new Date())
  if (events.length === 0) return 0
  announceGrowth(new Set(events.map((event) => event.organization_id)))
  await handOut(events.flatMap((event) => asked(event).map((reaction) => ({ eventId: event.id, type: event.type, reaction, attempts: 0 }))))
  return events.length
}

/** Hands out again what is due and was not finished: its job was lost with Redis or with a worker. */
async function sweep(): Promise<void> {
  const due = await prisma.outboxReaction.findMany({
    where: { status: 'PENDING', nextAttemptAt: { lt: new Date(Date.now() - overdueAfter) } },
    include: { event: { select: { type: true } } },
    take: 200,
  })
  // The minute in the id lets the same reaction be handed out again later, but not in every round.
  await handOut(
    due.map(({ eventId, reaction, event }) => ({ eventId, type: event.type, reaction, attempts: Math.floor(Date.now() / 60_000) })),
  )
}

/** Numbers committed events and hands their reactions out, until stopped. @returns stops it after the round that runs */
export function startRelay(): () => Promise<void> {
  let stopped = false
  let working: Promise<void> | undefined
  let again = false
  const work = async () => {
    try {
      do again = false
      while (((await round()) === batchSize || again) && !stopped)
    } catch (error) {
      log.warn({ err: describeError(error) }, 'the relay will look again')
    } finally {
      working = undefined
    }
  }
  const look = () => {
    again = true
    if (!stopped) working ??= work()
  }
  const wake = connectRedis('relay', { enableOfflineQueue: true, maxRetriesPerRequest: null })
  wake.on('message', look)
  wake.on('ready', look)
  wake.subscribe(outboxWake).catch(() => undefined)
  const timers = [
    setInterval(look, lookEvery),
    setInterval(() => sweep().catch((error: unknown) => log.warn({ err: describeError(error) }, 'the sweep will look again')), sweepEvery),
  ]
  look()
  return async () => {
    stopped = true
    timers.forEach(clearInterval)
    wake.disconnect()
    await working
  }
}

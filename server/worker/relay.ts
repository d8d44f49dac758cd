import type { Reaction } from '../core/handlers'
import { wakeWebhooks } from '../domains/webhooks/wake'
import { connectRedis } from '../infra/redis'
import { prisma } from '../infra/db'
import { announceGrowth } from '../infra/live'
import { describeError, log } from '../infra/log'
import { outboxWake } from '../infra/outbox'
import { enqueue } from '../infra/queues'
import { reactionNamed, reactionsTo } from './registry'
import { batchSize, sequenceEvents, type Sequenced } from './sequence.sql'

/** How often the relay looks by itself, in milliseconds: the wake-up through Redis is only faster. */
const lookEvery = 500

/** How long after its time a reaction that nobody has finished is handed out again, in milliseconds. */
const overdueAfter = 5_000

/** How many overdue reactions are handed out at once, the longest overdue first. */
const sweepSize = 200

/** How often overdue reactions are looked for, in milliseconds. */
const sweepEvery = 5_000

/** Whether a reaction has something to do. One that cannot read the event is noted, fails where people see it, and holds up no other. */
function isAsked(reaction: Reaction, payload: Record<string, unknown>): boolean {
  try {
    return reaction.data(payload) !== null
  } catch {
    return true
  }
}

/** Reactions that an event really asks for: `data` may say that it asks for nothing. */
const asked = (event: Sequenced): string[] =>
  reactionsTo(event.type)
    .filter((reaction) => isAsked(reaction, event.payload))
    .map((reaction) => reaction.job.name)

/** A reaction to an event, and how many tries of it have failed. */
interface Due {
  eventId: string
  type: string
  reaction: string
  attempts: number
}

/** Hands reactions to their queues. Redis only wakes the job up: lost, it is handed out again by the sweep. */
async function handOut(reactions: Due[]): Promise<void> {
  const tries = reactions.flatMap(({ eventId, type, reaction, attempts }) => {
    const job = reactionNamed(type, reaction)?.job
    return job ? [{ queue: job.queue, eventId, reaction, attempts, delay: attempts === 0 ? (job.delay ?? 0) : 0 }] : []
  })
  await enqueue(tries)
}

/** Hand-outs that Redis has not taken yet, and how many there may be: those beyond are left to the sweep. */
const handing = new Set<Promise<void>>()
const mostHandings = 100

/** Hands out beside the numbering of what comes next: whoever watches live does not wait for the queues. */
function handOutBeside(reactions: Due[]): void {
  if (reactions.length === 0 || handing.size >= mostHandings) return
  const done: Promise<void> = handOut(reactions)
    .catch((error: unknown) => log.warn({ err: describeError(error) }, 'reactions are left to the sweep'))
    .finally(() => handing.delete(done))
  handing.add(done)
}

/** How long a relay that stops waits for the queues, in milliseconds. */
const patience = 2_000

async function round(): Promise<number> {
  const events = await sequenceEvents(asked, new Date())
  if (events.length === 0) return 0
  announceGrowth(new Set(events.map((event) => event.organization_id)))
  wakeWebhooks({ events: true })
  handOutBeside(events.flatMap((event) => asked(event).map((reaction) => ({ eventId: event.id, type: event.type, reaction, attempts: 0 }))))
  return events.length
}

/**
 * Hands out again what is due and was not finished: its job was lost with Redis or with a relay that numbered the event and died.
 * A job that still waits or runs is left as it is, so that a long queue is not made longer.
 */
async function sweep(): Promise<void> {
  const due = await prisma.outboxReaction.findMany({
    where: { status: 'PENDING', nextAttemptAt: { lt: new Date(Date.now() - overdueAfter) } },
    include: { event: { select: { type: true } } },
    orderBy: { nextAttemptAt: 'asc' },
    take: sweepSize,
  })
  await handOut(due.map(({ event, ...reaction }) => ({ ...reaction, type: event.type })))
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
  let sweeping: Promise<void> | undefined
  const sweepOnce = () => {
    sweeping ??= sweep()
      .catch((error: unknown) => log.warn({ err: describeError(error) }, 'the sweep will look again'))
      .finally(() => (sweeping = undefined))
  }
  const wake = connectRedis('relay', { enableOfflineQueue: true, maxRetriesPerRequest: null })
  wake.on('message', look)
  wake.on('ready', look)
  wake.subscribe(outboxWake).catch(() => undefined)
  const timers = [setInterval(look, lookEvery), setInterval(sweepOnce, sweepEvery)]
  look()
  return async () => {
    stopped = true
    timers.forEach(clearInterval)
    wake.disconnect()
    await working
    const late = new Promise((resolve) => setTimeout(resolve, patience).unref())
    await Promise.race([Promise.all(handing), late])
  }
}

import { EventEmitter } from 'node:events'
import type { Redis } from 'ioredis'
import { connectRedis, redis } from './redis'

/** Channel on which the sequencer says in which organization something happened. */
const channel = 'live'

/** How often a process looks by itself while Redis is away, in milliseconds. */
const lookInterval = 1_000

const local = new EventEmitter().setMaxListeners(0)
let subscriber: Redis | undefined

function subscriberOf(): Redis {
  if (subscriber) return subscriber
  const opened = connectRedis('live', { enableOfflineQueue: true, maxRetriesPerRequest: null })
  opened.on('message', (_, organizationId: string) => local.emit(organizationId))
  opened.on('ready', () => local.emit('*'))
  opened.subscribe(channel).catch(() => undefined)
  const timer = setInterval(() => {
    if (opened.status !== 'ready') local.emit('*')
  }, lookInterval)
  timer.unref()
  subscriber = opened
  return opened
}

/** Tells every web process that an organization's feed has grown. */
export function announceGrowth(organizationIds: Iterable<string>): void {
  for (const organizationId of organizationIds) redis.publish(channel, organizationId).catch(() => undefined)
}

/**
 * Calls back whenever an organization's feed may have grown, from whichever process; also now and then while Redis is away.
 * @returns ends it
 */
export function onGrowth(organizationId: string, look: () => void): () => void {
  subscriberOf()
  local.on(organizationId, look).on('*', look)
  return () => local.off(organizationId, look).off('*', look)
}

/** Closes the subscription of this process. */
export function closeLive(): void {
  subscriber?.disconnect()
  subscriber = undefined
}

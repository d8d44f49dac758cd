import { EventEmitter } from 'node:events'
import type { Redis } from 'ioredis'
import { connectRedis, redis } from './redis'

/** Channel on which the sequencer says in which organization something happened. */
const channel = 'live'

/** Channel on which a process says whose sessions it ended, or whose rights it changed. */
const endings = 'endings'

/** How often a process looks by itself while Redis is away, in milliseconds. */
const lookInterval = 1_000

const local = new EventEmitter().setMaxListeners(0)
const ended = new EventEmitter().setMaxListeners(0)
let subscriber: Redis | undefined

function subscriberOf(): Redis {
  if (subscriber) return subscriber
  const opened = connectRedis('live', { enableOfflineQueue: true, maxRetriesPerRequest: null })
  opened.on('message', (from, id: string) => (from === endings ? hearEnding(id) : local.emit(id)))
  opened.on('ready', () => local.emit('*'))
  opened.subscribe(channel, endings).catch(() => undefined)
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

function hearEnding(id: string): void {
  ended.emit('any')
  ended.emit(id)
}

/**
 * Tells every process, this one at once, that what it knows of these sessions, users, keys or devices is no longer so.
 * While Redis is away the others notice by looking again, as they do every second.
 */
export function announceEnding(ids: Iterable<string>): void {
  for (const id of ids) {
    hearEnding(id)
    redis.publish(endings, id).catch(() => undefined)
  }
}

/**
 * Calls back when something ended that concerns one of these sessions, users, keys or devices, or, without ids, anybody.
 * @returns ends it
 */
export function onEnding(ids: readonly string[] | null, listener: () => void): () => void {
  subscriberOf()
  const names = ids ?? ['any']
  for (const name of names) ended.on(name, listener)
  return () => {
    for (const name of names) ended.off(name, listener)
  }
}

/** Closes the subscription of this process. */
export function closeLive(): void {
  subscriber?.disconnect()
  subscriber = undefined
}

import { Redis, type RedisOptions } from 'ioredis'
import { env } from './env'
import { describeError, log } from './log'

/**
 * Opens a connection to Redis that outlives an outage: commands fail at once while it is away
 * (nothing that matters waits for Redis), and it reconnects within a second of its return.
 */
export function connectRedis(name: string, options: RedisOptions = {}): Redis {
  const redis = new Redis(env.REDIS_URL, {
    connectionName: name,
    maxRetriesPerRequest: 0,
    enableOfflineQueue: false,
    retryStrategy: (tries) => Math.min(100 * tries, 1_000),
    ...options,
  })
  let down = false
  redis.on('error', (error) => {
    if (!down) log.warn({ connection: name, err: describeError(error) }, 'redis is away')
    down = true
  })
  redis.on('ready', () => {
    if (down) log.info({ connection: name }, 'redis is back')
    down = false
  })
  return redis
}

/** Shared connection for commands: publish, counters, caches. */
export const redis = connectRedis('commands')

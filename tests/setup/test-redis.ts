import { Redis } from 'ioredis'

/** Says that somebody's tests use a logical database. */
export const claimKey = 'gc_test_claim'

/**
 * Claims an empty logical database of a Redis server, so that parallel runs and a developer's own data stay apart.
 * @returns its URL, and how to give it back
 */
export async function claimRedis(serverUrl: string): Promise<{ url: string; release: () => Promise<void> }> {
  for (let index = 1; index < 16; index++) {
    const url = new URL(serverUrl)
    url.pathname = `/${index}`
    const redis = new Redis(url.href, { maxRetriesPerRequest: 1, retryStrategy: () => null })
    redis.on('error', () => undefined)
    if ((await redis.dbsize()) === 0 && (await redis.set(claimKey, String(process.pid), 'NX')) === 'OK') {
      return { url: url.href, release: () => giveBack(redis) }
    }
    redis.disconnect()
  }
  throw new Error('No logical database 1–15 of the Redis server is empty: the tests need one of their own')
}

async function giveBack(redis: Redis): Promise<void> {
  await redis.flushdb()
  await redis.quit()
}

import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { Redis } from 'ioredis'
import { expect } from 'vitest'
import { createMigratedDatabase, dropDatabase } from '../../setup/test-database'
import { claimKey, claimRedis } from '../../setup/test-redis'
import { startProcess, type BuiltProcess } from '../built-process'

/** What one test file has for itself: no other test's events are relayed here, and no other test's Redis is wiped. */
export interface OwnServices {
  dataDir: string
  /** Starts one more worker of the build on these services. */
  startWorker: () => Promise<BuiltProcess>
  /** The events of a queue since Redis was last wiped, oldest first: which job was added, taken, finished. */
  queueEvents: (queue: string) => Promise<{ event: string; jobId: string }[]>
  /** Empties Redis under everybody who uses it. */
  wipeRedis: () => Promise<void>
  /** Ends the workers and gives everything back. */
  release: () => Promise<void>
}

async function untilReady(worker: BuiltProcess): Promise<BuiltProcess> {
  await expect.poll(worker.output, { timeout: 30_000, message: `${worker.name} starts` }).toContain('worker is ready')
  return worker
}

async function queueEvents(redis: Redis, queue: string): Promise<{ event: string; jobId: string }[]> {
  const entries = await redis.xrange(`gc:${queue}:events`, '-', '+')
  return entries.map(([, fields]) => {
    const valueOf = (name: string) => fields[fields.indexOf(name) + 1] ?? ''
    return { event: valueOf('event'), jobId: fields.includes('jobId') ? valueOf('jobId') : '' }
  })
}

/** Empties the claimed database at one stroke, but for the note that it is claimed. */
async function wipe(redis: Redis): Promise<void> {
  const owner = (await redis.get(claimKey)) ?? ''
  await redis.multi().flushdb().set(claimKey, owner).exec()
}

/**
 * Claims services for a test file. The settings of its process are changed to them, so it must run in `vi.hoisted`,
 * before the product's modules read their settings.
 * @param settings more settings of the file's own process and of its workers
 */
export async function claimServices(settings: NodeJS.ProcessEnv = {}): Promise<OwnServices> {
  const databaseUrl = await createMigratedDatabase(process.env.DATABASE_URL ?? '')
  const claimed = await claimRedis(process.env.REDIS_URL ?? '')
  const dataDir = mkdtempSync(join(tmpdir(), 'gc-outbox-'))
  const redis = new Redis(claimed.url)
  const workers: BuiltProcess[] = []
  Object.assign(process.env, { DATABASE_URL: databaseUrl, DATABASE_OWNER_URL: databaseUrl, REDIS_URL: claimed.url, DATA_DIR: dataDir })
  Object.assign(process.env, settings)
  const startWorker = async () => {
    const env = { ...process.env, NODE_ENV: 'production', LOG_LEVEL: 'info' }
    const worker = startProcess(`worker-${workers.length + 1}`, 'worker/index.mjs', env, dataDir)
    workers.push(worker)
    return untilReady(worker)
  }
  const release = async () => {
    await Promise.all(workers.map((worker) => worker.stop()))
    redis.disconnect()
    await dropDatabase(databaseUrl)
    await claimed.release()
    rmSync(dataDir, { recursive: true, force: true, maxRetries: 5 })
  }
  return { dataDir, startWorker, queueEvents: (queue) => queueEvents(redis, queue), wipeRedis: () => wipe(redis), release }
}

import { randomBytes } from 'node:crypto'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createMigratedDatabase, dropDatabase } from './test-database'
import { claimRedis } from './test-redis'

/** Set while a run has its database: the projects of one run share it. */
const marker = 'GC_TEST_RUN'

/** The server that `npm test` started, or that of a developer who runs vitest by hand. */
function serverUrl(name: 'DATABASE_URL' | 'REDIS_URL'): string {
  const url = process.env[`TEST_${name}`] || process.env[name]
  if (!url) throw new Error(`TEST_${name} is missing: run \`npm test\`, or name a server that the tests may use`)
  return url
}

function setEnvironment(databaseUrl: string, redisUrl: string, dataDir: string): void {
  Object.assign(process.env, {
    [marker]: '1',
    NODE_ENV: 'test',
    DATABASE_URL: databaseUrl,
    DATABASE_OWNER_URL: databaseUrl,
    DATABASE_POOL: '8',
    REDIS_URL: redisUrl,
    PUBLIC_URL: 'http://localhost:3000',
    DATA_DIR: dataDir,
    LOG_LEVEL: 'silent',
    GC_DEMO: '',
    SMTP_URL: '',
    // Providers that the tests run listen on this machine.
    OUTBOUND_PRIVATE_ADDRESSES: 'true',
  })
}

/** One migrated database, one logical Redis database and one data folder for the run; all gone after it, also when it failed. */
export default async function setup(): Promise<(() => Promise<void>) | undefined> {
  if (process.env[marker]) return undefined
  process.env.MASTER_KEY = randomBytes(32).toString('base64')
  const databaseUrl = await createMigratedDatabase(serverUrl('DATABASE_URL'))
  const dataDir = mkdtempSync(join(tmpdir(), 'gc-test-'))
  const redis = await claimRedis(serverUrl('REDIS_URL')).catch(async (error: unknown) => {
    await dropDatabase(databaseUrl)
    throw error
  })
  setEnvironment(databaseUrl, redis.url, dataDir)
  return async () => {
    await dropDatabase(databaseUrl)
    await redis.release()
    rmSync(dataDir, { recursive: true, force: true })
    Reflect.deleteProperty(process.env, marker)
  }
}

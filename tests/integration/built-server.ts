import { randomBytes } from 'node:crypto'
import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { freePort } from '../../scripts/services/free-port.ts'
import { createEmptyDatabase, dropDatabase } from '../setup/test-database'
import { claimRedis } from '../setup/test-redis'
import { runProgram, startProcess, type BuiltProcess } from './built-process'

/** A sign-in of the demo. */
export interface Account {
  email: string
  password: string
}

/** The roles that `demo.json` has sign-ins for. */
export type DemoRole = 'platformAdmin' | 'orgAdmin' | 'securityOfficer' | 'operator' | 'host' | 'developer'

/** What `demo.json` says; ids are global ids. */
export interface Demo {
  url: string
  graphql: string
  organization: { id: string; code: string }
  site: { id: string }
  gates: { id: string; name: string }[]
  users: Record<DemoRole, Account>
  otherOrganization: { id: string; users: Record<'orgAdmin' | 'host', Account> }
  apiKey: string
  sandboxApiKey: string
  deviceToken: string
}

/** What a test may want otherwise than usual. */
export interface BuiltServerOptions {
  /** How many web processes. */
  webs?: number
  worker?: boolean
  /** More settings of web and worker, or other ones. */
  env?: NodeJS.ProcessEnv
  /** The addresses that web and worker use; the tests go there directly. */
  through?: (real: { databaseUrl: string; redisUrl: string }) => Promise<{ databaseUrl?: string; redisUrl?: string }>
}

/** The built product, running on a database, a Redis and a data folder of its own. */
export interface BuiltServer {
  /** The first web process's address: PUBLIC_URL. */
  url: string
  /** The addresses of all web processes. */
  urls: string[]
  demo: Demo
  databaseUrl: string
  redisUrl: string
  dataDir: string
  webs: BuiltProcess[]
  worker: BuiltProcess | null
  /** Starts one more worker, in place of one that has ended. */
  startWorker: () => Promise<BuiltProcess>
  /** Stops everything and removes what it made. */
  stop: () => Promise<void>
}

/** The server that `npm test` started, or that of a developer; inside vitest the settings of the run itself say so. */
function serverUrl(name: 'DATABASE_URL' | 'REDIS_URL'): string {
  const url = process.env[`TEST_${name}`] || process.env[name]
  if (!url) throw new Error(`TEST_${name} is missing: run \`npm test\`, or name a server that the tests may use`)
  return url
}

async function untilReady(part: BuiltProcess, isReady: () => Promise<boolean>): Promise<void> {
  const deadline = Date.now() + 60_000
  while (!(await isReady().catch(() => false))) {
    if (!part.isRunning() || Date.now() > deadline) throw new Error(`${part.name} did not become ready: ${part.output().slice(-3_000)}`)
    await new Promise((resolve) => setTimeout(resolve, 50))
  }
}

async function isOk(url: string): Promise<boolean> {
  const response = await fetch(url, { signal: AbortSignal.timeout(5_000) })
  await response.body?.cancel()
  return response.status === 200
}

/** Web and worker of one built server: everything that has an address or must be given back. */
class Running {
  readonly webs: BuiltProcess[] = []
  readonly urls: string[] = []
  readonly workers: BuiltProcess[] = []
  readonly undo: (() => unknown)[] = []
  readonly dataDir = mkdtempSync(join(tmpdir(), 'gc-built-'))
  private workerCount = 0

  constructor(readonly env: NodeJS.ProcessEnv) {
    this.undo.push(() => rmSync(this.dataDir, { recursive: true, force: true, maxRetries: 5 }))
  }

  async startWeb(port: number): Promise<void> {
    const address = { PORT: String(port), NITRO_PORT: String(port), HOST: '127.0.0.1', NITRO_HOST: '127.0.0.1' }
    const web = startProcess(`web-${this.webs.length + 1}`, 'server/index.mjs', { ...this.env, ...address }, this.dataDir)
    this.webs.push(web)
    this.urls.push(`http://127.0.0.1:${port}`)
    await untilReady(web, () => isOk(`http://127.0.0.1:${port}/api/internal/ready`))
  }

  async startWorker(): Promise<BuiltProcess> {
    this.workerCount++
    const worker = startProcess(`worker-${this.workerCount}`, 'worker/index.mjs', this.env, this.dataDir)
    this.workers.push(worker)
    await untilReady(worker, async () => worker.output().includes('worker is ready'))
    return worker
  }

  async stop(): Promise<void> {
    await Promise.all([...this.webs, ...this.workers].map((part) => part.stop()))
    for (const step of this.undo.toReversed()) await step()
  }
}

function settings(databaseUrl: string, redisUrl: string, port: number): NodeJS.ProcessEnv {
  const { PATH, HOME, TZ } = process.env
  return {
    PATH,
    HOME,
    TZ,
    NODE_ENV: 'production',
    DATABASE_URL: databaseUrl,
    DATABASE_POOL: '8',
    REDIS_URL: redisUrl,
    PUBLIC_URL: `http://127.0.0.1:${port}`,
    MASTER_KEY: randomBytes(32).toString('base64'),
    GC_DEMO: 'true',
  }
}

async function bring(running: Running, databaseUrl: string, options: BuiltServerOptions): Promise<Demo> {
  const direct = { ...running.env, DATABASE_URL: databaseUrl, DATABASE_OWNER_URL: databaseUrl }
  await runProgram('migrate', 'worker/migrate.mjs', direct, running.dataDir)
  await runProgram('seed', 'worker/seed.mjs', direct, running.dataDir)
  if (options.worker ?? true) await running.startWorker()
  const port = Number(new URL(running.env.PUBLIC_URL ?? '').port)
  const others = await Promise.all(Array.from({ length: (options.webs ?? 1) - 1 }, () => freePort()))
  for (const each of [port, ...others]) await running.startWeb(each)
  return JSON.parse(readFileSync(join(running.dataDir, 'demo.json'), 'utf8')) as Demo
}

/** Starts the built web server(s) and worker on free ports, on an empty database that their own programs migrate and fill with the demo. */
export async function startBuiltServer(options: BuiltServerOptions = {}): Promise<BuiltServer> {
  const databaseUrl = await createEmptyDatabase(serverUrl('DATABASE_URL'))
  const redis = await claimRedis(serverUrl('REDIS_URL'))
  const used = { databaseUrl, redisUrl: redis.url, ...(await options.through?.({ databaseUrl, redisUrl: redis.url })) }
  const running = new Running(settings(used.databaseUrl, used.redisUrl, await freePort()))
  Object.assign(running.env, { DATA_DIR: running.dataDir }, options.env)
  running.undo.push(() => dropDatabase(databaseUrl), redis.release)
  try {
    const demo = await bring(running, databaseUrl, options)
    return {
      url: running.urls[0] ?? '',
      urls: running.urls,
      demo,
      databaseUrl,
      redisUrl: redis.url,
      dataDir: running.dataDir,
      webs: running.webs,
      worker: running.workers[0] ?? null,
      startWorker: () => running.startWorker(),
      stop: () => running.stop(),
    }
  } catch (error) {
    await running.stop()
    throw error
  }
}

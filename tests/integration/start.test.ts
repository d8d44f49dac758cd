import { spawn, type ChildProcess, type ChildProcessWithoutNullStreams } from 'node:child_process'
import { cpSync, existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs'
import { createServer, type Server } from 'node:net'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'

const ready = 'Guest Center is ready: '
const fakeWeb = `import { createServer } from 'node:http'
createServer((request, response) => response.end('ok')).listen(Number(process.env.PORT), process.env.HOST)
process.on('SIGTERM', () => { console.log('web ended'); process.exit(0) })`
const fakeWorker = `setInterval(() => {}, 1000)
process.on('SIGTERM', () => { console.log('worker ended'); process.exit(0) })
process.on('SIGUSR2', () => process.exit(7))
import { writeFileSync } from 'node:fs'
writeFileSync(process.env.DATA_DIR + '/worker.env', JSON.stringify(process.env))
writeFileSync(process.env.DATA_DIR + '/worker.pid', process.pid + '.')`

interface Run {
  child: ChildProcess
  output: () => string
  exited: Promise<number | null>
  until: (text: string) => Promise<void>
}

let project: string
let port: number
let runs: Run[]

/** A project whose build is a fake web server and worker, so that only the start itself is tried. */
beforeEach(async () => {
  project = mkdtempSync(join(tmpdir(), 'gc-start-'))
  runs = []
  cpSync('scripts', join(project, 'scripts'), { recursive: true })
  cpSync('package-lock.json', join(project, 'package-lock.json'))
  symlinkSync(resolve('node_modules'), join(project, 'node_modules'))
  write('.output/server/index.mjs', fakeWeb)
  write('.output/worker/index.mjs', fakeWorker)
  write('.output/worker/migrate.mjs', '')
  write('.output/worker/seed.mjs', '')
  port = await closedPort()
  await claimBuild()
})

afterEach(async () => {
  for (const run of runs) run.child.kill('SIGKILL')
  await Promise.all(runs.map((run) => run.exited))
  rmSync(project, { recursive: true, force: true, maxRetries: 20, retryDelay: 250 })
})

describe('npm start', { timeout: 60_000 }, () => {
  it('starts everything, says so once, and stops everything on SIGTERM', async () => {
    const run = start()
    await run.until(ready)
    expect(run.output().split(ready)).toHaveLength(2)
    expect(await (await fetch(`http://127.0.0.1:${port}/`)).text()).toBe('ok')
    run.child.kill('SIGTERM')
    expect(await run.exited).toBe(0)
    expect(read('.data/web.log')).toContain('web ended')
    expect(read('.data/worker.log')).toContain('worker ended')
    expect(existsSync(join(project, '.data/start.lock'))).toBe(false)
    expect(existsSync(join(project, '.data/database/database.pid'))).toBe(false)
  })

  it('gives web and worker the application account and never the owner of the tables', async () => {
    const run = start()
    await run.until(ready)
    await workerPid()
    const environment = JSON.parse(read('.data/worker.env')) as Record<string, string>
    expect(environment.DATABASE_URL).toMatch(/^mysql:\/\/gc_app:/)
    expect(environment.DATABASE_OWNER_URL).toBeUndefined()
    expect(environment).toMatchObject({ NODE_ENV: 'production', GC_DEMO: 'true', DATA_DIR: join(project, '.data') })
    expect(Buffer.from(environment.MASTER_KEY ?? '', 'base64')).toHaveLength(32)
  })

  it('refuses beside a running one and leaves that one alone', async () => {
    const first = start()
    await first.until(ready)
    const second = start()
    expect(await second.exited).toBe(1)
    expect(second.output()).toContain(`Guest Center is already running: http://localhost:${port}`)
    expect((await fetch(`http://127.0.0.1:${port}/`)).status).toBe(200)
  })

  it('takes over the lock and the servers of one that was killed', async () => {
    const first = start()
    await first.until(ready)
    const worker = await workerPid()
    first.child.kill('SIGKILL')
    await first.exited
    await expect.poll(() => isRunning(worker), { timeout: 15_000 }).toBe(false)
    const answers = () =>
      fetch(`http://127.0.0.1:${port}/`).then(
        () => true,
        () => false,
      )
    await expect.poll(answers, { timeout: 15_000 }).toBe(false)
    const second = start()
    await second.until(ready)
  })

  it('stops everything when npm above it is killed, which no signal tells it', async () => {
    const { PATH, HOME } = process.env
    const env = { PATH, HOME, PORT: String(port), npm_lifecycle_event: 'start' }
    const npm = spawn('/bin/sh', ['-c', `"${process.execPath}" scripts/bootstrap.mjs start & wait`], { cwd: project, env })
    const run = follow(npm)
    await run.until(ready)
    npm.kill('SIGKILL')
    await expect.poll(() => existsSync(join(project, '.data/start.lock')), { timeout: 15_000 }).toBe(false)
    expect(read('.data/worker.log')).toContain('worker ended')
  })

  it('stops everything, names the part and fails when a part crashes', async () => {
    const run = start()
    await run.until(ready)
    process.kill(await workerPid(), 'SIGUSR2')
    expect(await run.exited).toBe(1)
    expect(run.output()).toContain('The worker has stopped unexpectedly (exit code 7)')
    await expect(fetch(`http://127.0.0.1:${port}/`)).rejects.toThrow()
  })

  it('names a taken port before it starts anything', async () => {
    const other = await listen(port)
    const run = start()
    expect(await run.exited).toBe(1)
    other.close()
    expect(run.output()).toBe(`✖ Port ${port} is taken by another program. Choose another one: PORT=${port + 1} npm start\n`)
    expect(existsSync(join(project, '.data/database'))).toBe(false)
  })

  it('keeps the words and the exit code of a migration that found a newer database', async () => {
    write('.output/worker/migrate.mjs', 'console.error("The database is newer."); process.exit(3)')
    const run = start()
    expect(await run.exited).toBe(3)
    expect(run.output()).toContain('The database is newer.')
    expect(run.output()).not.toContain('✖')
  })

  it('refuses production without its settings, in one line', async () => {
    const run = start({ NODE_ENV: 'production' })
    expect(await run.exited).toBe(1)
    expect(run.output()).toMatch(/^✖ NODE_ENV=production needs MASTER_KEY, PUBLIC_URL, DATABASE_URL, REDIS_URL: [^\n]+\n$/)
    expect(existsSync(join(project, '.data'))).toBe(false)
  })

  it('takes a key management service for MASTER_KEY, with its key', async () => {
    const run = start({ NODE_ENV: 'production', KMS_URL: 'https://vault.example' })
    expect(await run.exited).toBe(1)
    expect(run.output()).toMatch(/^✖ NODE_ENV=production needs KMS_KEY, PUBLIC_URL, DATABASE_URL, REDIS_URL: [^\n]+\n$/)
  })
})

function start(settings: Record<string, string> = {}): Run {
  const { PATH, HOME } = process.env
  return follow(
    spawn(process.execPath, ['scripts/bootstrap.mjs', 'start'], { cwd: project, env: { PATH, HOME, PORT: String(port), ...settings } }),
  )
}

function follow(child: ChildProcessWithoutNullStreams): Run {
  let output = ''
  const exited = new Promise<number | null>((done) => child.once('exit', done))
  const until = (text: string) =>
    new Promise<void>((done, fail) => {
      const look = () => output.includes(text) && done()
      child.stdout.on('data', look)
      void exited.then((code) => fail(new Error(`ended with ${code}: ${output}`)))
      look()
    })
  for (const stream of [child.stdout, child.stderr])
    stream.on('data', (chunk: Buffer) => {
      output += chunk.toString()
    })
  const run = { child, output: () => output, exited, until }
  runs.push(run)
  return run
}

/** Marks the fake build as built from the sources that the project has. */
async function claimBuild(): Promise<void> {
  const print = `import { sourceHash } from './scripts/build/source-hash.ts'; process.stdout.write(sourceHash())`
  const child = spawn(process.execPath, ['--input-type=module', '-e', print], { cwd: project })
  let hash = ''
  for await (const chunk of child.stdout) hash += String(chunk)
  write('.output/source-hash', hash)
}

async function closedPort(): Promise<number> {
  const server = await listen(0)
  const { port: free } = server.address() as { port: number }
  await new Promise((done) => server.close(done))
  return free
}

function listen(on: number): Promise<Server> {
  return new Promise((done) => {
    const server = createServer().listen(on, '127.0.0.1', () => done(server))
  })
}

/** The fake worker's pid: ready is said when the web answers, which may be before the worker has written it. */
async function workerPid(): Promise<number> {
  const file = join(project, '.data/worker.pid')
  await expect.poll(() => existsSync(file) && readFileSync(file, 'utf8'), { timeout: 10_000 }).toMatch(/\.$/)
  return Number.parseInt(read('.data/worker.pid'), 10)
}

function isRunning(pid: number): boolean {
  try {
    process.kill(pid, 0)
    return !/^State:\s+Z/m.test(readFileSync(`/proc/${pid}/status`, 'utf8'))
  } catch {
    return false
  }
}

function write(path: string, text: string): void {
  const file = join(project, path)
  mkdirSync(join(file, '..'), { recursive: true })
  writeFileSync(file, text)
}

function read(path: string): string {
  return readFileSync(join(project, path), 'utf8')
}

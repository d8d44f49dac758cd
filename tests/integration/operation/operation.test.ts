import { randomUUID } from 'node:crypto'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { startProcess } from '../built-process'
import { startBuiltServer, type BuiltServer } from '../built-server'
import { scanAt, visit } from '../built-visit'
import { dataFrom } from '../http-client'

const metricsToken = randomUUID()
let server: BuiltServer
beforeAll(async () => {
  server = await startBuiltServer({ env: { METRICS_TOKEN: metricsToken } })
}, 120_000)
afterAll(() => server?.stop(), 30_000)

const internal = (path: string, headers: Record<string, string> = {}) => fetch(`${server.url}/api/internal/${path}`, { headers })

describe('the internal addresses', () => {
  it('health, ready and version answer', async () => {
    expect(await (await internal('health')).json()).toEqual({ status: 'ok' })
    const ready = await internal('ready')
    expect([ready.status, ready.headers.get('cache-control'), await ready.json()]).toEqual([
      200,
      'no-store',
      // The tests use one account for everything: nothing keeps it from the audit.
      { status: 'degraded', database: 'ok', migrations: 'ok', redis: 'ok', worker: 'ok', audit: 'unprotected' },
    ])
    expect(await (await internal('version')).json()).toEqual({
      name: 'guest-center',
      version: expect.stringMatching(/^\d+\.\d+\.\d+/) as string,
    })
  })

  it('metrics count what happened', async () => {
    const read = async (line: RegExp) => Number(line.exec(await (await internal('metrics')).text())?.[1] ?? 0)
    const admitted = /^gc_scan_verdicts_total\{verdict="ScanAdmitted",reason=""\} (\d+)/m
    const denied = /^gc_scan_verdicts_total\{verdict="ScanDenied",reason="ALREADY_USED"\} (\d+)/m
    const before = [await read(admitted), await read(denied)]
    const { code } = await visit(server)
    await scanAt(server, server.url, code)
    await scanAt(server, server.url, code)
    expect([await read(admitted), await read(denied)]).toEqual(before.map((count) => count + 1))
    const text = await (await internal('metrics')).text()
    for (const name of ['gc_graphql_operation_seconds_count', 'gc_outbox_waiting', 'gc_outbox_oldest_seconds', 'gc_reactions'])
      expect(text).toContain(name)
  })

  it('metrics are for loopback, or for who has the token', async () => {
    const statusFor = async (headers: Record<string, string>) => (await internal('metrics', headers)).status
    const proxied = { 'x-forwarded-for': '203.0.113.7' }
    expect(await statusFor({})).toBe(200)
    expect(await statusFor(proxied)).toBe(404)
    expect(await statusFor({ ...proxied, authorization: `Bearer ${metricsToken}x` })).toBe(404)
    expect(await statusFor({ ...proxied, authorization: `Bearer ${metricsToken}` })).toBe(200)
  })
})

describe('the log', () => {
  it('has ids and no personal data, codes or tokens', async () => {
    const { code } = await visit(server)
    await scanAt(server, server.url, code)
    await fetch(`${server.url}/i/${randomUUID()}`)
    const text = [...server.webs, server.worker!].map((part) => part.output()).join('\n')
    for (const secret of [
      code,
      code.slice(4, 40),
      'Anna Petrova',
      '@guest.example',
      server.demo.apiKey,
      server.demo.deviceToken,
      server.demo.users.host.password,
    ])
      expect(text).not.toContain(secret)
    const operations = text
      .split('\n')
      .filter((line) => line.includes('"operation":"mutation"'))
      .map((line) => JSON.parse(line) as Record<string, unknown>)
    expect(operations.at(-1)).toMatchObject({
      traceId: expect.stringMatching(/^[0-9a-f]{32}$/) as string,
      organizationId: expect.any(String) as string,
    })
  })
})

const complete = (): NodeJS.ProcessEnv => ({
  PATH: process.env.PATH,
  NODE_ENV: 'production',
  DATABASE_URL: server.databaseUrl,
  REDIS_URL: server.redisUrl,
  PUBLIC_URL: 'https://guests.example',
  MASTER_KEY: Buffer.alloc(32).toString('base64'),
})
const programs = [
  ['web', 'server/index.mjs'],
  ['worker', 'worker/index.mjs'],
] as const

describe('settings', () => {
  const bad: [name: string, value: string | undefined, line: RegExp][] = [
    ['MASTER_KEY', undefined, /^ {2}MASTER_KEY is missing$/m],
    ['PUBLIC_URL', undefined, /^ {2}PUBLIC_URL is missing$/m],
    ['MASTER_KEY', 'c2hvcnQ=', /^ {2}MASTER_KEY: must be 32 bytes/m],
    ['PUBLIC_URL', 'guests.example', /^ {2}PUBLIC_URL: /m],
    ['DATABASE_URL', 'postgres://localhost/x', /^ {2}DATABASE_URL: must look like mysql/m],
    ['REDIS_URL', 'localhost', /^ {2}REDIS_URL: must look like redis/m],
  ]

  it.each(bad)(
    '%s as %j keeps web and worker from starting, with one clear line',
    async (name, value, line) => {
      for (const [program, file] of programs) {
        const env = { ...complete(), [name]: value }
        if (value === undefined) Reflect.deleteProperty(env, name)
        const started = startProcess(`bad-${program}-${randomUUID()}`, file, env, server.dataDir)
        expect(await started.exited).not.toBe(0)
        const lines = started.output().trim().split('\n')
        expect(lines).toEqual([expect.stringContaining('Guest Center cannot start'), expect.stringMatching(line)])
      }
    },
    30_000,
  )
})

it('another MASTER_KEY keeps web and worker from starting, with one clear line', async () => {
  for (const [program, file] of programs) {
    const started = startProcess(`other-${program}-${randomUUID()}`, file, complete(), server.dataDir)
    expect(await started.exited).toBe(78)
    expect(started.output()).toMatch(/^Guest Center cannot start: MASTER_KEY is missing or another [^\n]+\n$/)
  }
}, 30_000)

describe('the end of a web process', () => {
  it('cuts no request that has begun', async () => {
    const { code } = await visit(server, 'MULTI')
    const work = Array.from({ length: 30 }, async (_, index) =>
      index % 2 === 0
        ? (await scanAt(server, server.url, code)).word
        : (await dataFrom<{ viewer: object }>(
            server.url,
            { token: server.demo.apiKey },
            '{ viewer { permissions } visitPasses(first: 50) { edges { node { visitor { name } } } } }',
          )) && 'ScanAdmitted',
    )
    await new Promise((resolve) => setTimeout(resolve, 15))
    const stopped = server.webs[0]!.stop()
    const outcomes = await Promise.allSettled(work)
    const cut = outcomes.filter((outcome) => outcome.status === 'rejected' && !/ECONNREFUSED/.test(String((outcome.reason as Error).cause)))
    expect(
      cut.map((outcome) => String((outcome as PromiseRejectedResult).reason.cause ?? (outcome as PromiseRejectedResult).reason)),
    ).toEqual([])
    expect(outcomes.filter((outcome) => outcome.status === 'fulfilled').length).toBeGreaterThan(0)
    await stopped
    expect(await server.webs[0]!.exited).toBe(0)
    expect(server.webs[0]!.output()).toContain('web has stopped')
  }, 60_000)

  it('and of the worker is orderly', async () => {
    await server.worker!.stop()
    expect(await server.worker!.exited).toBe(0)
    expect(server.worker!.output()).toContain('worker has stopped')
  })
})

import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { freePort } from '../../../scripts/services/free-port.ts'
import { startBuiltServer, type BuiltServer } from '../built-server'
import { book, codeOf, scanAt, signedCode, visit } from '../built-visit'
import { dataFrom, post } from '../http-client'
import { connectTo } from '../../setup/test-database'
import { layCable, type Cable } from './cable'
import { mailServer, type MailServer } from './mail-server'

// One built server whose database, Redis and mail server can be taken away from it.
let server: BuiltServer
let database: Cable
let redis: Cable
let mail: MailServer

async function through({ databaseUrl, redisUrl }: { databaseUrl: string; redisUrl: string }) {
  const [db, store] = [new URL(databaseUrl), new URL(redisUrl)]
  database = await layCable(db.hostname, Number(db.port || 3306))
  redis = await layCable(store.hostname, Number(store.port || 6379))
  Object.assign(db, { hostname: '127.0.0.1', port: String(database.port) })
  Object.assign(store, { hostname: '127.0.0.1', port: String(redis.port) })
  return { databaseUrl: db.href, redisUrl: store.href }
}

beforeAll(async () => {
  mail = mailServer(await freePort())
  server = await startBuiltServer({ through, env: { SMTP_URL: `smtp://127.0.0.1:${mail.port}` } })
}, 120_000)
afterAll(async () => {
  await server?.stop()
  await mail.close()
}, 30_000)

interface Ready {
  status: string
  database: string
  redis: string
  worker: string
}

async function ready(): Promise<{ status: number; body: Ready }> {
  const response = await fetch(`${server.url}/api/internal/ready`)
  return { status: response.status, body: (await response.json()) as Ready }
}

async function rows<T>(sql: string, values: unknown[] = []): Promise<T[]> {
  const connection = await connectTo(server.databaseUrl)
  try {
    return await connection.query<T[]>(sql, values)
  } finally {
    await connection.end()
  }
}

const inviteStatus = async (id: string): Promise<string | null> => {
  const document = 'query ($id: ID!) { node(id: $id) { ... on VisitPass { inviteStatus } } }'
  return (await dataFrom<{ node: { inviteStatus: string | null } }>(server.url, { token: server.demo.apiKey }, document, { id })).node
    .inviteStatus
}

describe('without its mail server', () => {
  it('an invite fails, is tried again and goes out when the server is back', async () => {
    const { visitPassId } = await visit(server)
    await expect.poll(() => inviteStatus(visitPassId), { timeout: 15_000 }).toBe('FAILED')
    await mail.open()
    await expect.poll(() => inviteStatus(visitPassId), { timeout: 30_000 }).toBe('SENT')
    expect(mail.mails.length).toBeGreaterThan(0)
    expect(mail.mails.join('\n')).toContain('text/calendar')
  }, 60_000)
})

describe('without Redis', () => {
  it('visits are booked and scans decided, and everything is done once it is back', async () => {
    const before = await visit(server)
    await redis.pull()
    const booked = await book(server)
    expect((await scanAt(server, server.url, before.code)).word).toBe('ScanAdmitted')
    expect((await scanAt(server, server.url, before.code)).word).toBe('ALREADY_USED')
    expect((await scanAt(server, server.url, '0000000000')).word).toBe('UNKNOWN_CODE')
    expect(await ready()).toMatchObject({ status: 200, body: { status: 'degraded', database: 'ok', redis: 'degraded' } })
    expect(await codeOf(server, booked.visitPassId)).toBeNull()
    await redis.plugIn()
    const started = performance.now()
    expect(await signedCode(server, booked.visitPassId)).toMatch(/^GC1:/)
    expect(performance.now() - started).toBeLessThan(15_000)
    await expect.poll(async () => (await ready()).body, { timeout: 20_000 }).toMatchObject({ redis: 'ok', worker: 'ok' })
    await expect.poll(() => inviteStatus(booked.visitPassId), { timeout: 20_000 }).toBe('SENT')
  }, 90_000)
})

describe('without its database', () => {
  it('says so clearly, loses nothing and goes on by itself', async () => {
    const before = await visit(server)
    const [{ count }] = (await rows<{ count: number }>('SELECT COUNT(*) AS count FROM appointments')) as [{ count: number }]
    await database.pull()
    expect(await ready()).toMatchObject({ status: 503, body: { status: 'down', database: 'down' } })
    expect((await fetch(`${server.url}/api/internal/health`)).status).toBe(200)
    const refused = await post(server.url, { token: server.demo.apiKey }, '{ sites(first: 1) { edges { node { id } } } }')
    expect(refused.data).toBeNull()
    expect(refused.errors[0]?.extensions.code).toMatch(/^(UNAVAILABLE|INTERNAL_SERVER_ERROR)$/)
    expect(JSON.stringify(refused.errors)).not.toMatch(/ECONN|127\.0\.0\.1|mariadb|pool|SELECT/i)
    await expect(book(server)).rejects.toThrow()
    const logo = await fetch(`${server.url}/brand/${server.demo.organization.code}/logo`)
    const failure = (await logo.json()) as { message: string; data: { traceId: string } }
    expect(logo.status).toBe(500)
    expect(failure.message).toBe('Server Error')
    expect(server.webs[0]?.output()).toContain(failure.data.traceId)
    const page = await fetch(`${server.url}/brand/${server.demo.organization.code}/logo`, { headers: { accept: 'text/html' } })
    const [, shown = 'nothing'] = /Номер[^:]*: ([\da-f]{32})/.exec(await page.text()) ?? []
    expect(server.webs[0]?.output()).toContain(shown)
    await database.plugIn()
    await expect.poll(async () => (await ready()).status, { timeout: 20_000 }).toBe(200)
    expect(await rows('SELECT COUNT(*) AS count FROM appointments')).toEqual([{ count }])
    expect((await scanAt(server, server.url, before.code)).word).toBe('ScanAdmitted')
    expect((await visit(server)).code).toMatch(/^GC1:/)
  }, 120_000)
})

describe('when the worker is killed', () => {
  it('another one finishes its work, once', async () => {
    const [worker] = [server.worker!]
    const booked = await Promise.all(Array.from({ length: 8 }, () => book(server)))
    await worker.kill()
    await server.startWorker()
    for (const { visitPassId } of booked) {
      expect(await signedCode(server, visitPassId, 40_000)).toMatch(/^GC1:/)
      await expect.poll(() => inviteStatus(visitPassId), { timeout: 40_000 }).toBe('SENT')
    }
    const issued = await rows<{ entity_id: string; times: number }>(
      "SELECT entity_id, COUNT(*) AS times FROM outbox_events WHERE type = 'visitpass.issued' GROUP BY entity_id HAVING times > 1",
    )
    expect(issued).toEqual([])
    const [gaps] = await rows<{ newest: number; numbered: number }>(
      'SELECT MAX(sequence) AS newest, COUNT(sequence) AS numbered FROM outbox_events',
    )
    expect(Number(gaps?.newest)).toBe(Number(gaps?.numbered))
  }, 120_000)
})

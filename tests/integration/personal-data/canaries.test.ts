import { randomBytes, randomUUID } from 'node:crypto'
import { appendFileSync } from 'node:fs'
import { join } from 'node:path'
import { Redis } from 'ioredis'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { connectTo } from '../../setup/test-database'
import { startBuiltServer, type BuiltServer } from '../built-server'
import { scanAt, signedCode, someHost } from '../built-visit'
import { dataFrom, identity, post, sessionCookie, type Caller } from '../http-client'
import { dumpOf, finds } from './dump'

interface Canary {
  name: string
  email: string
  phone: string
  company: string
  /** Of the visit. */
  title: string
  message: string
  /** What their host answers about them. */
  answer: string
}

const run = randomBytes(3).toString('hex')
const canaries: Canary[] = Array.from({ length: 250 }, (_, index) => ({
  name: index % 2 ? `Кенарь${index}${run} Проверкин` : `Canary${index}${run} Testbird`,
  email: `canary-${index}-${run}@guest.example`,
  phone: `+7916${String(1_000_000 + index * 7_919).slice(0, 7)}`,
  company: `Aviary ${index} ${run}`,
  title: `Feeding ${index} ${run}`,
  message: `Кенарю ${index} ${run}: клетка\nстоит у входа`,
  answer: `Кольцо ${index} ${run}`,
}))
/** A thousand values of people, and what is written of their visits: they belong nowhere but under a seal. */
const values = canaries.flatMap((each) => Object.values(each) as string[])

const inviteDocument = `mutation ($input: InviteGuestInput!) { inviteGuest(input: $input) { __typename
  ... on InviteGuestSuccess { appointment { visitPasses(first: 1) { edges { node { id visitor { id } } } } } } } }`
const typeDocument = `mutation ($input: CreateVisitorTypeInput!) { createVisitorType(input: $input) {
  ... on CreateVisitorTypeSuccess { visitorType { id } } } }`
type TypeMade = { createVisitorType: { visitorType: { id: string } } }
type Invited = { inviteGuest: { appointment: { visitPasses: { edges: { node: { id: string; visitor: { id: string } } }[] } } } }

let server: BuiltServer
let officer: Caller
let asKey: Caller
const made: { visitPassId: string; visitorId: string }[] = []

beforeAll(async () => {
  server = await startBuiltServer()
  asKey = { token: server.demo.apiKey }
  officer = await sessionCookie(server.url, server.demo.users.orgAdmin)
}, 120_000)
afterAll(() => server.stop(), 30_000)

/** Invites every canary, a few at a time, each under an idempotency key. */
async function inviteAll(): Promise<void> {
  const asked = { name: 'Bird', requires: [], fields: [{ key: 'ring', kind: 'SHORT_TEXT', label: { en: 'Ring' }, answeredBy: 'HOST' }] }
  const { createVisitorType } = await dataFrom<TypeMade>(server.url, officer, typeDocument, { input: asked })
  const visitorTypeId = createVisitorType.visitorType.id
  const [hostId, startsAt] = [await someHost(server), new Date()]
  const visit = { siteId: server.demo.site.id, hostId, startsAt, endsAt: new Date(startsAt.getTime() + 3_600_000) }
  const left = [...canaries]
  await Promise.all(
    Array.from({ length: 6 }, async () => {
      for (let canary = left.pop(); canary; canary = left.pop()) {
        const { title, message, answer, ...visitor } = canary
        const about = { visitorTypeId, answers: [{ key: 'ring', value: answer }] }
        const input = { ...visit, ...about, visitor, title, message, idempotencyKey: randomUUID() }
        const { inviteGuest } = await dataFrom<Invited>(server.url, asKey, inviteDocument, { input })
        const pass = inviteGuest.appointment.visitPasses.edges[0]!.node
        made.push({ visitPassId: pass.id, visitorId: pass.visitor.id })
      }
    }),
  )
}

/** Everything that is done with a visitor, and everything that goes wrong with one. */
async function live(canary: Canary, { visitPassId, visitorId }: (typeof made)[number]): Promise<void> {
  const { url } = server
  await scanAt(server, url, await signedCode(server, visitPassId))
  for (const search of [canary.name, canary.email, canary.phone]) {
    await dataFrom(
      url,
      asKey,
      'query ($search: String) { visitors(first: 5, filter: { search: $search }) { edges { node { name email } } } }',
      { search },
    )
    await (await fetch(`${url}/admin/visitors?search=${encodeURIComponent(search)}`, { headers: identity(officer) })).text()
  }
  const mutation = (name: string) =>
    `mutation ($input: ${name[0]!.toUpperCase()}${name.slice(1)}Input!) { ${name}(input: $input) { __typename } }`
  await dataFrom(url, officer, mutation('revealVisitorContact'), { input: { visitorId } })
  await dataFrom(url, officer, mutation('exportVisitor'), { input: { visitorId, reason: 'At request' } })
  await post(url, asKey, `{ visitors(first: 5, filter: { search: "${canary.name}" }) { edges { node { nosuchfield } } } }`)
  await post(url, asKey, `{ visitors(first: 5, filter: { search: "${canary.email}`)
  await post(url, asKey, inviteDocument, {
    input: { visitor: { name: canary.name.repeat(30), email: canary.email }, siteId: canary.company, title: canary.title.repeat(30) },
  })
  await post(url, 'anonymous', inviteDocument, { input: { visitor: canary, title: canary.title, message: canary.message } })
  await dataFrom(url, asKey, '{ appointments(first: 5) { edges { node { title message } } } }', {})
  await post(url, 'anonymous', 'mutation ($input: SignInInput!) { signIn(input: $input) { __typename } }', {
    input: { email: canary.email, password: canary.name },
  })
  await (await fetch(`${url}/i/${encodeURIComponent(canary.name)}`)).text()
}

const askDocument = `mutation ($input: RequestVisitorExportInput!) { requestVisitorExport(input: $input) {
  ... on RequestVisitorExportSuccess { visitorExportRequest { id status } } } }`
const agreeDocument = 'mutation ($input: ApproveVisitorExportInput!) { approveVisitorExport(input: $input) { __typename } }'
const fileDocument = 'query ($id: ID!) { node(id: $id) { ... on VisitorExportRequest { status path } } }'
type Asked = { requestVisitorExport: { visitorExportRequest: { id: string; status: string } } }
type Made = { node: { status: string; path: string | null } }

/** Has a file of all of them made, to which a second person agrees, and leaves it there. @returns the file */
async function exportAll(): Promise<string> {
  const { url } = server
  const second = await sessionCookie(url, server.demo.users.securityOfficer)
  const asked = await dataFrom<Asked>(url, officer, askDocument, { input: { reason: 'A trial of the whole list' } })
  const { id, status } = asked.requestVisitorExport.visitorExportRequest
  expect(status).toBe('REQUESTED')
  await dataFrom(url, second, agreeDocument, { input: { visitorExportRequestId: id } })
  const made = async () => (await dataFrom<Made>(url, officer, fileDocument, { id })).node
  await expect.poll(async () => (await made()).status, { timeout: 20_000 }).toBe('READY')
  return (await fetch(`${url}${(await made()).path}`, { headers: identity(officer) })).text()
}

describe('a thousand canaries', () => {
  it('go through the product and stand nowhere in clear', async () => {
    expect(new Set(values).size).toBe(1_750)
    await inviteAll()
    for (const [index, canary] of canaries.slice(-12).entries()) await live(canary, made[index]!)
    const file = await exportAll()
    const people = canaries.flatMap(({ name, email, phone, company }) => [name, email, phone, company])
    expect(people.filter((value) => !file.includes(value))).toEqual([])
    const dump = await dumpOf(server)
    expect(dump.get('table visitor_export_parts')?.length).toBeGreaterThan(file.length / 2)
    const places = [...dump.keys()]
    expect(places).toEqual(expect.arrayContaining(['table visitors', 'table outbox_events', 'file web-1.log', 'file worker-1.log']))
    expect(places.some((place) => place.startsWith('redis '))).toBe(true)
    expect(finds(dump, values)).toEqual([])
  }, 240_000)

  it('would be found where they are planted', async () => {
    const [inTable, inRedis, inLog] = canaries.map(({ name }) => name)
    const escaped = canaries[3]?.message
    const connection = await connectTo(server.databaseUrl)
    await connection.query('UPDATE organizations SET name = ? LIMIT 1', [inTable])
    await connection.end()
    const redis = new Redis(server.redisUrl)
    await redis.set('planted', inRedis ?? '')
    redis.disconnect()
    appendFileSync(join(server.dataDir, 'web-1.log'), `${inLog}\n${encodeURIComponent(escaped ?? '')}\n`)
    const found = finds(await dumpOf(server), values)
    expect(found.toSorted()).toEqual(
      [`table organizations: ${inTable}`, `redis planted: ${inRedis}`, `file web-1.log: ${inLog}`, `file web-1.log: ${escaped}`].toSorted(),
    )
  }, 60_000)
})

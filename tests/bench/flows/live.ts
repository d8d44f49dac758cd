import { randomUUID } from 'node:crypto'
import { rearm } from '../fixture/data-set.ts'
import { cpuSeconds, type Program } from '../fixture/processes.ts'
import type { Product } from '../fixture/product.ts'
import { signIn } from '../fixture/sign-in.ts'
import { median } from '../measure/rounds.ts'
import { openWatchers, type Arrivals, type Watchers, type Watching } from '../measure/watchers.ts'
import { atMost, type Row } from '../table.ts'
import { scanBody } from './scan.ts'

const subscribers = 1_000

/** Of the steady part: 50 scans a second, for ten seconds. */
const steady = { perSecond: 50, seconds: 10 }

/** Happenings at once, as many as a process can fan out in a few seconds. */
const burst = 150

const documents = [
  'subscription { gateActivity { cursor checkin { id result reason direction occurredAt gate { id name } visitPass { id visitor { name } } } } }',
  'subscription ($siteId: ID) { gateActivity(siteId: $siteId) { cursor checkin { id result occurredAt gate { name } } } }',
]

/** Four kinds of people with rights of their own, each with both selections. */
async function audience(web: Program, { demo }: Product): Promise<Watching[]> {
  const cookies: Record<string, string>[] = []
  for (const role of ['orgAdmin', 'securityOfficer', 'operator'] as const)
    cookies.push({ cookie: await signIn(web, demo.users[role]), origin: web.url })
  return Array.from({ length: subscribers }, (_, index) => {
    const subscribe = { query: documents[index % 2], variables: index % 2 === 0 ? {} : { siteId: demo.site.id } }
    const headers = cookies[Math.floor(index / 2) % 4]
    return headers ? { url: web.url, headers, subscribe } : { url: web.url, headers: {}, authorization: `Bearer ${demo.apiKey}`, subscribe }
  })
}

const clock = (): number => performance.timeOrigin + performance.now()

/** One entry of a pass. @returns the id of the check-in and when it was known to be committed */
async function enter(product: Product, gate: Program, code: string): Promise<[id: string, at: number]> {
  const headers = { 'content-type': 'application/json', authorization: `Bearer ${product.demo.deviceToken}` }
  const response = await fetch(`${gate.url}/graphql`, { method: 'POST', headers, body: scanBody(product, code) })
  const answer = await response.text()
  const at = clock()
  const id = /"checkin":\{"id":"([^"]+)"/.exec(answer)?.[1]
  if (!id) throw new Error(`Not admitted: ${answer.slice(0, 300)}`)
  return [id, at]
}

const wait = (milliseconds: number): Promise<void> => new Promise((resolve) => setTimeout(resolve, milliseconds))

/** So many scans a second, whatever each of them takes. */
async function atPace(product: Product, gate: Program, codes: string[]): Promise<Record<string, number>> {
  const scans: Promise<[string, number]>[] = []
  const began = clock()
  for (const [index, code] of codes.entries()) {
    await wait(Math.max(0, began + (index * 1_000) / steady.perSecond - clock()))
    scans.push(enter(product, gate, code))
  }
  return Object.fromEntries(await Promise.all(scans))
}

/** Does something for each, sixteen at a time. */
async function sixteenAtOnce<T>(all: T[], work: (one: T) => Promise<unknown>): Promise<void> {
  const rest = [...all]
  const take = async () => {
    for (let one = rest.shift(); one !== undefined; one = rest.shift()) await work(one)
  }
  await Promise.all(Array.from({ length: 16 }, take))
}

interface Fanned extends Arrivals {
  cpuMicroseconds: number
}

/** Lets happenings come at once. @returns how they arrived */
async function fan(program: Program, watchers: Watchers, happen: () => Promise<void>): Promise<Fanned> {
  await watchers.reset()
  const start = cpuSeconds(program.pid)
  await happen()
  await watchers.untilArrived(burst * subscribers)
  const arrivals = await watchers.report()
  return { ...arrivals, cpuMicroseconds: ((cpuSeconds(program.pid) - start) * 1e6) / arrivals.all }
}

const perSecond = ({ all, seconds }: Arrivals): number => all / seconds

async function inBursts(product: Product, { web, gate, limit }: Record<'web' | 'gate' | 'limit', Program>, ours: Watchers): Promise<Row> {
  const theirs = await openWatchers(Array.from({ length: subscribers }, () => ({ url: limit.url, headers: {} })))
  const rounds: [Fanned, Fanned][] = []
  try {
    for (let round = 0; round < 5; round++) {
      const codes = product.codes.slice(1_000 + round * burst, 1_000 + (round + 1) * burst)
      const mine = await fan(web, ours, () => sixteenAtOnce(codes, (code) => enter(product, gate, code)))
      const id = /"checkin":\{"id":"([^"]+)"/.exec(mine.sample)?.[1] ?? ''
      const bodies = codes.map(() => mine.sample.replace(id, randomUUID().padEnd(id.length, '=').slice(0, id.length)))
      const post = async (body: string) => (await fetch(limit.url, { method: 'POST', body })).arrayBuffer()
      rounds.push([mine, await fan(limit, theirs, () => sixteenAtOnce(bodies, post))])
    }
  } finally {
    await theirs.close()
  }
  const of = (what: (fanned: Fanned) => number, side: 0 | 1): number => median(rounds.map((round) => what(round[side])))
  const ratio = median(rounds.map(([mine, limits]) => perSecond(mine) / perSecond(limits)))
  const cpu = ({ cpuMicroseconds }: Fanned): number => cpuMicroseconds
  return {
    flow: 'live: messages a second',
    ours: `${of(perSecond, 0).toFixed(0)}/s`,
    limit: `${of(perSecond, 1).toFixed(0)}/s`,
    figure: ratio.toFixed(2),
    target: '≥ 0.80',
    pass: ratio >= 0.8,
    notes: `${burst} scans at once to ${subscribers} subscribers of 8 kinds; CPU ${of(cpu, 0).toFixed(1)} to ${of(cpu, 1).toFixed(1)} µs a message`,
  }
}

/** A thousand people who watch the gates: what of 50 scans a second arrives when, and how many messages a bare server sends of the same bytes. */
export async function live(product: Product): Promise<Row[]> {
  const [web, gate, worker] = [await product.startWeb('web'), await product.startWeb('gate'), await product.startWorker()]
  const limit = await product.startLimit('live', 1)
  const watchers = await openWatchers(await audience(web, product))
  try {
    await rearm(product.db, product.organizationId)
    // V8 compiles what is hot only after it has seen it often.
    await atPace(product, gate, product.codes.slice(0, 100))
    await watchers.untilArrived(100 * subscribers)
    await watchers.reset()
    const count = steady.perSecond * steady.seconds
    const start = [web, worker].map(({ pid }) => cpuSeconds(pid))
    const committed = await atPace(product, gate, product.codes.slice(200, 200 + count))
    await watchers.untilArrived(count * subscribers)
    const { least, most, p50, p99 } = await watchers.report(committed)
    const shares = [web, worker].map(({ pid }, index) => (((cpuSeconds(pid) - (start[index] ?? 0)) / steady.seconds) * 100).toFixed(0))
    const notes = `${steady.perSecond} scans/s to ${subscribers} subscribers; p50 ${p50.toFixed(0)} ms; ${shares.join(' and ')} % of a core for web and worker`
    return [
      atMost('live: p99 from commit to arrival', p99, 250, 'ms', notes),
      {
        flow: 'live: messages of each subscriber',
        ours: '',
        limit: '',
        figure: `${least}–${most}`,
        target: `all ${count}`,
        pass: least === count && most === count,
        notes: '',
      },
      await inBursts(product, { web, gate, limit }, watchers),
    ]
  } finally {
    await watchers.close()
    await Promise.all([web, gate, worker, limit].map((program) => program.stop()))
  }
}

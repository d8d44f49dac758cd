import { randomUUID } from 'node:crypto'
import { WebSocket } from 'ws'
import type { Arrivals, Watching } from './watchers.ts'

/** Before the id of what happened, in every message of a feed. */
const mark = Buffer.from('"checkin":{"id":"')
const quote = '"'.charCodeAt(0)

const clock = (): number => performance.timeOrigin + performance.now()

let arrivals = new Map<string, number[]>()
let counts: number[] = []
let [first, last, sample] = [0, 0, '']

function take(index: number, data: Buffer): void {
  const at = data.indexOf(mark)
  if (at < 0) return
  const now = clock()
  const start = at + mark.length
  const id = data.toString('latin1', start, data.indexOf(quote, start))
  const known = arrivals.get(id)
  if (known) known.push(now)
  else arrivals.set(id, [now])
  counts[index] = (counts[index] ?? 0) + 1
  first ||= now
  last = now
  sample ||= data.toString()
}

/** Opens one connection. @returns once it listens */
function open({ url, headers, authorization, subscribe }: Watching, index: number): Promise<void> {
  return new Promise((resolve, reject) => {
    const socket = new WebSocket(`${url.replace('http', 'ws')}/graphql`, 'graphql-transport-ws', { perMessageDeflate: false, headers })
    socket.once('error', reject)
    socket.once('close', (code) => reject(new Error(`closed with ${code}`)))
    socket.once('open', () => {
      if (!subscribe) return resolve()
      socket.send(JSON.stringify({ type: 'connection_init', payload: authorization ? { authorization } : {} }))
    })
    socket.on('message', (data: Buffer) => {
      if (data.includes('"connection_ack"')) {
        socket.send(JSON.stringify({ id: randomUUID(), type: 'subscribe', payload: subscribe }))
        // What is asked after the subscription is answered after it.
        socket.send(JSON.stringify({ type: 'ping' }))
      } else if (data.includes('"pong"')) resolve()
      else take(index, data)
    })
  })
}

/** The delays between a commit and each of its arrivals, in milliseconds, sorted. */
const delays = (committed: Record<string, number>): number[] =>
  Object.entries(committed)
    .flatMap(([id, at]) => (arrivals.get(id) ?? []).map((arrived) => arrived - at))
    .toSorted((a, b) => a - b)

const asked = {
  open: async (groups: Watching[]) => {
    for (const [index, watching] of groups.entries()) await open(watching, index)
  },
  reset: async () => {
    arrivals = new Map()
    counts = counts.map(() => 0)
    ;[first, last, sample] = [0, 0, '']
  },
  report: async (committed: Record<string, number>): Promise<Arrivals> => {
    const sorted = delays(committed)
    const at = (share: number): number => sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))] ?? 0
    const all = counts.reduce((sum, count) => sum + count, 0)
    return {
      all,
      least: Math.min(...counts),
      most: Math.max(...counts),
      seconds: (last - first) / 1_000,
      p50: at(0.5),
      p99: at(0.99),
      sample,
    }
  },
}

process.on('message', async ({ name, value }: { name: keyof typeof asked; value: never }) => {
  try {
    if (name === 'open') counts = Array.from({ length: (value as Watching[]).length }, () => 0)
    process.send?.({ answer: await asked[name](value) })
  } catch (error) {
    process.send?.({ failed: String(error) })
  }
})

import autocannon, { type Request } from 'autocannon'
import { text } from 'node:stream/consumers'
import type { Load, Round } from './load.ts'

const load = JSON.parse(await text(process.stdin)) as Load
const { method, headers, paths, bodies } = load
const times: number[] = []
let next = 0
let first: string | undefined

/** The next request. Autocannon counts what it sends ahead of time too, so bodies wrap around rather than run out. */
function setupRequest(request: Request): Request {
  const index = next++
  const path = paths[index % paths.length] ?? '/'
  return bodies ? { ...request, path, body: bodies[index % bodies.length] ?? '' } : { ...request, path }
}

const running = autocannon({
  url: load.url,
  connections: load.connections,
  duration: load.seconds,
  requests: [{ method, headers, setupRequest }],
  verifyBody: (body) => {
    const right = body.includes(load.expect)
    if (!right) first ??= body
    return right
  },
})
running.on('response', (_client, _status, _bytes, milliseconds) => times.push(milliseconds))
const result = await running
times.sort((a, b) => a - b)
const at = (share: number): number => times[Math.min(times.length - 1, Math.floor(times.length * share))] ?? 0
const round: Round = {
  answers: times.length,
  perSecond: times.length / result.duration,
  p50: at(0.5),
  p99: at(0.99),
  wrong: result.mismatches + result.errors + result.timeouts + result.non2xx,
}
if (round.wrong > 0) {
  const { mismatches, errors, timeouts, non2xx } = result
  console.error(`${load.url}: ${JSON.stringify({ mismatches, errors, timeouts, non2xx, first: first?.slice(0, 500) })}`)
}
process.stdout.write(JSON.stringify(round))

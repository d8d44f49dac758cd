import { cpuSeconds, type Program } from '../fixture/processes.ts'
import { putLoad, type Load, type Round } from './load.ts'

/** One side of a comparison over all its rounds, medians. */
export interface Side {
  perSecond: number
  p50: number
  p99: number
  /** CPU of the server's own process for one request, µs: less moved by a busy machine than requests per second. */
  cpuMicroseconds: number
}

/** Ours beside the limit. */
export interface Comparison {
  ours: Side
  limit: Side
  /** Median of the ratios of neighbouring rounds: what drifts, drifts for both. */
  ratio: number
  /** Answers that were not what the flow expects, of each side. */
  wrong: { ours: number; limit: number }
}

/** A comparison to be made. */
export interface Contest {
  ours: Program
  limit: Program
  load: (program: Program) => Load
  pairs: number
  /** Puts things back before every round. */
  before?: () => Promise<void>
}

/** The middle value. */
export function median(values: number[]): number {
  const sorted = values.toSorted((a, b) => a - b)
  const middle = Math.floor(sorted.length / 2)
  const upper = sorted[middle] ?? 0
  return sorted.length % 2 === 1 ? upper : (upper + (sorted[middle - 1] ?? upper)) / 2
}

type Measured = Round & { cpuMicroseconds: number }

async function measure(program: Program, contest: Contest, seconds?: number): Promise<Measured> {
  await contest.before?.()
  const load = contest.load(program)
  const start = cpuSeconds(program.pid)
  const round = await putLoad({ ...load, seconds: seconds ?? load.seconds })
  if (round.answers === 0) throw new Error(`${load.url} gave no answer in ${seconds ?? load.seconds} s`)
  return { ...round, cpuMicroseconds: ((cpuSeconds(program.pid) - start) * 1e6) / Math.max(1, round.answers) }
}

function sideOf(rounds: Measured[]): Side {
  const of = (what: (round: Measured) => number): number => median(rounds.map((round) => what(round)))
  return { perSecond: of((r) => r.perSecond), p50: of((r) => r.p50), p99: of((r) => r.p99), cpuMicroseconds: of((r) => r.cpuMicroseconds) }
}

const wrongOf = (rounds: Measured[]): number => rounds.reduce((sum, round) => sum + round.wrong, 0)

/** Requests before anything counts: V8 compiles what is hot only after it has seen it often. */
const warmUp = { answers: 2_000, seconds: 8 }

const warmed = new WeakSet<Program>()

async function warm(program: Program, contest: Contest): Promise<void> {
  if (warmed.has(program)) return
  warmed.add(program)
  const until = Date.now() + warmUp.seconds * 1_000
  for (let answers = 0; answers < warmUp.answers && Date.now() < until;) answers += (await measure(program, contest, 2)).answers
}

/** Warms both up, then lets them run in turns, first one and then the other beginning. */
export async function compare(contest: Contest): Promise<Comparison> {
  const [ours, limit]: [Measured[], Measured[]] = [[], []]
  for (const program of [contest.ours, contest.limit]) await warm(program, contest)
  for (let pair = 0; pair < contest.pairs; pair++) {
    const run = async (mine: boolean) => {
      const round = await measure(mine ? contest.ours : contest.limit, contest)
      if (mine) ours.push(round)
      else limit.push(round)
    }
    await run(pair % 2 === 0)
    await run(pair % 2 !== 0)
  }
  return {
    ours: sideOf(ours),
    limit: sideOf(limit),
    ratio: median(ours.map((round, index) => round.perSecond / (limit[index]?.perSecond ?? Number.NaN))),
    wrong: { ours: wrongOf(ours), limit: wrongOf(limit) },
  }
}

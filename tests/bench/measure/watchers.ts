import { fork } from 'node:child_process'
import { fileURLToPath } from 'node:url'

/** One connection that watches a feed. */
export interface Watching {
  url: string
  headers: Record<string, string>
  authorization?: string
  /** The payload of its subscription; without it, it listens to whatever comes. */
  subscribe?: object
}

/** What has arrived since the last reset. */
export interface Arrivals {
  all: number
  /** Of the connections, the one with the fewest and the one with the most. */
  least: number
  most: number
  /** From the first arrival to the last. */
  seconds: number
  /** From the commit of what happened to its arrival, in milliseconds, over all connections. */
  p50: number
  p99: number
  /** The first message, as it came. */
  sample: string
}

/** Connections that watch, in a process of their own. */
export interface Watchers {
  reset: () => Promise<void>
  /** @param committed when each happening was committed, by its id */
  report: (committed?: Record<string, number>) => Promise<Arrivals>
  /** Waits until this many messages have arrived, a minute at most. */
  untilArrived: (all: number) => Promise<void>
  close: () => Promise<void>
}

const program = fileURLToPath(new URL('./watchers-process.ts', import.meta.url))

/** Opens connections, one after the other. @returns once all of them listen */
export async function openWatchers(connections: Watching[]): Promise<Watchers> {
  const child = fork(program, { stdio: ['ignore', 'inherit', 'inherit', 'ipc'] })
  const ask = (name: string, value: unknown = null): Promise<unknown> =>
    new Promise((resolve, reject) => {
      child.once('message', ({ answer, failed }: { answer?: unknown; failed?: string }) =>
        failed ? reject(new Error(failed)) : resolve(answer),
      )
      child.send({ name, value })
    })
  await ask('open', connections)
  const report = async (committed: Record<string, number> = {}) => (await ask('report', committed)) as Arrivals
  return {
    report,
    reset: async () => void (await ask('reset')),
    untilArrived: async (all) => {
      for (const deadline = Date.now() + 60_000; (await report()).all < all; await new Promise((resolve) => setTimeout(resolve, 100)))
        if (Date.now() > deadline) throw new Error(`Of ${all} messages ${(await report()).all} arrived in a minute`)
    },
    close: async () => {
      const ended = new Promise((resolve) => child.once('exit', resolve))
      child.kill('SIGTERM')
      await ended
    },
  }
}

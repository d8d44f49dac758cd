import { spawn } from 'node:child_process'
import { fileURLToPath } from 'node:url'

/** What a round sends: one request after the other on each connection, the bodies or paths in turn. */
export interface Load {
  url: string
  connections: number
  seconds: number
  method: 'GET' | 'POST'
  headers: Record<string, string>
  /** One of these is sent with each request, each once before any is repeated; used where there are no bodies. */
  paths: string[]
  bodies?: string[]
  /** A text that every right answer holds. */
  expect: string
}

/** What a round gave. */
export interface Round {
  answers: number
  perSecond: number
  p50: number
  p99: number
  /** Answers without the expected text, errors and timeouts. */
  wrong: number
}

const program = fileURLToPath(new URL('./load-process.ts', import.meta.url))

/** Puts load on a server from a process of its own, with autocannon. */
export async function putLoad(load: Load): Promise<Round> {
  const child = spawn(process.execPath, [program], { stdio: ['pipe', 'pipe', 'inherit'] })
  child.stdin.end(JSON.stringify(load))
  let output = ''
  child.stdout.setEncoding('utf8').on('data', (text: string) => {
    output += text
  })
  const code = await new Promise<number | null>((resolve) => child.once('close', resolve))
  if (code !== 0) throw new Error(`The load generator ended with ${code}`)
  return JSON.parse(output) as Round
}

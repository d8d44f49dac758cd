import { createServer, type IncomingHttpHeaders, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import { Webhook } from 'standardwebhooks'

/** What a receiver got. */
export interface Received {
  at: number
  path: string
  headers: IncomingHttpHeaders
  body: string
}

/** A server of an integrator. */
export interface Receiver {
  url: string
  received: Received[]
  /** Connections that were ever made to it. */
  connections: () => number
  close: () => Promise<void>
}

/** Answers one request; the default says 204. */
export type Answer = (got: Received, answer: ServerResponse) => void

/** Starts a receiver on this machine. */
export async function startReceiver(answer: Answer = (_, response) => response.writeHead(204).end()): Promise<Receiver> {
  const received: Received[] = []
  let connections = 0
  const server = createServer((request, response) => {
    const parts: Buffer[] = []
    request.on('data', (part: Buffer) => parts.push(part))
    request.on('end', () => {
      const got = { at: Date.now(), path: request.url ?? '', headers: request.headers, body: Buffer.concat(parts).toString() }
      received.push(got)
      answer(got, response)
    })
  })
  server.on('connection', () => (connections += 1))
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}/hook`
  const close = () =>
    new Promise<void>((resolve) => {
      server.close(() => resolve())
      server.closeAllConnections()
    })
  return { url, received, connections: () => connections, close }
}

/** Verifies a message as an integrator does, by the package of the specification. @throws WebhookVerificationError */
export const verified = (secret: string, { body, headers }: Pick<Received, 'body' | 'headers'>): unknown =>
  new Webhook(secret).verify(body, headers as Record<string, string>)

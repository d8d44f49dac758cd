import { createServer, type IncomingHttpHeaders, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import type { Link } from './turnstile.ts'
import type { Signed } from './signature.ts'

const headersOf = ({ id, timestamp, signature }: Signed): Record<string, string> => ({
  'content-type': 'application/json',
  'webhook-id': id,
  'webhook-timestamp': timestamp,
  'webhook-signature': signature,
})

const signedOf = (header: (name: string) => string | null | undefined, body: string): Signed => ({
  id: header('webhook-id') ?? '',
  timestamp: header('webhook-timestamp') ?? '',
  signature: header('webhook-signature') ?? '',
  body,
})

/** Tells the server by POST. @param url where events of this controller go */
export const httpLink = (url: string): Link => ({
  send: async (message) => {
    const options = { method: 'POST', headers: headersOf(message), body: message.body, signal: AbortSignal.timeout(10_000) }
    const answer = await fetch(url, options)
    return signedOf((name) => answer.headers.get(name), await answer.text())
  },
})

/** Hears what the server asks by POST. @param port 0 for any that is free */
export async function startHttpEnd(
  answer: (asked: Signed) => Signed | null,
  port = 0,
): Promise<{ url: string; close: () => Promise<void> }> {
  const server: Server = createServer((request, response) => {
    const parts: Buffer[] = []
    request.on('data', (part: Buffer) => parts.push(part))
    request.on('end', () => {
      const header = (name: keyof IncomingHttpHeaders & string) => String(request.headers[name] ?? '')
      const done = answer(signedOf(header, Buffer.concat(parts).toString()))
      response.writeHead(done ? 200 : 401, done ? headersOf(done) : {})
      response.end(done?.body)
    })
  })
  await new Promise<void>((resolve) => server.listen(port, '127.0.0.1', resolve))
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}/`
  const close = () =>
    new Promise<void>((resolve) => {
      server.closeAllConnections()
      server.close(() => resolve())
    })
  return { url, close }
}

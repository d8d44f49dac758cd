import { createServer } from 'node:http'
import { Agent, request } from 'undici'

/** The limit of webhooks: a loop of undici that posts the same body again and again, as many at once as one endpoint is sent at most. */
const atOnce = 64
const agent = new Agent({ connections: null, pipelining: 1 })

async function post(url: string, count: number, body: string): Promise<void> {
  let left = count
  const loop = async () => {
    while (left-- > 0) {
      const headers = { 'content-type': 'application/json', 'webhook-id': String(left) }
      const answer = await request(url, { method: 'POST', dispatcher: agent, headers, body })
      await answer.body.dump()
    }
  }
  await Promise.all(Array.from({ length: atOnce }, loop))
}

createServer((asked, response) => {
  const parts: Buffer[] = []
  asked.on('data', (part: Buffer) => parts.push(part))
  asked.on('end', () => {
    if (asked.method !== 'POST') return void response.end('ready')
    const { url, count, body } = JSON.parse(Buffer.concat(parts).toString()) as { url: string; count: number; body: string }
    const began = performance.now()
    post(url, count, body).then(
      () => response.end(String(performance.now() - began)),
      (error: unknown) => response.writeHead(500).end(String(error)),
    )
  })
}).listen(Number(process.env.PORT), '127.0.0.1')

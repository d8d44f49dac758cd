import { createServer } from 'node:http'

/** A receiver that answers at once, or on `/hang` never. It knows when each message came, by the name of its path. */
const arrivals = new Map<string, [id: string, at: number][]>()
const clock = (): number => performance.timeOrigin + performance.now()

createServer((request, response) => {
  const name = request.url ?? ''
  if (request.method === 'GET') {
    const known = arrivals.get(name) ?? []
    return response.end(JSON.stringify(name.startsWith('/ready') ? [] : known))
  }
  if (request.method === 'HEAD') return response.setHeader('x-count', arrivals.get(name)?.length ?? 0).end()
  request.resume()
  request.on('end', () => {
    const list = arrivals.get(name) ?? []
    arrivals.set(name, list)
    list.push([String(request.headers['webhook-id']), clock()])
    if (!name.startsWith('/hang')) response.writeHead(204).end()
  })
}).listen(Number(process.env.PORT), '127.0.0.1')

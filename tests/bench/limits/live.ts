import { createServer } from 'node:http'
import { WebSocketServer } from 'ws'

/** The limit of the live feed: what is posted goes, as it is, to everybody who is connected. */
const sockets = new WebSocketServer({ noServer: true, perMessageDeflate: false, handleProtocols: () => 'graphql-transport-ws' })
const server = createServer((request, response) => {
  if (request.method !== 'POST') return response.end('ready')
  const chunks: Buffer[] = []
  request.on('data', (chunk: Buffer) => chunks.push(chunk))
  request.on('end', () => {
    const text = Buffer.concat(chunks).toString()
    for (const socket of sockets.clients) socket.send(text)
    response.end()
  })
})
server.on('upgrade', (request, socket, head) => sockets.handleUpgrade(request, socket, head, () => undefined))
server.listen(Number(process.env.PORT), '127.0.0.1')

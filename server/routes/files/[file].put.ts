import type { IncomingMessage } from 'node:http'
import { defineEventHandler, getHeader, getQuery, getRouterParam, setResponseHeader, setResponseStatus } from 'h3'
import { receiveUpload, type Received } from '../../domains/files/use-cases/receive-upload'

const statusOf: Record<Received, number> = { received: 204, unsigned: 403, gone: 404, otherType: 415, otherLength: 413, again: 409 }

/** How long somebody may go on sending what is not read, in milliseconds. */
const lingering = 10_000

const pieces = (request: IncomingMessage): AsyncIterable<Buffer> => request.iterator({ destroyOnReturn: false }) as AsyncIterable<Buffer>

/** Takes one file at an address that was signed for it. The address is the proof; what it does not say is not read. */
export default defineEventHandler(async (event) => {
  const { req, res } = event.node
  res.once('finish', () => {
    if (!req.complete) setTimeout(() => req.complete || req.socket.destroy(), lingering).unref()
  })
  const length = getHeader(event, 'content-length')
  const received = await receiveUpload({
    id: getRouterParam(event, 'file') ?? '',
    query: getQuery(event),
    contentType: getHeader(event, 'content-type') ?? '',
    length: length === undefined ? null : Number(length),
    content: pieces(req),
  })
  setResponseStatus(event, statusOf[received])
  setResponseHeader(event, 'cache-control', 'no-store')
  return received === 'received' ? null : { code: received }
})

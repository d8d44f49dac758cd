import type { IncomingMessage } from 'node:http'
import type { H3Event } from 'h3'
import { limits } from './limits'

/** The text that a client sends, read no further than a request may be long; null for one that is longer. */
async function received(request: IncomingMessage): Promise<string | null> {
  if (Number(request.headers['content-length'] ?? 0) > limits.bodyBytes) return null
  const chunks: Buffer[] = []
  let length = 0
  for await (const chunk of request.iterator({ destroyOnReturn: false }) as AsyncIterable<Buffer>) {
    length += chunk.length
    if (length > limits.bodyBytes) return null
    chunks.push(chunk)
  }
  return Buffer.concat(chunks).toString()
}

/** Reads the body of a request for whoever handles it, whether or not it says its length. @returns false for one that is too long */
export async function readBoundedBody(event: H3Event): Promise<boolean> {
  const request = event.node.req
  const body = await received(request)
  if (body === null) return false
  Object.assign(request, { body })
  return true
}

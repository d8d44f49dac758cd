import { createError, defineEventHandler, getHeader, setResponseHeader, type H3Error, type H3Event } from 'h3'
import { readBoundedBody } from '../graphql/bounded-body'
import { explorerPage } from '../graphql/explorer'
import { limits } from '../graphql/limits'
import { operations } from '../graphql/operations'
import { websocketHooks } from '../graphql/websocket'

const methods = new Set(['GET', 'HEAD', 'POST', 'OPTIONS'])

/** The rest of the body is not read: the connection cannot be used again. */
function tooLarge(event: H3Event): H3Error {
  setResponseHeader(event, 'connection', 'close')
  const message = `A request may have ${limits.bodyBytes / 1_000} KB at most`
  return createError({ statusCode: 413, statusMessage: 'Payload Too Large', message })
}

/** One endpoint: operations by POST (and queries by GET), subscriptions over WebSocket, the explorer for browsers. */
export default defineEventHandler({
  websocket: websocketHooks(),
  handler: async (event) => {
    if (event.method === 'GET' && getHeader(event, 'accept')?.includes('text/html')) return explorerPage(event)
    if (!methods.has(event.method)) throw createError({ statusCode: 405, statusMessage: 'Method Not Allowed' })
    if (event.method === 'POST' && !(await readBoundedBody(event))) throw tooLarge(event)
    setResponseHeader(event, 'cache-control', 'no-store')
    return operations(event)
  },
})

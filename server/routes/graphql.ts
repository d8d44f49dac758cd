import { startServerAndCreateH3Handler } from '@as-integrations/h3'
import { createError, defineEventHandler, getHeader, readRawBody, setResponseHeader } from 'h3'
import { explorerPage } from '../graphql/explorer'
import { limits } from '../graphql/limits'
import { contextOf } from '../graphql/request'
import { apollo } from '../graphql/server'
import { websocketHooks } from '../graphql/websocket'

const operations = startServerAndCreateH3Handler(apollo, { context: ({ event }) => contextOf(event) })

/** One endpoint: operations by POST (and queries by GET), subscriptions over WebSocket, the explorer for browsers. */
export default defineEventHandler({
  websocket: websocketHooks(),
  handler: async (event) => {
    if (event.method === 'GET' && getHeader(event, 'accept')?.includes('text/html')) return explorerPage(event)
    if (event.method === 'POST') {
      const length = Number(getHeader(event, 'content-length') ?? 0)
      const body = length > limits.bodyBytes ? null : await readRawBody(event)
      if (body === null || (body?.length ?? 0) > limits.bodyBytes)
        throw createError({
          statusCode: 413,
          statusMessage: 'Payload Too Large',
          message: `A request may have ${limits.bodyBytes / 1_000} KB at most`,
        })
    }
    setResponseHeader(event, 'cache-control', 'no-store')
    return operations(event)
  },
})

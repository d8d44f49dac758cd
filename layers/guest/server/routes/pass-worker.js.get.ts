import { defineEventHandler, setResponseHeaders } from 'h3'
import worker from 'script:guest/pass-worker'

/** The worker that shows the kept copy of a pass without a network, for guests' pages alone. */
export default defineEventHandler((event) => {
  setResponseHeaders(event, {
    'content-type': 'text/javascript; charset=utf-8',
    'service-worker-allowed': '/i/',
    'cache-control': 'no-cache',
    'x-content-type-options': 'nosniff',
  })
  return worker
})

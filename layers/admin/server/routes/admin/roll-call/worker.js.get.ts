import { defineEventHandler, setResponseHeaders } from 'h3'
import worker from 'script:admin/roll-call-worker'

/** The worker that opens the pages of roll calls without a network, and the list of them, which has no slash at its end; no other page. */
export default defineEventHandler((event) => {
  setResponseHeaders(event, {
    'content-type': 'text/javascript; charset=utf-8',
    'cache-control': 'no-cache',
    'service-worker-allowed': '/admin/roll-call',
  })
  return worker
})

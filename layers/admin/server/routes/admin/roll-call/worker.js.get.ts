import { defineEventHandler, setResponseHeaders } from 'h3'
import worker from 'script:admin/roll-call-worker'

/** The worker that opens the page of a roll call without a network, for those pages alone. */
export default defineEventHandler((event) => {
  setResponseHeaders(event, { 'content-type': 'text/javascript; charset=utf-8', 'cache-control': 'no-cache' })
  return worker
})

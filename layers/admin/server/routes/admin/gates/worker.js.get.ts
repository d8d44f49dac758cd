import { defineEventHandler, setResponseHeaders } from 'h3'
import worker from 'script:admin/gate-worker'

/** The worker that opens the screen of a gate without a network, for those pages alone. */
export default defineEventHandler((event) => {
  setResponseHeaders(event, { 'content-type': 'text/javascript; charset=utf-8', 'cache-control': 'no-cache' })
  return worker
})

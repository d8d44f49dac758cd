import { defineEventHandler, setResponseHeader } from 'h3'

/** Alive: the process answers. Says nothing of what it depends on, so that nobody restarts it for a database's outage. */
export default defineEventHandler((event) => {
  setResponseHeader(event, 'cache-control', 'no-store')
  return { status: 'ok' }
})

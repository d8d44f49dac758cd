import { defineEventHandler, setResponseHeader, setResponseStatus } from 'h3'
import { readiness } from '../../infra/readiness'

/** Ready: 200 while writes can commit. Redis, worker and an unprotected audit are reported as degraded, they do not take the gate down. */
export default defineEventHandler(async (event) => {
  const { ready, ...parts } = await readiness()
  setResponseHeader(event, 'cache-control', 'no-store')
  setResponseStatus(event, ready ? 200 : 503)
  return { status: ready ? (Object.values(parts).every((part) => part === 'ok') ? 'ok' : 'degraded') : 'down', ...parts }
})

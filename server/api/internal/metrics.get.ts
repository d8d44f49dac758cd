import { timingSafeEqual } from 'node:crypto'
import { createError, defineEventHandler, getHeader, setResponseHeader, type H3Event } from 'h3'
import { env } from '../../infra/env'
import { measureAudit } from '../../infra/audit-lag.sql'
import { registry } from '../../infra/metrics'
import { measureOutbox } from '../../infra/outbox-depth.sql'

const loopback = new Set(['127.0.0.1', '::1', '::ffff:127.0.0.1'])

function allowed(event: H3Event): boolean {
  const direct = event.node.req.socket.remoteAddress ?? ''
  // Behind a proxy on the same host everybody comes from loopback: then only the token counts.
  if (loopback.has(direct) && !getHeader(event, 'x-forwarded-for')) return true
  const given = Buffer.from(/^Bearer (.+)$/.exec(getHeader(event, 'authorization') ?? '')?.[1] ?? '')
  const wanted = Buffer.from(env.METRICS_TOKEN ?? '')
  return wanted.length > 0 && given.length === wanted.length && timingSafeEqual(given, wanted)
}

/** Prometheus metrics, from loopback or with METRICS_TOKEN. */
export default defineEventHandler(async (event) => {
  if (!allowed(event)) throw createError({ statusCode: 404, statusMessage: 'Not Found' })
  await Promise.all([measureOutbox(), measureAudit()])
  setResponseHeader(event, 'content-type', registry.contentType)
  return registry.metrics()
})

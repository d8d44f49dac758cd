import { defineEventHandler, getHeader, getRouterParam, setResponseHeaders, setResponseStatus } from 'h3'
import { newTraceId } from '../../../../core/ctx'
import type { MessageAnswer } from '../../../../domains/turnstiles/controller-event'
import { receiveMessage } from '../../../../domains/turnstiles/use-cases/receive-message'
import { sealFrom } from '../../../../domains/turnstiles/message-seal'
import { readBoundedBody } from '../../../../graphql/bounded-body'
import { describeError, log } from '../../../../infra/log'

const statusOf: Record<NonNullable<MessageAnswer['error']>, number> = { unknown: 401, timestamp: 401, malformed: 400, too_long: 413 }

/** What access controllers tell (`docs/access-controllers.md`): signed, each event counted once. What is not answered with 200 they send again. */
export default defineEventHandler(async (event) => {
  setResponseHeaders(event, { 'cache-control': 'no-store', 'content-type': 'application/json; charset=utf-8' })
  if (!(await readBoundedBody(event))) {
    setResponseStatus(event, statusOf.too_long)
    return JSON.stringify({ serverTime: new Date().toISOString(), answers: [], error: 'too_long' } satisfies MessageAnswer)
  }
  try {
    const text = String(Reflect.get(event.node.req, 'body'))
    const sent = sealFrom((name) => getHeader(event, name))
    const { answer, seal, body } = await receiveMessage(getRouterParam(event, 'controller') ?? '', sent, text)
    if (answer.error) setResponseStatus(event, statusOf[answer.error])
    if (seal) setResponseHeaders(event, { 'webhook-id': seal.id, 'webhook-timestamp': seal.timestamp, 'webhook-signature': seal.signature })
    return body
  } catch (error) {
    const traceId = newTraceId()
    log.error({ traceId, err: describeError(error) }, 'what an access controller told could not be kept')
    setResponseStatus(event, 503)
    return JSON.stringify({ error: 'unavailable', traceId })
  }
})

import type { H3Error } from 'h3'
import { defineNitroPlugin } from 'nitropack/runtime'
import { newTraceId } from '../core/ctx'
import { describeError, log } from '../infra/log'
import { loggedPath } from '../infra/request-path'

/**
 * What goes wrong unexpectedly outside the API, as while a page is rendered, is in the log with an id. The page, or the answer, tells
 * that id and nothing else of it.
 */
export default defineNitroPlugin((nitro) => {
  nitro.hooks.hook('error', (error, { event }) => {
    const failure = error as Partial<H3Error<{ traceId?: string }>>
    if ((failure.statusCode ?? 500) < 500 || failure.data?.traceId) return
    const traceId = newTraceId()
    const cause = failure.cause instanceof Error ? failure.cause : error
    log.error({ traceId, method: event?.method, path: event && loggedPath(event.path), err: describeError(cause) }, 'unexpected failure')
    Object.assign(failure, { message: 'Server Error', data: { traceId }, unhandled: false })
  })
})

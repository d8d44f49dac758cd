import { createError, defineEventHandler, getHeader, getRouterParam, setResponseHeaders, setResponseStatus } from 'h3'
import { newTraceId } from '../../core/ctx'
import { readCalendarFeed } from '../../domains/calendars/use-cases/read-calendar-feed'
import { clientAddress } from '../../infra/client-address'
import { describeError, log } from '../../infra/log'

const fileName = /^(gcc_[\w-]{43})\.ics$/

/** How long a program may show what it has before it asks again, in seconds. */
const maxAge = 300

const read = (name: string, address: string | null) =>
  readCalendarFeed(fileName.exec(name)?.[1] ?? '', address).catch((error: unknown) => {
    const traceId = newTraceId()
    log.error({ traceId, err: describeError(error) }, 'a calendar could not be made')
    throw createError({ statusCode: 503, statusMessage: 'Service Unavailable', data: { traceId } })
  })

/** The visits of a host as a calendar, for programs that know its secret address. Whoever does not learns nothing. */
export default defineEventHandler(async (event) => {
  setResponseHeaders(event, { 'x-robots-tag': 'noindex, nofollow', 'referrer-policy': 'no-referrer', 'cache-control': 'no-store' })
  if (event.method !== 'GET' && event.method !== 'HEAD') throw createError({ statusCode: 405, statusMessage: 'Method Not Allowed' })
  const answer = await read(getRouterParam(event, 'feed') ?? '', clientAddress(event))
  if (answer === null) throw createError({ statusCode: 404, statusMessage: 'Not Found' })
  if (typeof answer === 'number') {
    setResponseHeaders(event, { 'retry-after': answer })
    throw createError({ statusCode: 429, statusMessage: 'Too Many Requests' })
  }
  setResponseHeaders(event, { etag: answer.etag, 'cache-control': `private, max-age=${maxAge}` })
  const known = (getHeader(event, 'if-none-match') ?? '').split(',').map((tag) => tag.trim())
  if (known.includes(answer.etag) || known.includes(answer.etag.slice(2))) {
    setResponseStatus(event, 304)
    return null
  }
  setResponseHeaders(event, { 'content-type': 'text/calendar; charset=utf-8', 'x-content-type-options': 'nosniff' })
  return answer.file
})

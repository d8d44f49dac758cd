import { createError, defineEventHandler, isError, setResponseHeaders, setResponseStatus, type H3Event } from 'h3'
import type { InviteAnswer } from '#shared/invite'
import { newTraceId } from '../core/ctx'
import { guestHeaders } from '../guest/guest-headers'
import { invitePageOf, openFor } from '../guest/open-page'
import { openStep } from '../guest/open-step'
import { stepAt } from '../guest/steps'
import { describeError, log } from '../infra/log'

const guestPages = /^\/i\//i
const invitePage = /^\/i\/([^/?#]+)(?:\/([^?#]+?))?\/?(?:[?#]|$)/

/** How long a guest at a door waits for a database that may be away, in milliseconds. */
const patience = 3_000

const statusOf = { opened: 200, unknown: 404, unavailable: 503 } as const

/** Opens the invite of `/i/<token>` and of its steps before their page is rendered: the page reads the context and asks for nothing. */
export default defineEventHandler(async (event) => {
  if (!guestPages.test(event.path)) return
  setResponseHeaders(event, guestHeaders)
  const [, token, place] = invitePage.exec(event.path) ?? []
  const step = stepAt(place)
  if (token === undefined || (place !== undefined && !step)) return
  const takes = step === null ? ['GET', 'HEAD'] : ['GET', 'HEAD', 'POST']
  if (!takes.includes(event.method)) throw createError({ statusCode: 405, statusMessage: 'Method Not Allowed' })
  const found = await open(event, () => (step === null ? openInvitePage(event, token) : openStep(event, token, step)))
  if (found !== 'opened') {
    event.context.invite = found
    setResponseStatus(event, statusOf[found.kind])
  }
})

async function openInvitePage(event: H3Event, token: string): Promise<boolean> {
  const opened = await openFor(event, token)
  if (opened) event.context.invite = { kind: 'opened', invite: await invitePageOf(event, token, opened) }
  return opened !== null
}

async function open(event: H3Event, work: () => Promise<boolean>): Promise<Exclude<InviteAnswer, { kind: 'opened' }> | 'opened'> {
  try {
    // What a guest has sent is taken, however long it takes.
    return (await (event.method === 'POST' ? work() : inTime(work()))) ? 'opened' : { kind: 'unknown' }
  } catch (error) {
    // What was sent is wrong, which is no fault of ours: the page for errors says so.
    if (isError(error) && error.statusCode < 500) throw error
    const traceId = newTraceId()
    log.error({ traceId, err: describeError(error) }, 'an invite could not be opened')
    return { kind: 'unavailable', traceId }
  }
}

async function inTime<T>(work: Promise<T>): Promise<T> {
  let timer: NodeJS.Timeout | undefined
  const tooLate = new Promise<never>((_, reject) => {
    timer = setTimeout(() => reject(new Error(`No answer within ${patience} ms`)), patience)
  })
  try {
    return await Promise.race([work, tooLate])
  } finally {
    clearTimeout(timer)
  }
}

import { createError, defineEventHandler, getQuery, getRouterParam, setResponseHeaders } from 'h3'
import { isLanguage } from '#shared/i18n/languages'
import { newTraceId } from '../../../core/ctx'
import { makeCalendarFile } from '../../../domains/appointments/use-cases/make-calendar-file'
import { inviteUrlOf } from '../../../domains/credentials/use-cases/invite-links'
import { asStranger } from '../../../domains/credentials/use-cases/guest-view'
import { openInvite } from '../../../domains/credentials/use-cases/open-invite.sql'
import { languageOf } from '../../../infra/i18n'
import { describeError, log } from '../../../infra/log'

/** The visit as a calendar file, for the bearer of the invite link. Names no guest: whoever opens it is asked for no answer. */
export default defineEventHandler(async (event) => {
  const invite = await open(getRouterParam(event, 'token') ?? '')
  if (!invite) throw createError({ statusCode: 404, statusMessage: 'Not Found' })
  const { lang } = getQuery(event)
  const language = isLanguage(lang) ? lang : languageOf(invite.locale)
  setResponseHeaders(event, { 'content-type': 'text/calendar; charset=utf-8', 'content-disposition': 'attachment; filename="visit.ics"' })
  const options = { inviteUrl: inviteUrlOf(invite.pass), language, now: new Date(), guestEmail: null }
  return makeCalendarFile(invite, options).content
})

async function open(token: string): ReturnType<typeof openInvite> {
  try {
    const invite = await openInvite(token)
    return invite?.guestAccess === 'OTP' ? asStranger(invite) : invite
  } catch (error) {
    const traceId = newTraceId()
    log.error({ traceId, err: describeError(error) }, 'an invite could not be opened')
    throw createError({ statusCode: 503, statusMessage: 'Service Unavailable', data: { traceId } })
  }
}

import { createError, defineEventHandler, getHeader, getQuery, sendRedirect, setResponseHeaders, setResponseStatus, type H3Event } from 'h3'
import { isLanguage, preferredLanguage, type Language } from '#shared/i18n/languages'
import { anonymous, createCtx, type Ctx } from '../core/ctx'
import { confirmLeft, openStayLink, readStayLink, type OpenedStayLink } from '../domains/access-control/use-cases/presence/stay-link'
import { brandOf } from '../domains/organizations/use-cases/find-brand'
import { guestHeaders } from '../guest/guest-headers'
import { clientAddress } from '../infra/client-address'
import { formKeyOf, markBrowser, markOf } from '../infra/guest-browser'
import { translate } from '../infra/i18n'
import { demandOwnForm, postedFields } from '../guest/posted-form'

const stayLinkPage = /^\/out\/([^/?#]+)\/?(?:[?#]|$)/i
const cookiePath = '/out'

/** Opens the page of `/out/<token>` on which a host says that a guest has left, and takes its button: a GET says nothing, whatever reads mails. */
export default defineEventHandler(async (event) => {
  const [, token] = stayLinkPage.exec(event.path) ?? []
  if (token === undefined) return
  setResponseHeaders(event, guestHeaders)
  if (!['GET', 'HEAD', 'POST'].includes(event.method)) throw createError({ statusCode: 405, statusMessage: 'Method Not Allowed' })
  const link = await openStayLink(token)
  event.context.stayLink = null
  if (!link) setResponseStatus(event, 404)
  else if (event.method === 'POST') await take(event, token, link)
  else await show(event, token, link, null)
})

const languageOf = (event: H3Event): Language => {
  const { lang } = getQuery(event)
  return isLanguage(lang) ? lang : preferredLanguage(getHeader(event, 'accept-language'))
}

const ctxOf = (event: H3Event): Ctx =>
  createCtx(anonymous, {
    language: languageOf(event),
    request: { ip: clientAddress(event), userAgent: getHeader(event, 'user-agent') ?? null },
  })

/** Has the page rendered. */
async function show(event: H3Event, token: string, link: OpenedStayLink, problem: string | null): Promise<void> {
  const { siteName, timeZone, guest, endsAt, organizationId } = link
  if (problem) setResponseStatus(event, 422)
  const state = await readStayLink(ctxOf(event), link)
  const formKey = formKeyOf(markBrowser(event, cookiePath), token)
  const about = { language: languageOf(event), organization: await brandOf(organizationId), siteName, timeZone, guest, endsAt }
  event.context.stayLink = { ...about, state, formKey, problem }
}

/** Takes the button and sends the browser back to the page. @throws H3Error 413 for a form that is too long, 403 for one of another page */
async function take(event: H3Event, token: string, link: OpenedStayLink): Promise<void> {
  const fields = await postedFields(event)
  if (!markOf(event)) return show(event, token, link, translate(languageOf(event), 'invite.proof.problems.cookies'))
  demandOwnForm(event, token, fields)
  await confirmLeft(ctxOf(event), link)
  return sendRedirect(event, `/out/${token}?lang=${languageOf(event)}`, 303)
}

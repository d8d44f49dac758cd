import { createError, defineEventHandler, getHeader, getQuery, sendRedirect, setResponseHeaders, setResponseStatus, type H3Event } from 'h3'
import { isLanguage, preferredLanguage, type Language } from '#shared/i18n/languages'
import type { StepForm } from '#shared/guest-step-page'
import { anonymous, createCtx } from '../core/ctx'
import { isFailure } from '../core/errors'
import { newId } from '../core/ids'
import { openWalkInPage, type OpenedWalkInPage } from '../domains/walk-ins/use-cases/open-walk-in-page'
import { registerByGuest } from '../domains/walk-ins/use-cases/register-by-guest'
import { guestHeaders } from '../guest/guest-headers'
import { wrongIn, type Wrong } from '../guest/step'
import { clientAddress } from '../infra/client-address'
import { env } from '../infra/env'
import { formKeyOf, markBrowser, markOf } from '../infra/guest-browser'
import { translate } from '../infra/i18n'
import { demandOwnForm, postedFields } from '../guest/posted-form'

const walkInPage = /^\/w\/([^/?#]+)(\/poster)?\/?(?:[?#]|$)/i
const cookiePath = '/w'

/** Opens the page of `/w/<token>` on which guests register themselves, and its poster, and takes its form, before it is rendered. */
export default defineEventHandler(async (event) => {
  const [, token, poster] = walkInPage.exec(event.path) ?? []
  if (token === undefined) return
  setResponseHeaders(event, guestHeaders)
  if (!['GET', 'HEAD', ...(poster ? [] : ['POST'])].includes(event.method))
    throw createError({ statusCode: 405, statusMessage: 'Method Not Allowed' })
  const page = await openWalkInPage(token)
  event.context.walkIn = null
  if (!page) setResponseStatus(event, 404)
  else if (event.method === 'POST') await take(event, token, page)
  else show(event, token, page, languageOf(event, null))
})

const languageOf = (event: H3Event, typed: string | null): Language => {
  const chosen = getQuery(event).lang ?? typed
  return isLanguage(chosen) ? chosen : preferredLanguage(getHeader(event, 'accept-language'))
}

/** Has the page rendered. */
function show(event: H3Event, token: string, { brand, siteName }: OpenedWalkInPage, language: Language, sent?: Sent): void {
  const { errors, problem = null, status = 422 } = sent?.wrong ?? { errors: {}, status: 200 }
  setResponseStatus(event, status)
  const form: StepForm = {
    key: formKeyOf(markBrowser(event, cookiePath), token),
    values: sent?.values ?? {},
    remembered: {},
    errors,
    problem,
    done: null,
  }
  const url = new URL(`/w/${token}`, env.PUBLIC_URL).href
  event.context.walkIn = { language, organization: brand, siteName, url, form, once: sent?.once ?? newId() }
}

/** A form that was sent and cannot be taken. */
interface Sent {
  wrong: Wrong
  values: Record<string, string[]>
  once: string
}

/** What the fields of the form are called in the input. */
const inputOf = (fields: URLSearchParams, once: string) => {
  const text = (name: string) => fields.get(name) ?? ''
  return {
    visitor: { name: text('name'), company: text('company'), phone: text('phone'), email: text('email') },
    host: text('host'),
    purpose: text('purpose'),
    idempotencyKey: once,
  }
}

/** Takes a form and sends the browser on to the page on which the guest waits. @throws H3Error 413 for one that is too long, 403 for one of another page */
async function take(event: H3Event, token: string, page: OpenedWalkInPage): Promise<void> {
  const fields = await postedFields(event)
  const language = languageOf(event, fields.get('lang'))
  const once = /^[\w-]{1,64}$/.exec(fields.get('once') ?? '')?.[0] ?? newId()
  const values = Object.fromEntries(
    [...new Set(fields.keys())].filter((name) => name !== 'form').map((name) => [name, fields.getAll(name)]),
  )
  const again = (wrong: Wrong) => show(event, token, page, language, { wrong, values, once })
  if (!markOf(event)) return again({ errors: {}, problem: translate(language, 'invite.proof.problems.cookies') })
  demandOwnForm(event, token, fields)
  const request = { ip: clientAddress(event), userAgent: getHeader(event, 'user-agent') ?? null }
  const ctx = createCtx({ ...anonymous, organizationId: page.organizationId }, { language, request })
  const registered = await registerByGuest(ctx, page, inputOf(fields, once))
  if (!isFailure(registered)) return sendRedirect(event, `${new URL(registered.inviteUrl).pathname}?lang=${language}`, 303)
  const { errors, problem = null } = wrongIn(registered)
  const named = Object.fromEntries(Object.entries(errors).map(([name, text]) => [name.replace('visitor.', ''), text]))
  return again({ errors: named, problem, status: registered.retryAfterSeconds ? 429 : 422 })
}

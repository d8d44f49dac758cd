import { createError, getQuery, readRawBody, sendRedirect, setResponseStatus, type H3Event } from 'h3'
import type { GoneFacts, GuestStepName, GuestStepPage, StepForm } from '#shared/guest-step-page'
import type { RememberedDetails } from '#shared/guest-details'
import { isLanguage, type Language } from '#shared/i18n/languages'
import { translate, languageOf } from '../infra/i18n'
import { readBoundedBody } from '../graphql/bounded-body'
import { clientAddress } from '../infra/client-address'
import { formKeyOf, isOwnForm, markBrowser, markOf } from '../infra/guest-browser'
import { forgetDetails, rememberDetails, rememberedDetails } from '../infra/guest-details'
import { guestFormThrottle } from '../infra/throttle'
import { guestCtx } from './step-route'
import { wrongIn, type GuestVisit, type Taken } from './own-step'
import { openFor, stepPageOf, type OpenedPage } from './open-page'
import { stepOf } from './step-routes'

type Wrong = Pick<StepForm, 'values' | 'errors' | 'problem'>

const nothingWrong: Wrong = { values: {}, errors: {}, problem: null }

/**
 * Opens the page of a step before it is rendered, and takes its form before that. A form that is right sends the browser on by GET; one that
 * is wrong brings the page again, with what was typed (422).
 * @returns false for a link that is not one of ours, or a guest who has no such step
 */
export async function openStep(event: H3Event, token: string, name: GuestStepName): Promise<boolean> {
  const opened = await openFor(event, token)
  if (!opened) return false
  const language = languageFor(event, opened)
  // Whoever is told of something wrong with a form is told so on a page of the organization.
  event.context.invite = { kind: 'opened', invite: stepPageOf(event, token, opened) }
  const visit = { event, ctx: guestCtx(event, opened.invite, language), invite: opened.invite, token }
  const wrong = event.method === 'POST' ? await take(visit, opened, name) : nothingWrong
  if (wrong === 'sent') return true
  if ('receipt' in wrong)
    return show(visit, name, { facts: null, gone: wrong, form: { ...nothingWrong, key: '', done: null, remembered: {} } })
  const facts = opened.access === 'open' ? await stepOf(name).open(visit) : null
  if (opened.access === 'open' && facts === null) return false
  const { done } = getQuery(event)
  const remembered = facts && rememberedBy(visit, name)
  const form = {
    key: formKeyOf(markBrowser(event), token),
    remembered: remembered ?? {},
    done: typeof done === 'string' ? done : null,
    ...wrong,
  }
  setResponseStatus(event, wrong === nothingWrong ? 200 : 422)
  return show(visit, name, { facts, gone: null, form })
}

/** Has the page rendered. */
function show({ event, ctx }: GuestVisit, name: GuestStepName, page: Pick<GuestStepPage, 'facts' | 'gone' | 'form'>): true {
  const { invite } = event.context
  if (invite?.kind === 'opened') event.context.guestStep = { name, language: ctx.language, invite: invite.invite, ...page }
  return true
}

function languageFor(event: H3Event, { invite }: OpenedPage): Language {
  const { lang } = getQuery(event)
  return isLanguage(lang) ? lang : languageOf(invite.locale)
}

/** Takes a form. @throws H3Error 413 for one that is too long, 403 for one that another page or browser sent, 429 after too many */
async function take(visit: GuestVisit, { access }: OpenedPage, name: GuestStepName): Promise<Wrong | GoneFacts | 'sent'> {
  const { event, token, invite, ctx } = visit
  const { submit } = stepOf(name)
  if (!submit) throw createError({ statusCode: 405, statusMessage: 'Method Not Allowed' })
  if (!(await readBoundedBody(event))) throw createError({ statusCode: 413, statusMessage: 'Payload Too Large' })
  const fields = new URLSearchParams((await readRawBody(event)) ?? '')
  const values = typedIn(fields)
  if (!markOf(event)) return { values, errors: {}, problem: translate(ctx.language, 'invite.proof.problems.cookies') }
  if (!isOwnForm(event, token, fields.get('form') ?? '')) throw createError({ statusCode: 403, statusMessage: 'Forbidden' })
  if (access !== 'open') return nothingWrong
  if ((await guestFormThrottle.take(invite.pass.id, clientAddress(event))) > 0)
    throw createError({ statusCode: 429, statusMessage: 'Too Many Requests' })
  if (fields.has('forget')) {
    forgetDetails(event, invite.organizationId)
    return goOn(visit, name, { done: 'forgotten' })
  }
  const outcome = await submit(visit, fields)
  if ('done' in outcome) {
    if (fields.has('remember')) remember(visit, name, fields)
    return goOn(visit, name, outcome)
  }
  return 'gone' in outcome ? outcome.gone : { values, ...wrongIn(outcome) }
}

const rememberedBy = ({ event, invite }: GuestVisit, name: GuestStepName): RememberedDetails => {
  const details = rememberedDetails(event, invite.organizationId)
  return Object.fromEntries((stepOf(name).remembers ?? []).flatMap((field) => (details[field] ? [[field, details[field]]] : [])))
}

function remember({ event, invite }: GuestVisit, name: GuestStepName, fields: URLSearchParams): void {
  const typed = (stepOf(name).remembers ?? []).map((field) => [field, fields.get(field)?.trim() ?? ''])
  rememberDetails(event, invite.organizationId, Object.fromEntries(typed))
}

async function goOn({ event, token, ctx }: GuestVisit, name: GuestStepName, { done, to }: Taken): Promise<'sent'> {
  const place = to ?? name
  const query = new URLSearchParams({ lang: ctx.language, done })
  await sendRedirect(event, `/i/${token}${place ? `/${place}` : ''}?${query}`, 303)
  return 'sent'
}

const typedIn = (fields: URLSearchParams): Record<string, string[]> =>
  Object.fromEntries([...new Set(fields.keys())].filter((name) => name !== 'form').map((name) => [name, fields.getAll(name)]))

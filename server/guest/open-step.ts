import { createError, getQuery, sendRedirect, setResponseStatus, type H3Event } from 'h3'
import type { GoneFacts, GuestStepPage } from '#shared/guest-step-page'
import { isAwaited } from '../domains/credentials/use-cases/guest-view'
import { clientAddress } from '../infra/client-address'
import { formKeyOf, markBrowser, markOf } from '../infra/guest-browser'
import { forgetDetails, rememberDetails, rememberedDetails } from '../infra/guest-details'
import { translate } from '../infra/i18n'
import { guestFormThrottle } from '../infra/throttle'
import { guestCtx } from './guest-ctx'
import { openFor, stepPageOf, type OpenedPage } from './open-page'
import { wrongIn, type GuestVisit, type StepOutcome, type StepRoute, type Wrong } from './step'
import { stepOf, type StepPlace } from './steps'
import { demandOwnForm, postedFields } from './posted-form'

/** A guest on the page of a step, and what they typed there. */
interface StepVisit extends GuestVisit, StepPlace {
  step: StepRoute
  values: Record<string, string[]>
}

const nothingWrong: Wrong = { errors: {}, status: 200 }

/**
 * Opens the page of a step before it is rendered, and takes its form before that. A form that is right sends the browser on by GET; one that
 * is wrong brings the page again, with what was typed (422).
 * @returns false for a link that is not one of ours, or a guest who has no such step
 */
export async function openStep(event: H3Event, token: string, place: StepPlace): Promise<boolean> {
  const opened = await openFor(event, token)
  if (!opened) return false
  const { invite, access } = opened
  const step = stepOf(place.name)
  // Whoever is told of something wrong with a form is told so on a page of the organization.
  event.context.invite = { kind: 'opened', invite: stepPageOf(event, token, opened) }
  const visit: StepVisit = { ...place, event, ctx: guestCtx(event, invite, getQuery(event).lang), invite, token, step, values: {} }
  if (step.isBefore && !isAwaited(invite, visit.ctx.now())) return goOn(visit, '')
  const outcome = event.method === 'POST' ? await take(visit, opened) : nothingWrong
  if ('done' in outcome) return goOn(visit, outcome.to ?? place.place, outcome.done ? { done: outcome.done } : {})
  if ('back' in outcome) return goOn(visit, '', { problem: outcome.back })
  if ('gone' in outcome) return show(visit, null, nothingWrong, outcome.gone)
  const facts = access === 'open' ? await step.open(visit) : null
  if (facts === 'back') return goOn(visit, '')
  if (facts === null && access === 'open') return false
  return show(visit, facts, wrongIn(outcome))
}

/** Has the page rendered. */
function show(visit: StepVisit, facts: GuestStepPage['facts'], wrong: Wrong, gone: GoneFacts | null = null): true {
  const { event, ctx, token, name, place, values } = visit
  const { errors, problem = null, without = [], status = 422 } = wrong
  setResponseStatus(event, status)
  const { done } = getQuery(event)
  const form = {
    key: gone ? '' : formKeyOf(markBrowser(event), token),
    values: Object.fromEntries(Object.entries(values).filter(([field]) => !without.includes(field))),
    remembered: facts ? rememberedBy(visit, facts) : {},
    errors,
    problem,
    done: typeof done === 'string' && event.method !== 'POST' ? done : null,
  }
  const { invite } = event.context
  if (invite?.kind === 'opened') event.context.guestStep = { name, place, language: ctx.language, invite: invite.invite, facts, form, gone }
  return true
}

/** Takes a form. @throws H3Error 413 for one that is too long, 403 for one that another page or browser sent, 429 after too many */
async function take(visit: StepVisit, { access }: OpenedPage): Promise<StepOutcome> {
  const { event, token, invite, step } = visit
  if (step.receive) return access === 'open' ? step.receive(visit) : nothingWrong
  if (!step.submit) throw createError({ statusCode: 405, statusMessage: 'Method Not Allowed' })
  const fields = await postedFields(event)
  visit.ctx = guestCtx(event, invite, getQuery(event).lang ?? fields.get('lang'))
  visit.values = typedIn(fields)
  if (!markOf(event)) return { errors: {}, problem: translate(visit.ctx.language, 'invite.proof.problems.cookies') }
  demandOwnForm(event, token, fields)
  if (access !== 'open') return nothingWrong
  if ((await guestFormThrottle.take(invite.pass.id, clientAddress(event))) > 0)
    throw createError({ statusCode: 429, statusMessage: 'Too Many Requests' })
  if (fields.has('forget')) {
    forgetDetails(event, invite.organizationId)
    return { done: 'forgotten' }
  }
  const outcome = await step.submit(visit, fields)
  if ('done' in outcome && fields.has('remember')) await remember(visit, fields)
  return outcome
}

/** What this browser remembers of what the step asks for, by the names of its fields. */
function rememberedBy({ event, invite, step }: StepVisit, facts: NonNullable<GuestStepPage['facts']>): Record<string, string> {
  const names = Object.entries(step.remembers?.(facts) ?? {})
  const details = names.length > 0 ? rememberedDetails(event, invite.organizationId) : {}
  return Object.fromEntries(names.flatMap(([field, name]) => (details[name] ? [[field, details[name]]] : [])))
}

async function remember(visit: StepVisit, fields: URLSearchParams): Promise<void> {
  const { event, invite, step } = visit
  const facts = await step.open(visit)
  if (facts === null || facts === 'back') return
  const typed = Object.entries(step.remembers?.(facts) ?? {}).map(([field, name]) => [name, fields.get(field)?.trim() ?? ''])
  rememberDetails(event, invite.organizationId, Object.fromEntries(typed) as Record<string, string>)
}

/** Sends the browser to a page below the invite by GET, or to the invite itself. */
async function goOn({ event, token, ctx }: StepVisit, place: string, more: Record<string, string> = {}): Promise<true> {
  const isChosen = event.method === 'POST' || getQuery(event).lang !== undefined
  const query = new URLSearchParams({ ...(isChosen ? { lang: ctx.language } : {}), ...more })
  await sendRedirect(event, `/i/${token}${place && `/${place}`}${query.size > 0 ? `?${query}` : ''}`, 303)
  return true
}

const typedIn = (fields: URLSearchParams): Record<string, string[]> =>
  Object.fromEntries([...new Set(fields.keys())].filter((name) => name !== 'form').map((name) => [name, fields.getAll(name)]))

import { createError, defineEventHandler, getRouterParam, sendRedirect, setResponseHeaders, type H3Event } from 'h3'
import { isLanguage } from '#shared/i18n/languages'
import type { GuestProblem } from '#shared/invite'
import type { Ctx } from '../core/ctx'
import { openInvite, type OpenedInvite } from '../domains/credentials/use-cases/open-invite.sql'
import { markOf } from '../infra/guest-browser'
import { guestCtx } from './guest-ctx'
import { stepAt } from './steps'
import { demandOwnForm, postedFields } from './posted-form'

/** A form that a guest sent from the page of their invite. */
export interface GuestForm {
  ctx: Ctx
  invite: OpenedInvite
  /** The last part of the invite link. */
  token: string
  /** The mark of the browser. */
  mark: string
  fields: URLSearchParams
}

/** A file that a form answers with. */
interface GuestFile {
  fileName: string
  json: string
}

/**
 * A route that takes a form of a guest's page and sends the browser back to it by GET: reloading sends nothing again.
 * Answers 404 for an unknown link, 413 for a form that is too long, 403 for one that another page or browser sent.
 * @param act what the form asks for; what it answers is told on the page
 * @param step the page below the invite's own from which it was sent
 */
export const guestFormRoute = (act: (event: H3Event, form: GuestForm) => Promise<GuestProblem | GuestFile | null>, step?: string) =>
  defineEventHandler(async (event) => {
    const token = getRouterParam(event, 'token') ?? ''
    const fields = await postedFields(event)
    const invite = await openInvite(token)
    if (!invite) throw createError({ statusCode: 404, statusMessage: 'Not Found' })
    const mark = markOf(event)
    if (!mark) return backToInvite(event, token, fields, 'cookies')
    demandOwnForm(event, token, fields)
    const ctx = guestCtx(event, invite, fields.get('lang'))
    const answer = await act(event, { ctx, invite, token, mark, fields })
    if (answer !== null && typeof answer === 'object') return sendFile(event, answer)
    return backToInvite(event, step && !answer ? `${token}/${step}` : token, fields, answer)
  })

function sendFile(event: H3Event, { fileName, json }: GuestFile): string {
  setResponseHeaders(event, {
    'content-type': 'application/json; charset=utf-8',
    'content-disposition': `attachment; filename="${fileName}"`,
  })
  return json
}

/** Back to the page that the form stood on: the invite, or a step that asked who the guest is. */
function backToInvite(event: H3Event, page: string, fields: URLSearchParams, problem: GuestProblem | null): Promise<void> {
  const [lang, step] = [fields.get('lang'), stepAt(fields.get('step'))]
  const query = new URLSearchParams({ ...(isLanguage(lang) ? { lang } : {}), ...(problem ? { problem } : {}) })
  return sendRedirect(event, `/i/${page}${step ? `/${step.place}` : ''}${query.size > 0 ? `?${query}` : ''}`, 303)
}

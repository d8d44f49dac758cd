import { createError, defineEventHandler, getHeader, getRouterParam, readRawBody, sendRedirect, type H3Event } from 'h3'
import { isLanguage } from '#shared/i18n/languages'
import type { GuestProblem } from '#shared/invite'
import { anonymous, createCtx, type Ctx } from '../core/ctx'
import { openInvite, type OpenedInvite } from '../domains/credentials/use-cases/open-invite.sql'
import { readBoundedBody } from '../graphql/bounded-body'
import { clientAddress } from '../infra/client-address'
import { isOwnForm, markOf } from '../infra/guest-browser'
import { languageOf } from '../infra/i18n'

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

/**
 * A route that takes a form of a guest's page and sends the browser back to it by GET: reloading sends nothing again.
 * Answers 404 for an unknown link, 413 for a form that is too long, 403 for one that another page or browser sent.
 * @param act what the form asks for; what it answers is told on the page
 */
export const guestFormRoute = (act: (event: H3Event, form: GuestForm) => Promise<GuestProblem | null>) =>
  defineEventHandler(async (event) => {
    if (!(await readBoundedBody(event))) throw createError({ statusCode: 413, statusMessage: 'Payload Too Large' })
    const token = getRouterParam(event, 'token') ?? ''
    const fields = new URLSearchParams((await readRawBody(event)) ?? '')
    const invite = await openInvite(token)
    if (!invite) throw createError({ statusCode: 404, statusMessage: 'Not Found' })
    const mark = markOf(event)
    if (!mark) return backToInvite(event, token, fields, 'cookies')
    if (!isOwnForm(event, token, fields.get('form') ?? '')) throw createError({ statusCode: 403, statusMessage: 'Forbidden' })
    const form = { ctx: ctxOf(event, invite), invite, token, mark, fields }
    return backToInvite(event, token, fields, await act(event, form))
  })

function ctxOf(event: H3Event, invite: OpenedInvite): Ctx {
  const ip = clientAddress(event)
  const request = { ip, userAgent: getHeader(event, 'user-agent') ?? null }
  return createCtx({ ...anonymous, organizationId: invite.organizationId }, { language: languageOf(invite.locale), request })
}

function backToInvite(event: H3Event, token: string, fields: URLSearchParams, problem: GuestProblem | null): Promise<void> {
  const lang = fields.get('lang')
  const query = new URLSearchParams({ ...(isLanguage(lang) ? { lang } : {}), ...(problem ? { problem } : {}) })
  return sendRedirect(event, `/i/${token}${query.size > 0 ? `?${query}` : ''}`, 303)
}

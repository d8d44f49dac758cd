import { defineEventHandler, getHeader, getQuery, getRouterParam, sendRedirect, setResponseStatus, type H3Event } from 'h3'
import type { GuestStepBody } from '#shared/guest-steps'
import { isLanguage, type Language } from '#shared/i18n/languages'
import { anonymous, createCtx, newTraceId, type Ctx } from '../core/ctx'
import { findGuestAccess } from '../domains/credentials/use-cases/find-guest-access'
import { openInvite, type OpenedInvite } from '../domains/credentials/use-cases/open-invite.sql'
import { clientAddress } from '../infra/client-address'
import { formKeyOf, guestSessionOf, markBrowser, markOf } from '../infra/guest-browser'
import { languageOf } from '../infra/i18n'
import { describeError, log } from '../infra/log'

/** A guest who looks at one of the pages behind their invite. */
export interface GuestRequest {
  ctx: Ctx
  invite: OpenedInvite
}

/** The guest as they act in the organization that invited them, without any right there, in the language of the page. */
export function guestCtx(event: H3Event, invite: OpenedInvite, lang: unknown): Ctx {
  const request = { ip: clientAddress(event), userAgent: getHeader(event, 'user-agent') ?? null }
  const language: Language = isLanguage(lang) ? lang : languageOf(invite.locale)
  return createCtx({ ...anonymous, organizationId: invite.organizationId }, { language, request })
}

/** Whether the guest is still to come: what they do before they come ends when they have, or nobody waits for them. */
export const isToCome = ({ pass, canceled, status, validTo }: OpenedInvite, now: Date): boolean =>
  ['DRAFT', 'PENDING_APPROVAL', 'ACTIVE'].includes(status) && pass.presence === 'EXPECTED' && !canceled && validTo > now

/** Whether this browser may see and say everything that the guest may. */
export const isOpenFor = async (event: H3Event, invite: OpenedInvite): Promise<boolean> =>
  (await findGuestAccess(invite, { session: guestSessionOf(event), mark: markOf(event) }, new Date())) === 'open'

/** Writes out one of the pages behind an invite. */
export function renderStep(event: H3Event, { ctx, invite }: GuestRequest, body: GuestStepBody, status = 200): Promise<Buffer> {
  const token = getRouterParam(event, 'token') ?? ''
  const { organization } = invite
  setResponseStatus(event, status)
  const render = event.context.renderStep
  if (!render) throw new Error('The layer of the guests is not there')
  return render({ language: ctx.language, organization, token, form: formKeyOf(markBrowser(event), token), body })
}

/**
 * A page behind an invite. Whoever may not see it, and whoever has nothing to do there, is led back to the invite, which says why.
 * @param read what the page shows; null where there is no such page for this guest
 */
export const guestStepRoute = (read: (request: GuestRequest, event: H3Event) => Promise<GuestStepBody | null>) =>
  defineEventHandler(async (event) => {
    const token = getRouterParam(event, 'token') ?? ''
    try {
      const invite = await openInvite(token)
      if (invite && isToCome(invite, new Date()) && (await isOpenFor(event, invite))) {
        const request = { ctx: guestCtx(event, invite, getQuery(event).lang), invite }
        const body = await read(request, event)
        if (body) return await renderStep(event, request, body)
      }
    } catch (error) {
      log.error({ traceId: newTraceId(), err: describeError(error) }, 'a page behind an invite could not be shown')
    }
    return sendRedirect(event, `/i/${token}`, 303)
  })

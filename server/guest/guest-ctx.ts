import { getHeader, type H3Event } from 'h3'
import { isLanguage, type Language } from '#shared/i18n/languages'
import { anonymous, createCtx, type Ctx } from '../core/ctx'
import { findGuestAccess } from '../domains/credentials/use-cases/find-guest-access'
import type { OpenedInvite } from '../domains/credentials/use-cases/open-invite.sql'
import { clientAddress } from '../infra/client-address'
import { guestSessionOf, markOf } from '../infra/guest-browser'
import { languageOf } from '../infra/i18n'

/** The guest as they act in the organization that invited them, without any right there, in the language of the page. */
export function guestCtx(event: H3Event, invite: OpenedInvite, lang: unknown): Ctx {
  const request = { ip: clientAddress(event), userAgent: getHeader(event, 'user-agent') ?? null }
  const language: Language = isLanguage(lang) ? lang : languageOf(invite.locale)
  return createCtx({ ...anonymous, organizationId: invite.organizationId }, { language, request })
}

/** Whether this browser may see and say everything that the guest may. */
export const isOpenFor = async (event: H3Event, invite: OpenedInvite): Promise<boolean> =>
  (await findGuestAccess(invite, { session: guestSessionOf(event), mark: markOf(event) }, new Date())) === 'open'

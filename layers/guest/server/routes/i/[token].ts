import { defineEventHandler, getHeader, getQuery, getRouterParam, setResponseHeader } from 'h3'
import GuestDocument from '#layers/guest/components/GuestDocument.vue'
import { guestCsp } from '#shared/guest-csp'
import type { InviteAnswer } from '#shared/invite'
import { guestPage } from '#layers/guest/invite/guest-page'
import { livePassScript, passScript } from '#layers/guest/server/pass-script'
import { renderPage } from '#layers/guest/server/render-page'

/** Whether a guest whose visit has begun waits for somebody's word: they stand at the reception, and their host is being asked. */
const isAtReception = (answer: InviteAnswer | undefined, state: string | undefined): boolean =>
  state === 'awaiting' && answer?.kind === 'opened' && answer.invite.startsAt <= new Date()

/** The invite page, from what `server/middleware/invite.ts` opened. HTML and one small script, no data beside it. */
export default defineEventHandler((event) => {
  const page = guestPage({
    answer: event.context.invite ?? { kind: 'unknown' },
    token: getRouterParam(event, 'token') ?? '',
    chosen: getQuery(event).lang,
    large: getQuery(event).large,
    accepted: getHeader(event, 'accept-language'),
    now: new Date(),
  })
  // The pass is signed within seconds; without scripts only the browser itself can look again.
  if (page.view?.state === 'preparing' || isAtReception(event.context.invite, page.view?.state)) setResponseHeader(event, 'refresh', 5)
  const script = page.view?.code ? (page.view.live ? livePassScript : passScript) : undefined
  if (script) setResponseHeader(event, 'content-security-policy', guestCsp(script.hash))
  if (page.view?.keepUntil) setResponseHeader(event, 'x-pass-until', page.view.keepUntil)
  return renderPage(event, GuestDocument, page, script)
})

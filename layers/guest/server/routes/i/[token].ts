import { defineEventHandler, getHeader, getQuery, getRouterParam, setResponseHeader } from 'h3'
import { createSSRApp } from 'vue'
import { renderToString } from 'vue/server-renderer'
import GuestDocument from '#layers/guest/components/GuestDocument.vue'
import { guestPage } from '#layers/guest/invite/guest-page'

/** The invite page, from what `server/middleware/invite.ts` opened. HTML and nothing else: no script, no data beside it. */
export default defineEventHandler(async (event) => {
  const page = guestPage({
    answer: event.context.invite ?? { kind: 'unknown' },
    token: getRouterParam(event, 'token') ?? '',
    chosen: getQuery(event).lang,
    accepted: getHeader(event, 'accept-language'),
    now: new Date(),
  })
  setResponseHeader(event, 'content-type', 'text/html; charset=utf-8')
  setResponseHeader(event, 'content-language', page.language)
  // The pass is signed within seconds; without scripts only the browser itself can look again.
  if (page.view?.state === 'preparing') setResponseHeader(event, 'refresh', 5)
  const html = await renderToString(createSSRApp(GuestDocument, { page }))
  // Encoded once: Node would measure a text of two-byte symbols first and encode it afterwards.
  return Buffer.from(`<!DOCTYPE html>${html}`)
})

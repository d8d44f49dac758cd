import { defineEventHandler, getHeader, getQuery, getRouterParam } from 'h3'
import NoticeDocument from '#layers/guest/components/NoticeDocument.vue'
import StayLinkDocument from '#layers/guest/components/StayLinkDocument.vue'
import { renderPage } from '#layers/guest/server/render-page'
import { endedStayLink, stayLinkView } from '#layers/guest/stay-link/stay-link-view'
import { isLanguage, preferredLanguage } from '#shared/i18n/languages'

/** The page on which a host says that a guest has left, from what `server/middleware/stay-link.ts` opened. HTML alone. */
export default defineEventHandler((event) => {
  const { stayLink } = event.context
  const path = `/out/${getRouterParam(event, 'token') ?? ''}`
  if (stayLink) return renderPage(event, StayLinkDocument, stayLinkView(stayLink, path))
  const { lang } = getQuery(event)
  return renderPage(event, NoticeDocument, endedStayLink(isLanguage(lang) ? lang : preferredLanguage(getHeader(event, 'accept-language'))))
})

import { defineEventHandler, getHeader, getQuery, getRouterParam } from 'h3'
import NoticeDocument from '#layers/guest/components/NoticeDocument.vue'
import WalkInDocument from '#layers/guest/components/WalkInDocument.vue'
import { renderPage } from '#layers/guest/server/render-page'
import { closedWalkInPage, walkInView } from '#layers/guest/walk-in/walk-in-view'
import { isLanguage, preferredLanguage } from '#shared/i18n/languages'

/** The page on which guests register themselves, from what `server/middleware/walk-in.ts` opened. HTML alone. */
export default defineEventHandler((event) => {
  const { walkIn } = event.context
  const path = `/w/${getRouterParam(event, 'token') ?? ''}`
  if (walkIn) return renderPage(event, WalkInDocument, walkInView(walkIn, path))
  const { lang } = getQuery(event)
  return renderPage(
    event,
    NoticeDocument,
    closedWalkInPage(isLanguage(lang) ? lang : preferredLanguage(getHeader(event, 'accept-language'))),
  )
})

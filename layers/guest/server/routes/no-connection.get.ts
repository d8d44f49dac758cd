import { defineEventHandler, getHeader, setResponseHeaders } from 'h3'
import NoticeDocument from '#layers/guest/components/NoticeDocument.vue'
import { offlinePage } from '#layers/guest/invite/notice-page'
import { renderPage } from '#layers/guest/server/render-page'
import { guestCsp } from '#shared/guest-csp'
import { preferredLanguage } from '#shared/i18n/languages'

/** What the worker of guests' pages shows for a pass that the phone has no copy of, when there is no network. Says nothing of anybody. */
export default defineEventHandler((event) => {
  setResponseHeaders(event, {
    'content-security-policy': guestCsp(),
    'cache-control': 'no-cache',
    'x-robots-tag': 'noindex, nofollow',
    'referrer-policy': 'no-referrer',
    'x-content-type-options': 'nosniff',
  })
  return renderPage(event, NoticeDocument, offlinePage(preferredLanguage(getHeader(event, 'accept-language'))))
})

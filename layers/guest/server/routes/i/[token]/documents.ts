import { defineEventHandler, getHeader, getQuery, getRouterParam, setResponseHeader } from 'h3'
import { createSSRApp } from 'vue'
import { renderToString } from 'vue/server-renderer'
import DocumentsPage from '#layers/guest/components/DocumentsPage.vue'
import GuestDocument from '#layers/guest/components/GuestDocument.vue'
import { documentsView } from '#layers/guest/documents/documents-view'
import { guestPage } from '#layers/guest/invite/guest-page'
import { inviteTexts } from '#layers/guest/invite/invite-texts'
import { isLanguage, type Language } from '#shared/i18n/languages'

/** The page on which a guest gives a photo and documents, from what `server/middleware/photo-and-documents.ts` opened. */
export default defineEventHandler(async (event) => {
  const answer = event.context.guestDocuments ?? { kind: 'unknown' as const }
  const [token, chosen] = [getRouterParam(event, 'token') ?? '', getQuery(event).lang]
  setResponseHeader(event, 'content-type', 'text/html; charset=utf-8')
  if (answer.kind !== 'opened') {
    const page = guestPage({ answer, token, chosen, accepted: getHeader(event, 'accept-language'), now: new Date() })
    return htmlOf(createSSRApp(GuestDocument, { page }))
  }
  const language: Language = isLanguage(chosen) ? chosen : answer.page.locale === 'RU' ? 'ru' : 'en'
  const view = documentsView(answer.page, language, `/i/${token}`)
  setResponseHeader(event, 'content-language', language)
  // Without scripts only the browser itself can look again.
  if (view.isChecking && event.method === 'GET') setResponseHeader(event, 'refresh', 2)
  return htmlOf(createSSRApp(DocumentsPage, { view, frame: inviteTexts[language], path: `/i/${token}` }))
})

async function htmlOf(app: ReturnType<typeof createSSRApp>): Promise<Buffer> {
  return Buffer.from(`<!DOCTYPE html>${await renderToString(app)}`)
}

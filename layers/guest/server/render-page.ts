import { setResponseHeader, type H3Event } from 'h3'
import { createSSRApp, type Component } from 'vue'
import { renderToString } from 'vue/server-renderer'
import type { GuestScript } from '#layers/guest/invite/guest-page'
import type { Language } from '#shared/i18n/languages'

/** Writes a guest's page out. */
export async function renderPage(event: H3Event, document: Component, page: { language: Language }, script?: GuestScript): Promise<Buffer> {
  setResponseHeader(event, 'content-type', 'text/html; charset=utf-8')
  setResponseHeader(event, 'content-language', page.language)
  const html = await renderToString(createSSRApp(document, { page, ...(script ? { script } : {}) }))
  // Encoded once: Node would measure a text of two-byte symbols first and encode it afterwards.
  return Buffer.from(`<!DOCTYPE html>${html}`)
}

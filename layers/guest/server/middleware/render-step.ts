import { defineEventHandler, setResponseHeader } from 'h3'
import { createSSRApp } from 'vue'
import { renderToString } from 'vue/server-renderer'

/**
 * Routes of the server know no screens: they find here how a page behind an invite is written out. The page is loaded when one is wanted:
 * its styles must not stand in the first part of the program, which Nitro would not prepare then.
 */
export default defineEventHandler((event) => {
  if (!event.path.startsWith('/i/')) return
  event.context.renderStep = async (page) => {
    const { default: StepDocument } = await import('#layers/guest/components/StepDocument.vue')
    setResponseHeader(event, 'content-type', 'text/html; charset=utf-8')
    setResponseHeader(event, 'content-language', page.language)
    return Buffer.from(`<!DOCTYPE html>${await renderToString(createSSRApp(StepDocument, { page }))}`)
  }
})

import { defineEventHandler, setResponseHeader } from 'h3'
import { createSSRApp } from 'vue'
import { renderToString } from 'vue/server-renderer'
import StepDocument from '#layers/guest/components/StepDocument.vue'

/** Routes of the server know no screens: they find here how a page behind an invite is written out. */
export default defineEventHandler((event) => {
  if (!event.path.startsWith('/i/')) return
  event.context.renderStep = async (page) => {
    setResponseHeader(event, 'content-type', 'text/html; charset=utf-8')
    setResponseHeader(event, 'content-language', page.language)
    return Buffer.from(`<!DOCTYPE html>${await renderToString(createSSRApp(StepDocument, { page }))}`)
  }
})

import { createError, defineEventHandler } from 'h3'
import PosterDocument from '#layers/guest/components/PosterDocument.vue'
import { renderPage } from '#layers/guest/server/render-page'
import { walkInView } from '#layers/guest/walk-in/walk-in-view'

/** The poster that leads to the page on which guests register themselves: to be printed, in both languages. */
export default defineEventHandler((event) => {
  const { walkIn } = event.context
  if (!walkIn) throw createError({ statusCode: 404, statusMessage: 'Not Found' })
  return renderPage(event, PosterDocument, walkInView(walkIn, ''))
})

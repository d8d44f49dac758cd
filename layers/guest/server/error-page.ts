import { getHeader, getQuery, send, setResponseHeader, setResponseStatus, type H3Error, type H3Event } from 'h3'
import { noticePage } from '#layers/guest/invite/notice-page'
import { renderPage } from '#layers/guest/server/render-page'

const guestPages = /^\/(i|w|out)\/([^/?#]*)/i

/**
 * What went wrong with a guest's page or form, said on a page like theirs. Nothing of the cause is told. The page is loaded when one is
 * wanted: its styles must not stand in the first part of the program.
 */
export default async function errorPage(error: H3Error, event: H3Event): Promise<void> {
  const [, place = '', token] = guestPages.exec(event.path) ?? []
  if (token === undefined) return
  const page = noticePage({
    status: error.statusCode,
    answer: event.context.invite,
    path: `/${place.toLowerCase()}/${token}`,
    chosen: getQuery(event).lang,
    accepted: getHeader(event, 'accept-language'),
    now: new Date(),
  })
  const { default: NoticeDocument } = await import('#layers/guest/components/NoticeDocument.vue')
  setResponseStatus(event, error.statusCode, error.statusMessage)
  if (error.statusCode === 429) setResponseHeader(event, 'retry-after', 900)
  await send(event, await renderPage(event, NoticeDocument, page))
}

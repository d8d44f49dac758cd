import { createError, defineEventHandler, getQuery, getRouterParam, setResponseHeaders, setResponseStatus } from 'h3'
import { isBadgeFormat } from '#shared/badges/formats'
import { isFailure, Refusal } from '../../core/errors'
import { makeBadgePdf } from '../../domains/badges/use-cases/make-badge-pdf'
import { localId } from '../../graphql/global-id'
import { contextOf } from '../../graphql/request'

const absent = () => createError({ statusCode: 404, statusMessage: 'Not Found' })

/**
 * Makes the badge of a pass as a PDF, for whoever may print it; nobody on the way keeps it. By POST: what is printed is noted.
 * Why there is none is told in words.
 */
export default defineEventHandler(async (event) => {
  const { format } = getQuery(event)
  if (!isBadgeFormat(format)) throw absent()
  const ctx = await contextOf(event)
  const made = await makeBadgePdf(ctx, localId('VisitPass', getRouterParam(event, 'pass') ?? ''), format).catch((error: unknown) => {
    throw error instanceof Refusal ? absent() : error
  })
  setResponseHeaders(event, { 'cache-control': 'no-store', 'x-content-type-options': 'nosniff' })
  if (isFailure(made)) {
    setResponseStatus(event, made.failure === 'NotFound' ? 404 : 409)
    return { message: made.fields?.[0]?.message ?? made.message }
  }
  setResponseHeaders(event, { 'content-type': 'application/pdf', 'content-disposition': 'attachment; filename="badge.pdf"' })
  return made
})

import { Readable } from 'node:stream'
import { createError, defineEventHandler, getRouterParam, sendStream, setResponseHeaders } from 'h3'
import { Refusal } from '../../core/errors'
import { fetchVisitorExport } from '../../domains/visitors/use-cases/exports/fetch-visitor-export'
import { contextOf } from '../../graphql/request'
import { describeError, log } from '../../infra/log'

const absent = () => createError({ statusCode: 404, statusMessage: 'Not Found' })

/** A file of many visitors, for whoever asked for it and still may. Nobody else learns that there is one. */
export default defineEventHandler(async (event) => {
  const ctx = await contextOf(event)
  const file = await fetchVisitorExport(ctx, getRouterParam(event, 'export') ?? '').catch((error: unknown) => {
    throw error instanceof Refusal ? absent() : error
  })
  if (!file) throw absent()
  setResponseHeaders(event, {
    'content-type': 'text/csv; charset=utf-8',
    'content-disposition': `attachment; filename="${file.fileName}"`,
    'cache-control': 'no-store',
    'x-content-type-options': 'nosniff',
  })
  const content = Readable.from(file.content)
  content.on('error', (error) => {
    log.error({ traceId: ctx.traceId, err: describeError(error) }, 'a file of visitors broke off')
    // A part that looks like the whole would be taken for it.
    event.node.res.destroy()
  })
  return sendStream(event, content)
})

import { createReadStream } from 'node:fs'
import { stat } from 'node:fs/promises'
import { join } from 'node:path'
import { createError, defineEventHandler, getRouterParam, sendStream, setResponseHeaders } from 'h3'
import { listMailOutbox } from '../../domains/admin/use-cases/list-mail-outbox'
import { contextOf } from '../../graphql/request'
import { mailFolder } from '../../infra/mail'

/** A mail of the demo's outbox as a file, for those who may see the list that names it. */
export default defineEventHandler(async (event) => {
  const name = getRouterParam(event, 'mail') ?? ''
  const ctx = await contextOf(event)
  const listed = ctx.permissions.has('notification:read') ? await listMailOutbox(ctx) : null
  if (!listed?.some((mail) => mail.id === name)) throw createError({ statusCode: 404, statusMessage: 'Not Found' })
  const file = join(mailFolder, name)
  const { size } = await stat(file)
  setResponseHeaders(event, {
    'content-type': 'message/rfc822',
    'content-length': size,
    'content-disposition': `attachment; filename="${name}"`,
    'cache-control': 'no-store',
  })
  return sendStream(event, createReadStream(file))
})

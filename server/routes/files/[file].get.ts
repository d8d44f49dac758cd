import { createError, defineEventHandler, getQuery, getRouterParam, setResponseHeaders } from 'h3'
import { readRevealed } from '../../domains/files/use-cases/reveal-visitor-files'

const endings: Record<string, string> = { 'image/jpeg': 'jpg', 'image/webp': 'webp', 'application/pdf': 'pdf' }

/** Shows or hands out a file at an address that was signed for it a moment ago. Nothing in it can act, and nobody keeps it. */
export default defineEventHandler(async (event) => {
  const file = await readRevealed(getRouterParam(event, 'file') ?? '', getQuery(event))
  if (!file) throw createError({ statusCode: 404, statusMessage: 'Not Found' })
  const name = `${file.kind.toLowerCase().replaceAll('_', '-')}-${file.id.slice(-6)}.${endings[file.contentType] ?? 'bin'}`
  setResponseHeaders(event, {
    'content-type': file.contentType,
    'content-disposition': file.isSaved ? `attachment; filename="${name}"` : 'inline',
    'cache-control': 'no-store',
    'x-content-type-options': 'nosniff',
    'content-security-policy': "sandbox; default-src 'none'",
    'cross-origin-resource-policy': 'same-origin',
    'referrer-policy': 'no-referrer',
  })
  return file.content
})

import { createError, defineEventHandler, getRouterParam, handleCacheHeaders, setResponseHeaders } from 'h3'
import { findLogo } from '../../../domains/organizations/use-cases/find-logo'

/** Public logo of an organization: ETag by its version, immutable because the address carries the version. */
export default defineEventHandler(async (event) => {
  const logo = await findLogo(getRouterParam(event, 'code') ?? '')
  if (!logo) throw createError({ statusCode: 404, statusMessage: 'Not Found' })
  setResponseHeaders(event, {
    'content-type': logo.type,
    'x-content-type-options': 'nosniff',
    // An SVG opened by itself must not run anything.
    'content-security-policy': "default-src 'none'; style-src 'unsafe-inline'; sandbox",
  })
  const cached = handleCacheHeaders(event, {
    etag: `"${logo.updatedAt.getTime()}"`,
    modifiedTime: logo.updatedAt,
    maxAge: 31_536_000,
    cacheControls: ['public', 'immutable'],
  })
  return cached ? null : Buffer.from(logo.bytes)
})

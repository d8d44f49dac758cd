import { defineEventHandler, setResponseHeader } from 'h3'
import { publishedKeys } from '../../domains/security/token-keys'

/** The keys that access tokens are signed with (RFC 7517). */
export default defineEventHandler((event) => {
  setResponseHeader(event, 'cache-control', 'public, max-age=300')
  return publishedKeys()
})

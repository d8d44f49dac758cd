import { env } from '../infra/env'

const own = new URL(env.PUBLIC_URL).origin

/**
 * Whether a request comes from one of our own pages, or from no page at all. A browser sends its cookies along with what other
 * sites' pages ask: there they count for nothing.
 */
export function isOwnOrigin(origin: string | null | undefined, host: string | null | undefined): boolean {
  if (origin === null || origin === undefined || origin === own) return true
  return URL.parse(origin)?.host === host
}

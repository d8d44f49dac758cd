import { createHash } from 'node:crypto'
import { deleteCookie, getCookie, setCookie, type H3Event } from 'h3'
import { rememberedNames, type RememberedDetails } from '#shared/guest-details'
import { env } from './env'
import { keyFor } from './root-key'
import { openWith, SealBroken, sealWith } from './seal'

const key = keyFor('guest-details')

const life = 180 * 86_400
const options = { httpOnly: true, sameSite: 'lax' as const, secure: env.PUBLIC_URL.startsWith('https:'), path: '/i' }

/** A cookie for each organization: what a guest typed at one is told to no other. */
const cookieOf = (organizationId: string): string =>
  `gc_details_${createHash('sha256').update(organizationId).digest('base64url').slice(0, 12)}`

const placeOf = (organizationId: string): string => `cookie:guest-details:${organizationId}`

/** What this browser remembers of what its guest typed at an organization. Never from the database: a fresh link tells nobody anything. */
export function rememberedDetails(event: H3Event, organizationId: string): RememberedDetails {
  const sealed = getCookie(event, cookieOf(organizationId))
  if (!sealed) return {}
  try {
    const details: unknown = JSON.parse(openWith(key(), Buffer.from(sealed, 'base64url'), placeOf(organizationId)).toString())
    return cleaned(details)
  } catch (error) {
    // Of another installation, or older than a key that was lost: as if it were not there.
    if (error instanceof SealBroken || error instanceof SyntaxError) return {}
    throw error
  }
}

/** Has this browser remember what its guest typed, beside what it remembers already. */
export function rememberDetails(event: H3Event, organizationId: string, typed: RememberedDetails): void {
  const details = cleaned({ ...rememberedDetails(event, organizationId), ...typed })
  const sealed = sealWith(key(), Buffer.from(JSON.stringify(details)), placeOf(organizationId))
  setCookie(event, cookieOf(organizationId), sealed.toString('base64url'), { ...options, maxAge: life })
}

/** Has this browser forget what its guest typed at an organization. */
export const forgetDetails = (event: H3Event, organizationId: string): void => deleteCookie(event, cookieOf(organizationId), options)

/** Only what is known, short enough for a cookie. */
function cleaned(details: unknown): RememberedDetails {
  const given: Record<string, unknown> = typeof details === 'object' && details !== null ? { ...details } : {}
  const kept = rememberedNames.map((name) => [name, given[name]] as const)
  return Object.fromEntries(kept.filter(([, text]) => typeof text === 'string' && text !== '' && text.length <= 200))
}

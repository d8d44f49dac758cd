import { createHash } from 'node:crypto'
import { deleteCookie, getCookie, setCookie, type H3Event } from 'h3'
import type { RememberedDetails } from '#shared/guest-details'
import { env } from './env'
import { keyFor } from './root-key'
import { openWith, SealBroken, sealWith } from './seal'

const key = keyFor('guest-details')

const life = 180 * 86_400

/** Bytes that are remembered: browsers refuse a cookie of more than 4,096, and sealed it is a third longer. */
const most = 2_800

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
  const known = Object.entries(rememberedDetails(event, organizationId)).filter(([name]) => !Object.hasOwn(typed, name))
  const details = fitting(cleaned(Object.fromEntries([...known, ...Object.entries(typed)])))
  const sealed = sealWith(key(), details, placeOf(organizationId))
  setCookie(event, cookieOf(organizationId), sealed.toString('base64url'), { ...options, maxAge: life })
}

/** Has this browser forget what its guest typed at an organization. */
export const forgetDetails = (event: H3Event, organizationId: string): void => deleteCookie(event, cookieOf(organizationId), options)

/** Only texts that are short enough for a cookie. */
function cleaned(details: unknown): RememberedDetails {
  const given: Record<string, unknown> = typeof details === 'object' && details !== null ? { ...details } : {}
  return Object.fromEntries(
    Object.entries(given).filter(
      (kept): kept is [string, string] => typeof kept[1] === 'string' && kept[1] !== '' && kept[1].length <= 200,
    ),
  )
}

/** As many as a cookie holds: of too many the oldest are forgotten. */
function fitting(details: RememberedDetails): Buffer {
  const bytes = Buffer.from(JSON.stringify(details))
  return bytes.length <= most ? bytes : fitting(Object.fromEntries(Object.entries(details).slice(1)))
}

import { createHmac, randomBytes, timingSafeEqual } from 'node:crypto'
import { getCookie, getHeader, setCookie, type H3Event } from 'h3'
import { env } from './env'
import { keyFor } from './root-key'

const key = keyFor('guest-form')

/** Names of a guest's cookies: the mark of the browser, and the session for one pass. */
const [markCookie, sessionCookie] = ['gc_guest_browser', 'gc_guest']

/** Lax: a guest who follows the link of their mail comes from another site. */
const options = { httpOnly: true, sameSite: 'lax' as const, secure: env.PUBLIC_URL.startsWith('https:') }

const markLife = 30 * 86_400

/** The mark of this browser; undefined for one that has none yet. */
export const markOf = (event: H3Event): string | undefined => getCookie(event, markCookie)

/** The mark of this browser, given to it where it has none: 256 random bits that say nothing of its person. @param path of the pages that it is for */
export function markBrowser(event: H3Event, path = '/i'): string {
  const known = markOf(event)
  if (known) return known
  const mark = randomBytes(32).toString('base64url')
  setCookie(event, markCookie, mark, { ...options, path, maxAge: markLife })
  return mark
}

/** The token of the guest session that the browser holds for this invite. */
export const guestSessionOf = (event: H3Event): string | undefined => getCookie(event, sessionCookie)

/** Gives the browser a guest session, for the pages of one invite alone: it may hold several side by side. */
export const keepGuestSession = (event: H3Event, invite: string, token: string, expires: Date): void =>
  setCookie(event, sessionCookie, token, { ...options, path: `/i/${invite}`, expires })

/** What a form of an invite's page brings along: it can only be made by us, and only for this browser and this invite. */
export const formKeyOf = (mark: string, invite: string): string =>
  createHmac('sha256', key()).update(`${mark}:${invite}`).digest('base64url')

/** Whether a form was sent from our own page in this browser. A page that names no referrer sends the origin `null`. */
export function isOwnForm(event: H3Event, invite: string, formKey: string): boolean {
  const mark = markOf(event)
  const site = getHeader(event, 'sec-fetch-site')
  if (!mark || (site !== undefined && site !== 'same-origin')) return false
  const expected = Buffer.from(formKeyOf(mark, invite))
  const given = Buffer.from(formKey)
  return given.length === expected.length && timingSafeEqual(given, expected)
}

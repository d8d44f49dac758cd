import { guestCsp } from '#shared/guest-csp'

/** What is personal is kept by nobody, found by no search and told to no other site. No guest page runs a script but the pass itself. */
export const guestHeaders = {
  'cache-control': 'no-store',
  'x-robots-tag': 'noindex, nofollow',
  'referrer-policy': 'no-referrer',
  'x-content-type-options': 'nosniff',
  'content-security-policy': guestCsp(),
}

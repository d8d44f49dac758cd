import type { FinishedSignIn } from '../use-cases/single-sign-on/finish-provider-sign-in'

/** What is on the way to a provider and back is kept by nobody and told to nobody. */
export const providerHeaders = { 'cache-control': 'no-store', 'referrer-policy': 'no-referrer', 'x-robots-tag': 'noindex, nofollow' }

const withNext = (parameters: Record<string, string>, next: string | null): string => {
  const query = new URLSearchParams({ ...parameters, ...(next && { next }) }).toString()
  return query ? `/sign-in?${query}` : '/sign-in'
}

/** The page that says what went wrong; it knows the words for each of these. */
export const problemPage = (problem: 'unknown' | 'too-many' | 'expired' | 'unavailable' | 'refused'): string => withNext({ problem }, null)

/** The page to which a browser goes on; the sign-in page leads whoever is signed in to where they wanted to go. */
export function pageAfter(finished: FinishedSignIn): string {
  switch (finished.kind) {
    case 'opened':
      return withNext({}, finished.next)
    case 'code-owed':
      return withNext({ step: 'code' }, finished.next)
    case 'tested':
      return '/admin/single-sign-on'
    case 'refused':
      return problemPage(finished.why)
  }
}

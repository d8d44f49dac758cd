import { getQuery, type H3Event } from 'h3'
import { guestProblems, type GuestProblem, type GuestProof } from '#shared/invite'
import { formKeyOf, markBrowser } from '../infra/guest-browser'

/** What went wrong with the last form, as the address says. */
export const problemIn = (event: H3Event): GuestProblem | null => {
  const { problem } = getQuery(event)
  return guestProblems.find((known) => known === problem) ?? null
}

/** How a guest may show who they are on this page. */
export function proofOf(event: H3Event, token: string, access: GuestProof['access']): GuestProof {
  const { key } = getQuery(event)
  return { access, form: formKeyOf(markBrowser(event), token), key: typeof key === 'string' ? key : null, problem: problemIn(event) }
}

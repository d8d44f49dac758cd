import { setResponseHeader } from 'h3'
import type { DocumentProblem } from '#shared/guest-documents'
import { hashToken } from '../../core/token'
import { listGuestFiles } from '../../domains/files/use-cases/guest-files'
import { markBrowser } from '../../infra/guest-browser'
import { translate } from '../../infra/i18n'
import { takeGuestFile } from '../document-form'
import { guestCtx } from '../guest-ctx'
import type { StepRoute } from '../step'

const statusOf: Record<DocumentProblem, number> = {
  tooLong: 413,
  wait: 429,
  full: 409,
  gone: 404,
  none: 400,
  broken: 400,
  kind: 400,
  cookies: 400,
}

/** The guest's photo and documents. */
export const documentsStep: StepRoute<'documents'> = {
  isBefore: true,
  open: async ({ event, invite: { organizationId, pass } }) => {
    const browserHash = hashToken(markBrowser(event))
    const files = await listGuestFiles({ organizationId, visitorId: pass.visitorId, browserHash })
    // Without scripts only the browser itself can look again.
    if (event.method === 'GET' && files.some(({ state }) => state === 'checking')) setResponseHeader(event, 'refresh', 2)
    return { files }
  },
  // What is wrong is said on the page itself: whoever is cut off may never get to ask again.
  receive: async (visit) => {
    const { problem, kind, lang } = await takeGuestFile(visit.event, visit.token, visit.invite)
    if (lang !== null) visit.ctx = guestCtx(visit.event, visit.invite, lang)
    if (problem === null) return { done: null }
    const said = translate(visit.ctx.language, `guestSteps.documents.problems.${problem}`)
    return { errors: kind ? { [kind]: said } : {}, problem: said, status: statusOf[problem] }
  },
}

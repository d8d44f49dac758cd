import { createError, defineEventHandler, sendRedirect, setResponseStatus, type H3Event } from 'h3'
import type { DocumentProblem, GuestDocumentsAnswer } from '#shared/guest-documents'
import { isLanguage } from '#shared/i18n/languages'
import { newTraceId } from '../core/ctx'
import { hashToken } from '../core/token'
import { findGuestAccess } from '../domains/credentials/use-cases/find-guest-access'
import { openInvite, type OpenedInvite } from '../domains/credentials/use-cases/open-invite.sql'
import { listGuestFiles } from '../domains/files/use-cases/guest-files'
import { takeGuestFile } from '../guest/document-form'
import { formKeyOf, guestSessionOf, markBrowser, markOf } from '../infra/guest-browser'
import { describeError, log } from '../infra/log'

const documentsPage = /^\/i\/([^/?#]+)\/documents\/?(?:[?#]|$)/

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

/**
 * Opens `/i/<token>/documents` before it is rendered, and takes the files that are sent to it. A file that was taken sends the browser back
 * by GET; one that was not is answered with the page itself: whoever is cut off may never get to ask again.
 */
export default defineEventHandler(async (event) => {
  const token = documentsPage.exec(event.path)?.[1]
  if (token === undefined) return
  const isSent = event.method === 'POST'
  if (!isSent && event.method !== 'GET' && event.method !== 'HEAD')
    throw createError({ statusCode: 405, statusMessage: 'Method Not Allowed' })
  try {
    return await answer(event, token, isSent)
  } catch (error) {
    if (error instanceof Error && 'statusCode' in error) throw error
    const traceId = newTraceId()
    log.error({ traceId, err: describeError(error) }, 'the documents of a guest could not be opened')
    setResponseStatus(event, 503)
    event.context.guestDocuments = { kind: 'unavailable', traceId }
  }
})

async function answer(event: H3Event, token: string, isSent: boolean): Promise<void> {
  const invite = await openInvite(token)
  if (!invite) return unknown(event)
  const access = await findGuestAccess(invite, { session: guestSessionOf(event), mark: markOf(event) }, new Date())
  // Whoever has not shown who they are does that on the page of the invite; there too it says why nothing is awaited any more.
  if (access !== 'open' || !isAwaited(invite)) return sendRedirect(event, `/i/${token}`, 303)
  if (!isSent) return opened(event, token, invite, null)
  const { problem, lang } = await takeGuestFile(event, token, invite)
  if (problem === null) return sendRedirect(event, `/i/${token}/documents${isLanguage(lang) ? `?lang=${lang}` : ''}`, 303)
  setResponseStatus(event, statusOf[problem])
  return opened(event, token, invite, problem)
}

/** Files are taken while somebody waits for the guest. */
function isAwaited({ pass, canceled, status, validTo }: OpenedInvite): boolean {
  const isOpen = ['DRAFT', 'PENDING_APPROVAL', 'ACTIVE'].includes(status) && pass.presence === 'EXPECTED'
  return isOpen && !canceled && validTo > new Date()
}

function unknown(event: H3Event): void {
  setResponseStatus(event, 404)
  event.context.guestDocuments = { kind: 'unknown' }
}

async function opened(event: H3Event, token: string, invite: OpenedInvite, problem: DocumentProblem | null): Promise<void> {
  const mark = markBrowser(event)
  const { name, primaryColor, logoUrl } = invite.organization
  const guest = { organizationId: invite.organizationId, visitorId: invite.pass.visitorId, browserHash: hashToken(mark) }
  const page = { locale: invite.locale, organization: { name, primaryColor, logoUrl }, files: await listGuestFiles(guest) }
  const answered: GuestDocumentsAnswer = { kind: 'opened', page: { ...page, form: formKeyOf(mark, token), problem } }
  event.context.guestDocuments = answered
}

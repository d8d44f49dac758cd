import { createError, defineEventHandler, getRouterParam } from 'h3'
import { openInvite } from '../../../../domains/credentials/use-cases/open-invite.sql'
import { fetchOwnDocument } from '../../../../domains/visitor-types/use-cases/fetch-signed-document'
import { sendPdf } from '../../../../guest/send-pdf'
import { guestCtx, isOpenFor } from '../../../../guest/guest-ctx'

/** The document of what a guest has signed, for the guest. The worker makes it within seconds. */
export default defineEventHandler(async (event) => {
  const invite = await openInvite(getRouterParam(event, 'token') ?? '')
  const isOpen = invite !== null && (await isOpenFor(event, invite))
  const pdf = isOpen
    ? await fetchOwnDocument(guestCtx(event, invite, null), invite.pass.visitorId, getRouterParam(event, 'signature') ?? '')
    : null
  if (!pdf) throw createError({ statusCode: 404, statusMessage: 'Not Found' })
  return sendPdf(event, pdf)
})

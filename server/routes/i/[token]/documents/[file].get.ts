import { createError, defineEventHandler, getRouterParam, setResponseHeaders } from 'h3'
import { hashToken } from '../../../../core/token'
import { findGuestAccess } from '../../../../domains/credentials/use-cases/find-guest-access'
import { openInvite } from '../../../../domains/credentials/use-cases/open-invite.sql'
import { readFile } from '../../../../domains/files/use-cases/read-file'
import { guestSessionOf, markOf } from '../../../../infra/guest-browser'

/** A small picture of what this very browser has sent, for its guest's page. */
export default defineEventHandler(async (event) => {
  const absent = createError({ statusCode: 404, statusMessage: 'Not Found' })
  const [invite, mark] = [await openInvite(getRouterParam(event, 'token') ?? ''), markOf(event)]
  if (!invite || !mark) throw absent
  if ((await findGuestAccess(invite, { session: guestSessionOf(event), mark }, new Date())) !== 'open') throw absent
  const own = { visitorId: invite.pass.visitorId, browserHash: hashToken(mark), hasPreview: true }
  const file = await readFile(invite.organizationId, getRouterParam(event, 'file') ?? '', 'preview', own)
  if (!file) throw absent
  setResponseHeaders(event, { 'content-type': file.contentType, 'content-disposition': 'inline', 'content-security-policy': 'sandbox' })
  return file.content
})

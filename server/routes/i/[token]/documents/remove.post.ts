import { removeGuestFile } from '../../../../domains/files/use-cases/guest-files'
import { findGuestAccess } from '../../../../domains/credentials/use-cases/find-guest-access'
import { guestFormRoute } from '../../../../guest/guest-form'
import { guestSessionOf } from '../../../../infra/guest-browser'

/** A guest takes back a photo or a document. */
export default guestFormRoute(async (event, { ctx, invite, mark, fields }) => {
  if ((await findGuestAccess(invite, { session: guestSessionOf(event), mark }, ctx.now())) !== 'open') return 'elsewhere'
  const guest = { organizationId: invite.organizationId, visitorId: invite.pass.visitorId, browserHash: null }
  await removeGuestFile(guest, fields.get('file') ?? '')
  return null
}, 'documents')

import { findGuestAccess } from '../../../domains/credentials/use-cases/find-guest-access'
import { findGuestProof } from '../../../domains/credentials/use-cases/find-guest-proof'
import { exportOwnData } from '../../../domains/visitors/use-cases/own-data/export-own-data'
import { guestFormRoute } from '../../../guest/guest-form'
import { guestSessionOf } from '../../../infra/guest-browser'

/** A guest takes everything that is held of them along, as a file, once they have shown who they are. */
export default guestFormRoute(async (event, { ctx, invite, mark }) => {
  const browser = { session: guestSessionOf(event), mark }
  if ((await findGuestAccess(invite, browser, ctx.now())) !== 'open') return 'elsewhere'
  if ((await findGuestProof(invite, browser, ctx.now())) !== 'fresh') return 'elsewhere'
  return (await exportOwnData(ctx, invite.pass.visitorId)) ?? 'expired'
})

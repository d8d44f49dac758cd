import { guestWords, replyToInvite } from '../../../domains/credentials/use-cases/reply-to-invite'
import { findGuestAccess } from '../../../domains/credentials/use-cases/find-guest-access'
import { guestFormRoute } from '../../../guest/guest-form'
import { guestSessionOf } from '../../../infra/guest-browser'

/** A guest says whether they come, that they are late, or that they are here. */
export default guestFormRoute(async (event, { ctx, invite, mark, fields }) => {
  const words = guestWords.safeParse({ said: fields.get('said'), minutes: fields.get('minutes') ?? undefined })
  if (!words.success) return 'words'
  if ((await findGuestAccess(invite, { session: guestSessionOf(event), mark }, ctx.now())) !== 'open') return 'elsewhere'
  return replyToInvite(ctx, invite, words.data)
})

import { openGuestSession } from '../../../domains/credentials/use-cases/open-guest-session'
import { guestFormRoute } from '../../../guest/guest-form'
import { keepGuestSession } from '../../../infra/guest-browser'

/** A guest shows the code or the link of their mail, and sees their pass. */
export default guestFormRoute(async (event, { ctx, invite, token, mark, fields }) => {
  const key = fields.get('key')
  const session = await openGuestSession(ctx, invite, mark, key === null ? { code: fields.get('code') ?? '' } : { key })
  if (typeof session === 'string') return session
  keepGuestSession(event, token, session.token, session.expiresAt)
  return null
})

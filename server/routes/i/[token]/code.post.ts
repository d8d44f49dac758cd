import { requestGuestCode } from '../../../domains/credentials/use-cases/request-guest-code'
import { guestFormRoute } from '../../../guest/guest-form'

/** A guest asks for a code to show who they are. */
export default guestFormRoute(async (_, { ctx, invite, mark, fields }) => {
  const answer = await requestGuestCode(ctx, invite, mark, { evenByLink: fields.get('step') === 'privacy' })
  return answer === 'wait' ? 'wait' : null
})

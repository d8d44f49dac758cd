import { inductionPage } from '../../../guest/induction'
import { guestStepRoute } from '../../../guest/step-route'

/** What a guest has to know before they come in. */
export default guestStepRoute(({ ctx, invite }) => inductionPage(ctx, invite))

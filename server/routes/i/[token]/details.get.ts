import { detailsPage } from '../../../guest/details'
import { guestStepRoute } from '../../../guest/step-route'

/** What the type of a guest asks them, as a form. */
export default guestStepRoute(({ ctx, invite }) => detailsPage(ctx, invite))

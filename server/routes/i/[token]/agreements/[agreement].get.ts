import { getRouterParam } from 'h3'
import { agreementPage } from '../../../../guest/agreements'
import { guestStepRoute } from '../../../../guest/step-route'

/** One version of an agreement, with the form that signs it. */
export default guestStepRoute(({ ctx, invite }, event) => agreementPage(ctx, invite, getRouterParam(event, 'agreement') ?? ''))

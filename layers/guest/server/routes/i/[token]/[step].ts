import { stepPageRoute } from '#layers/guest/server/step-page-route'

/** The page of a step. */
export default stepPageRoute

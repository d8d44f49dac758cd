import { stepPageRoute } from '#layers/guest/server/step-page-route'

/** The page on which an agreement is read and signed. */
export default stepPageRoute

import { stepPageRoute } from '#layers/guest/server/step-page-route'

/** The page of photos and documents. The router finds it by its own name alone: files of the guest stand below it. */
export default stepPageRoute

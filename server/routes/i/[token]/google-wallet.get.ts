import { sendRedirect } from 'h3'
import { makeGoogleLink } from '../../../domains/credentials/use-cases/make-wallet-pass'
import { walletRoute } from '../../../guest/wallet-route'

/** Leads to where Google saves the pass; the guest has asked for it. */
export default walletRoute(makeGoogleLink, (event, address) => sendRedirect(event, address, 303))

import { setResponseHeaders } from 'h3'
import { makeApplePass } from '../../../domains/credentials/use-cases/make-wallet-pass'
import { walletRoute } from '../../../guest/wallet-route'

/** The pass as a file for Apple Wallet. */
export default walletRoute(makeApplePass, (event, file) => {
  setResponseHeaders(event, { 'content-type': 'application/vnd.apple.pkpass', 'content-disposition': 'attachment; filename="pass.pkpass"' })
  return file
})

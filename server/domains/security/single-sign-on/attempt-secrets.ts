import { createHmac } from 'node:crypto'
import { keyFor } from '../../../infra/root-key'

/** What a provider is given and has to bring back or is asked for later. */
export interface AttemptSecrets {
  state: string
  nonce: string
  verifier: string
  /** The name of a question to a SAML provider. */
  requestId: string
}

const key = keyFor('provider-attempt')
const derived = (purpose: string, token: string): string => createHmac('sha256', key()).update(`${purpose}:${token}`).digest('base64url')

/** Derived from the cookie of the browser: another browser has none of them, and a copy of the database tells none. */
export const secretsOf = (token: string): AttemptSecrets => ({
  state: derived('state', token),
  nonce: derived('nonce', token),
  verifier: derived('verifier', token),
  requestId: `_${derived('request', token)}`,
})
